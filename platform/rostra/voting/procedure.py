"""What accepted motions on procedure do to the sitting."""

from collections.abc import Awaitable, Callable

import sqlalchemy as sa

from rostra.agendas.adding import add_in_the_meeting
from rostra.meetings.models import ItemState
from rostra.sittings.calling import close_doors, open_doors, put_off
from rostra.sittings.chamber import Chamber
from rostra.sittings.changes import note_change
from rostra.sittings.models import Part
from rostra.sittings.speakers import close_speakers
from rostra.sittings.speaking import end_running, withdraw_waiting
from rostra.voting.grounds import Ground
from rostra.voting.manner import METHODS_MOVED
from rostra.voting.models import Motion, MotionState, MotionType
from rostra.work import Work

LONGEST_NAME = 500

Effect = Callable[[Work, Ground, Motion], Awaitable[None]]
"""Does to the sitting what was decided."""


async def carry_out(work: Work, ground: Ground, motion: Motion) -> None:
    """Do what an accepted motion on procedure asks for; upon the others the chair acts."""
    effect = EFFECTS.get(MotionType(motion.motion_type))
    if effect is not None:
        await effect(work, ground, motion)


async def take_off(work: Work, ground: Ground, _motion: Motion) -> None:
    """Take the item off the agenda."""
    await put_off(work, ground.item.id, ItemState.TAKEN_OFF)


async def defer(work: Work, ground: Ground, _motion: Motion) -> None:
    """Deal with the item in a later meeting."""
    await put_off(work, ground.item.id, ItemState.DEFERRED)


async def refer(work: Work, ground: Ground, motion: Motion) -> None:
    """Refer the item to the committee that the motion names."""
    await put_off(work, ground.item.id, ItemState.REFERRED, motion.refers_to_id)


async def end_debate(work: Work, ground: Ground, _motion: Motion) -> None:
    """End the speech under way and take back what waits: the vote comes next."""
    chamber = Chamber(ground.meeting, ground.places)
    await end_running(work, chamber)
    await withdraw_waiting(work, ground.meeting.id)
    await close_speakers(work, chamber, ground.item)


async def end_list(work: Work, ground: Ground, _motion: Motion) -> None:
    """Let nobody more be put on the list of speakers; who waits is still heard."""
    await close_speakers(work, Chamber(ground.meeting, ground.places), ground.item)


async def settle_method(work: Work, ground: Ground, motion: Motion) -> None:
    """Vote on the item by name or secretly; what else was moved about that needs no vote."""
    for one in await work.fetch(
        sa.select(Motion).where(
            Motion.agenda_item_id == ground.item.id,
            Motion.motion_type.in_(METHODS_MOVED),
            Motion.state == MotionState.MOVED,
            Motion.id != motion.id,
        )
    ):
        one.state = MotionState.LAPSED
    await ground.note(work, Part.MOTIONS)


async def go_inside(work: Work, ground: Ground, _motion: Motion) -> None:
    """Go on with the item behind closed doors, with what was moved and voted on under it."""
    if ground.item.public is not False:
        await close_doors(work, ground.item.id)


async def go_outside(work: Work, ground: Ground, _motion: Motion) -> None:
    """Go on with the item in public, with what was moved and voted on under it."""
    if ground.item.public is False:
        await open_doors(work, ground.item.id)


async def add_item(work: Work, ground: Ground, motion: Motion) -> None:
    """Put the item that the motion names at the end of its part of the agenda (AGD-2)."""
    public = ground.item.public is not False if motion.item_public is None else motion.item_public
    name = motion.item_name or motion.text[:LONGEST_NAME]
    added = await add_in_the_meeting(work, ground.meeting.id, name, public)
    motion.added_item_id = added.item.id
    readers = ground.meeting.audience_id if added.openly else added.item.audience_id
    await note_change(work, ground.meeting.id, (Part.AGENDA,), readers)


EFFECTS: dict[MotionType, Effect] = {
    MotionType.TAKE_OFF: take_off,
    MotionType.DEFER: defer,
    MotionType.REFER: refer,
    MotionType.END_OF_DEBATE: end_debate,
    MotionType.END_OF_SPEAKERS: end_list,
    MotionType.NOMINAL_VOTE: settle_method,
    MotionType.SECRET_VOTE: settle_method,
    MotionType.CLOSE_DOORS: go_inside,
    MotionType.OPEN_DOORS: go_outside,
    MotionType.ADD_ITEM: add_item,
}
"""What each type of motion does; upon a type that is not listed the chair acts."""
