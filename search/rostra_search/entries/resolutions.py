"""How resolutions are found."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.meetings.models import Meeting, MeetingOrganization
from rostra.organizations.models import Organization
from rostra.resolutions.models import Resolution
from rostra_search.entries.source import Reading, distinct, shared, text_of
from rostra_search.entry import Entry, Kind


async def resolutions(reading: Reading, ids: Collection[UUID]) -> list[Entry]:
    """The resolutions of the register: by number, title, text and result, on their day, with who
    resolved them and who carries them out."""
    found = await reading.work.rows(
        sa.select(
            Resolution.id,
            Resolution.audience_id,
            Resolution.body_id,
            Resolution.number,
            Resolution.date,
            Resolution.title,
            Resolution.text,
            Resolution.result,
            Organization.id.label("organization_id"),
        )
        .outerjoin(
            Organization,
            sa.and_(
                Organization.id == Resolution.organization_id, shared(Organization, Resolution)
            ),
        )
        .where(reading.standing(Resolution, ids))
    )
    resolving = await resolvers_of(reading, [row.id for row in found])
    return [
        Entry.of(
            Kind.RESOLUTION,
            row,
            title=row.title or row.number,
            text=text_of(row.result, row.text),
            reference=row.number,
            organization_ids=distinct(
                resolving.get(row.id, ()), (row.organization_id,) if row.organization_id else ()
            ),
            date=row.date,
        )
        for row in found
    ]


async def resolvers_of(
    reading: Reading, resolution_ids: Collection[UUID]
) -> dict[UUID, list[UUID]]:
    """The councils and committees that took each resolution, as far as all its readers know."""
    sits = MeetingOrganization
    return await reading.linked(
        sa.select(Resolution.id, sits.organization_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .join(sits, sits.meeting_id == Meeting.id)
        .join(Organization, Organization.id == sits.organization_id)
        .where(
            Resolution.id.in_(list(resolution_ids)),
            shared(Meeting, Resolution),
            shared(Organization, Resolution),
        )
        .order_by(Resolution.id, sits.position)
    )
