"""How meetings and agenda items are found."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.meetings.models import AgendaItem, Meeting, MeetingOrganization
from rostra.minutes.models import MinutesEntry
from rostra.organizations.models import Location, Organization
from rostra.rich_text import plain_text
from rostra_search.entries.source import Reading, distinct, shared, text_of
from rostra_search.entry import Entry, Kind


async def meetings(reading: Reading, ids: Collection[UUID]) -> list[Entry]:
    """The meetings: by name and place, on their day, with the organizations that sit."""
    found = await reading.work.rows(
        sa.select(
            Meeting.id,
            Meeting.audience_id,
            Meeting.body_id,
            Meeting.name,
            Meeting.start,
            Location.description,
            Location.room,
        )
        .outerjoin(Location, sa.and_(Location.id == Meeting.location_id, shared(Location, Meeting)))
        .where(reading.standing(Meeting, ids))
    )
    sitting = await organizations_of(reading, [row.id for row in found])
    return [
        Entry.of(
            Kind.MEETING,
            row,
            title=row.name or "",
            text=text_of(row.description, row.room),
            organization_ids=distinct(sitting.get(row.id, ())),
            date=reading.day(row.start),
        )
        for row in found
    ]


async def organizations_of(
    reading: Reading, meeting_ids: Collection[UUID]
) -> dict[UUID, list[UUID]]:
    """The organizations that sit in each meeting, as far as all readers of it know them."""
    sits = MeetingOrganization
    return await reading.linked(
        sa.select(sits.meeting_id, sits.organization_id)
        .join(Meeting, Meeting.id == sits.meeting_id)
        .join(Organization, Organization.id == sits.organization_id)
        .where(sits.meeting_id.in_(list(meeting_ids)), shared(Organization, Meeting))
        .order_by(sits.meeting_id, sits.position)
    )


async def agenda_items(reading: Reading, ids: Collection[UUID]) -> list[Entry]:
    """The agenda items: by name, result, resolution and minutes, on their meeting's day."""
    found = await reading.work.rows(
        sa.select(
            AgendaItem.id,
            AgendaItem.audience_id,
            AgendaItem.body_id,
            AgendaItem.name,
            AgendaItem.result,
            AgendaItem.resolution_text,
            Meeting.id.label("meeting_id"),
            Meeting.start,
        )
        .outerjoin(
            Meeting, sa.and_(Meeting.id == AgendaItem.meeting_id, shared(Meeting, AgendaItem))
        )
        .where(reading.standing(AgendaItem, ids))
    )
    sitting = await organizations_of(reading, {row.meeting_id for row in found if row.meeting_id})
    minutes = await minutes_of(reading, [row.id for row in found])
    return [
        Entry.of(
            Kind.AGENDA_ITEM,
            row,
            title=row.name or "",
            text=text_of(row.result, row.resolution_text, *minutes.get(row.id, ())),
            organization_ids=distinct(sitting.get(row.meeting_id, ())),
            date=reading.day(row.start),
        )
        for row in found
    ]


async def minutes_of(reading: Reading, item_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """What the minutes say to each item, as far as all readers of the item may read it."""
    found = await reading.grouped(
        sa.select(MinutesEntry.agenda_item_id, MinutesEntry.text)
        .join(AgendaItem, AgendaItem.id == MinutesEntry.agenda_item_id)
        .where(MinutesEntry.agenda_item_id.in_(list(item_ids)), shared(MinutesEntry, AgendaItem))
        .order_by(MinutesEntry.agenda_item_id, MinutesEntry.position)
    )
    return {id: [plain_text(text) for text in texts] for id, texts in found.items()}
