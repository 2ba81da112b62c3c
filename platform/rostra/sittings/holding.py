"""Opening, interrupting, resuming and closing a sitting."""

from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.errors import Conflict
from rostra.meetings.models import AgendaItem, ItemState, MeetingState
from rostra.rich_text import cleaned_text
from rostra.sittings.attending import list_present
from rostra.sittings.chamber import (
    NOT_BEGUN,
    chamber_of,
    held,
    open_one,
    openly,
    readers_now,
    refuse_amid_a_vote,
)
from rostra.sittings.events import (
    SittingClosed,
    SittingInterrupted,
    SittingInterruptedInside,
    SittingOpened,
    SittingResumed,
    SittingResumedInside,
)
from rostra.sittings.models import Part, Pause, Presence, Sitting, SittingState
from rostra.sittings.speaking import end_running, withdraw_waiting
from rostra.work import Work

LONGEST_REASON = 300


async def open_sitting(work: Work, meeting_id: UUID) -> Sitting:
    """Open the sitting of a meeting to which invitations were sent."""
    chamber = await chamber_of(work, meeting_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    meeting = chamber.meeting
    if meeting.cancelled:
        raise Conflict("This meeting was cancelled.")
    if await held(work, chamber) is not None:
        raise Conflict("This sitting was opened already.")
    if meeting.meeting_state != MeetingState.INVITED:
        raise Conflict("INV-1: Nobody was invited to this meeting yet.")

    sitting = Sitting(meeting_id=meeting.id, opened=work.now, state=SittingState.OPEN)
    work.add(sitting)
    await work.flush()
    await chamber.note(work, *Part)
    work.record(SittingOpened(meeting.id))
    return sitting


async def interrupt_sitting(work: Work, meeting_id: UUID, reason: str | None = None) -> Sitting:
    """Pause the sitting; who speaks is stopped, and speaks again when called again."""
    chamber = await chamber_of(work, meeting_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    sitting = await open_one(work, chamber)

    await end_running(work, chamber)
    sitting.state = SittingState.INTERRUPTED
    inside = await readers_now(work, chamber, sitting)
    work.add(
        Pause(
            body_id=chamber.meeting.body_id,
            meeting_id=meeting_id,
            agenda_item_id=await item_of_a_pause(work, sitting),
            began=work.now,
            reason=cleaned_text(reason or "")[:LONGEST_REASON] or None,
            audience_id=inside,
        )
    )
    await chamber.note(work, Part.SITTING, Part.SPEAKERS, audience_id=inside)
    work.record((SittingInterrupted if openly(inside) else SittingInterruptedInside)(meeting_id))
    return sitting


async def item_of_a_pause(work: Work, sitting: Sitting) -> UUID | None:
    """The item under way; between two items behind closed doors, the one before."""
    if sitting.current_item_id is not None or not sitting.behind_closed_doors:
        return sitting.current_item_id
    before: UUID | None = await work.first(
        sa.select(AgendaItem.id)
        .where(AgendaItem.meeting_id == sitting.meeting_id, AgendaItem.public.is_(False))
        .where(AgendaItem.end.is_not(None))
        .order_by(AgendaItem.end.desc(), AgendaItem.order.desc())
    )
    return before


async def resume_sitting(work: Work, meeting_id: UUID) -> Sitting:
    """Go on after a pause."""
    chamber = await chamber_of(work, meeting_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    sitting = await held(work, chamber)
    if sitting is None:
        raise Conflict(NOT_BEGUN)
    if sitting.state != SittingState.INTERRUPTED:
        raise Conflict("The sitting is not interrupted.")

    pause = await end_pause(work, meeting_id)
    sitting.state = SittingState.OPEN
    inside = pause.audience_id if pause else chamber.meeting.audience_id
    await chamber.note(work, Part.SITTING, audience_id=inside)
    work.record((SittingResumed if openly(inside) else SittingResumedInside)(meeting_id))
    return sitting


async def end_pause(work: Work, meeting_id: UUID) -> Pause | None:
    """Note when the pause under way ended, whoever may know of it."""
    pause: Pause | None = await work.first(
        sa.select(Pause).where(Pause.meeting_id == meeting_id, Pause.ended.is_(None))
    )
    if pause is not None:
        pause.ended = work.now
    return pause


async def close_sitting(work: Work, meeting_id: UUID) -> Sitting:
    """End the sitting: the item under way is done, everybody leaves the hall."""
    chamber = await chamber_of(work, meeting_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    sitting = await held(work, chamber)
    if sitting is None:
        raise Conflict(NOT_BEGUN)
    if sitting.state == SittingState.CLOSED:
        raise Conflict("The sitting was closed already.")
    await refuse_amid_a_vote(work, meeting_id)

    await end_running(work, chamber)
    await withdraw_waiting(work, meeting_id)
    await end_pause(work, meeting_id)
    if sitting.current_item_id is not None:
        await finish(work, sitting.current_item_id)
    await work.change(
        sa.update(Presence)
        .where(Presence.meeting_id == meeting_id, Presence.left.is_(None))
        .values(left=work.now)
    )
    sitting.state, sitting.closed = SittingState.CLOSED, work.now
    sitting.current_item_id, sitting.behind_closed_doors = None, False
    chamber.meeting.meeting_state = MeetingState.HELD
    chamber.meeting.end = work.now
    await chamber.note(work, *Part)
    await list_present(work, chamber.meeting)
    work.record(SittingClosed(meeting_id))
    return sitting


async def finish(work: Work, item_id: UUID) -> None:
    """Note that an item is done."""
    item = await work.db.get(AgendaItem, item_id)
    if item is not None and item.state == ItemState.CALLED:
        item.state, item.end = ItemState.DONE, work.now
