"""Where a sitting stands: its meeting, its places, its row held for this change alone."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission, members_and_clerks
from rostra.errors import Conflict, NotFound
from rostra.meetings.models import AgendaItem, Meeting
from rostra.meetings.queries import places_of
from rostra.sittings.changes import note_change
from rostra.sittings.models import Part, Sitting, SittingState
from rostra.work import Work

NOT_BEGUN = "The sitting has not been opened."
NOT_OPEN = "The sitting is not open at this moment."


@dataclass(frozen=True, slots=True)
class Chamber:
    """A meeting, and the body and organizations in which permissions hold for it."""

    meeting: Meeting
    places: tuple[UUID, ...]

    async def note(self, work: Work, *parts: Part, audience_id: int | None = None) -> None:
        """Tell the screens of those who may read it, the meeting's readers unless said."""
        readers = self.meeting.audience_id if audience_id is None else audience_id
        await note_change(work, self.meeting.id, parts, readers)


async def chamber_of(work: Work, meeting_id: UUID) -> Chamber:
    """The chamber of a meeting that the actor may read."""
    meeting = await work.find(Meeting, meeting_id)
    return Chamber(meeting, await places_of(work, meeting))


async def chamber_with(work: Work, item_id: UUID) -> tuple[Chamber, AgendaItem]:
    """The chamber in which an item is dealt with, and the item."""
    item = await work.find(AgendaItem, item_id)
    if item.meeting_id is None:
        raise NotFound
    return await chamber_of(work, item.meeting_id), item


async def readers_now(work: Work, chamber: Chamber, sitting: Sitting | None) -> int:
    """Who may know what happens in the hall at this moment: behind closed doors those inside."""
    if sitting is None or not sitting.behind_closed_doors:
        return chamber.meeting.audience_id
    if sitting.current_item_id is not None:
        item = await work.db.get(AgendaItem, sitting.current_item_id)
        if item is not None:
            return item.audience_id
    return await work.audience(members_and_clerks(*chamber.places))


def authorize_chair(work: Work, chamber: Chamber) -> None:
    """Refuse who does not lead the sitting or keep it for the chair."""
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)


async def held(work: Work, chamber: Chamber) -> Sitting | None:
    """The sitting, held until the work is complete; None before it opens."""
    sitting: Sitting | None = await work.first(
        sa.select(Sitting)
        .where(Sitting.meeting_id == chamber.meeting.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return sitting


async def open_one(work: Work, chamber: Chamber) -> Sitting:
    """The sitting, held; Conflict unless it is open at this moment."""
    sitting = await held(work, chamber)
    if sitting is None:
        raise Conflict(NOT_BEGUN)
    if sitting.state != SittingState.OPEN:
        raise Conflict(NOT_OPEN)
    return sitting


async def refuse_amid_a_vote(work: Work, meeting_id: UUID) -> None:
    """Refuse while a vote is under way: it is closed and announced, or broken off, first."""
    tables = AgendaItem.metadata.tables  # votes stand above sittings, which know the table alone
    ballots, items = tables["ballots"], tables["agenda_items"]
    under_way = (
        sa.select(ballots.c.id)
        .join(items, items.c.id == ballots.c.agenda_item_id)
        .where(items.c.meeting_id == meeting_id, ballots.c.state.in_(["open", "closed"]))
    )
    if await work.first(under_way) is not None:
        raise Conflict("A vote is under way: announce its result or break it off first.")


async def refuse_once_approved(work: Work, meeting_id: UUID) -> None:
    """Refuse to change what approved minutes say (MIN-3)."""
    minutes = AgendaItem.metadata.tables["minutes"]  # stand above, as votes do
    approved = sa.select(minutes.c.id).where(
        minutes.c.meeting_id == meeting_id, minutes.c.state.in_(["approved", "published"])
    )
    if await work.first(approved) is not None:
        raise Conflict("MIN-3: These minutes are approved and can no longer be changed.")


def openly(audience_id: int) -> bool:
    """Whether everybody may read what has this audience."""
    return audience_id == PUBLIC
