"""How organizations are found."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.models import Organization
from rostra_search.entries.source import Reading, text_of
from rostra_search.entry import Entry, Kind


async def organizations(reading: Reading, ids: Collection[UUID]) -> list[Entry]:
    """The organizations: by name, short name and what they are."""
    found = await reading.work.rows(
        sa.select(
            Organization.id,
            Organization.audience_id,
            Organization.body_id,
            Organization.name,
            Organization.short_name,
            Organization.classification,
            Organization.organization_type,
        ).where(reading.standing(Organization, ids))
    )
    return [
        Entry.of(
            Kind.ORGANIZATION,
            row,
            title=row.name or row.short_name or "",
            text=text_of(row.short_name, row.classification, row.organization_type),
            organization_ids=(row.id,),
        )
        for row in found
    ]
