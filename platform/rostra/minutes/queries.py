"""Readings of minutes and what they say to each agenda item."""

from collections.abc import Collection
from uuid import UUID

from rostra.meetings.models import AgendaItem, Meeting
from rostra.minutes.models import Minutes, MinutesEntry
from rostra.reading import Shape
from rostra.work import Work

MINUTES = Shape(Minutes)
ENTRY = Shape(MinutesEntry, without=("created",))


async def minutes_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Minutes]:
    """The minutes with these ids that the actor may read."""
    return await MINUTES.by_id(work, ids)


async def minutes_entries_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, MinutesEntry]:
    """The entries with these ids that the actor may read."""
    return await ENTRY.by_id(work, ids)


async def minutes_of(work: Work, meeting_ids: Collection[UUID]) -> dict[UUID, Minutes]:
    """The minutes of each meeting that has them."""
    written = (
        MINUTES.select(work, Minutes.meeting_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(work.may_read(Meeting), Minutes.meeting_id.in_(meeting_ids))
    )
    found = await MINUTES.grouped(work, written)
    return {meeting_id: minutes[0] for meeting_id, minutes in found.items()}


async def entries_of(work: Work, minutes_ids: Collection[UUID]) -> dict[UUID, list[MinutesEntry]]:
    """What each minutes say, item by item."""
    entries = (
        ENTRY.select(work, MinutesEntry.minutes_id)
        .join(Minutes, Minutes.id == MinutesEntry.minutes_id)
        .join(AgendaItem, AgendaItem.id == MinutesEntry.agenda_item_id)
        .where(
            work.may_read(Minutes),
            work.may_read(AgendaItem),
            MinutesEntry.minutes_id.in_(minutes_ids),
        )
        .order_by(MinutesEntry.position, MinutesEntry.id)
    )
    return await ENTRY.grouped(work, entries)


async def entry_at(work: Work, item_ids: Collection[UUID]) -> dict[UUID, MinutesEntry]:
    """What the minutes say to each agenda item."""
    entries = (
        ENTRY.select(work, MinutesEntry.agenda_item_id)
        .join(Minutes, Minutes.id == MinutesEntry.minutes_id)
        .join(AgendaItem, AgendaItem.id == MinutesEntry.agenda_item_id)
        .where(
            work.may_read(Minutes),
            work.may_read(AgendaItem),
            MinutesEntry.agenda_item_id.in_(item_ids),
        )
        .order_by(MinutesEntry.position, MinutesEntry.id)
    )
    found = await ENTRY.grouped(work, entries)
    return {item_id: entries[0] for item_id, entries in found.items()}
