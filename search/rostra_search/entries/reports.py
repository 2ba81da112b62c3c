"""How defect reports are found."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.models import Organization
from rostra.reports.models import Report, ReportCategory, reference_of
from rostra_search.entries.source import Reading, shared, text_of
from rostra_search.entry import Entry, Kind


async def reports(reading: Reading, ids: Collection[UUID]) -> list[Entry]:
    """The reports: by category, place, number and text, on the day on which they were received."""
    columns = (
        Report.id, Report.audience_id, Report.body_id, Report.year, Report.number, Report.text,
        Report.address, Report.received, ReportCategory.name,
        Organization.id.label("organization_id"),
    )  # fmt: skip
    found = await reading.work.rows(
        sa.select(*columns)
        .outerjoin(
            ReportCategory,
            sa.and_(ReportCategory.id == Report.category_id, shared(ReportCategory, Report)),
        )
        .outerjoin(
            Organization,
            sa.and_(Organization.id == Report.organization_id, shared(Organization, Report)),
        )
        .where(reading.standing(Report, ids))
    )
    return [
        Entry.of(
            Kind.REPORT,
            row,
            title=", ".join(part for part in (row.name, row.address) if part),
            text=text_of(row.text),
            reference=reference_of(row.year, row.number) or "",
            organization_ids=(row.organization_id,) if row.organization_id else (),
            date=reading.day(row.received),
        )
        for row in found
    ]
