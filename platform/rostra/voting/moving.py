"""Moving motions, changing and withdrawing them, and putting them into an order."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission, organization_token
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.meetings.models import MeetingState
from rostra.organizations.models import Organization
from rostra.people.models import Person
from rostra.rich_text import cleaned_text
from rostra.sittings.models import Part, Presence, SittingState
from rostra.voting.amending import LONGEST_TEXT, distance
from rostra.voting.counting import Majority
from rostra.voting.events import MotionLapsed, MotionMade, MotionRevised, MotionWithdrawn
from rostra.voting.grounds import Ground, authorize_oneself, ground_of, is_excluded, sitting_of
from rostra.voting.models import Ballot, BallotState, Motion, MotionState, MotionType
from rostra.voting.queries import standing_text
from rostra.work import Work

FURTHEST = 100_000
LONGEST_NAME = 500
MOST_MOVED = 20
"""How many motions of one member may wait under an item: a flood of them would bury the rest."""
UNDECIDED = (BallotState.OPEN, BallotState.CLOSED)


@dataclass(frozen=True)
class Moved:
    """What is moved."""

    motion_type: MotionType
    text: str = ""
    amended: str | None = None
    """The resolution as it would stand, where the motion is an amendment."""
    person_id: UUID | None = None
    """For whom the chair or a clerk enters it; the actor's own where it is left out."""
    organization_id: UUID | None = None
    """The faction that moves it."""
    refers_to_id: UUID | None = None
    majority: Majority | None = None
    """Where the simple one is not enough; the chair or a clerk says so (VOT-4)."""
    item_name: str | None = None
    """How the item is called that is to be put on the agenda; its words say why it is urgent."""
    item_public: bool | None = None
    """Whether that item is for the public part; as the item under way unless it is said."""


async def make_motion(work: Work, item_id: UUID, moved: Moved) -> Motion:
    """Move something under an item: a member for oneself, the chair or a clerk for somebody."""
    ground = await ground_of(work, item_id)
    person_id = await authorize_moving(work, ground, moved)
    await refuse_where_nobody_moves(work, ground, person_id)
    await refuse_beyond_measure(work, ground, person_id)
    text = checked_text(moved.text, needed=moved.motion_type != MotionType.AMENDMENT)
    if moved.organization_id is not None:
        await work.find(Organization, moved.organization_id)
    if moved.motion_type == MotionType.REFER and moved.refers_to_id is None:
        raise Invalid(
            "refersTo", "Please choose the committee to which the item is to be referred."
        )
    if moved.refers_to_id is not None:
        await work.find(Organization, moved.refers_to_id)

    motion = Motion(
        body_id=ground.item.body_id,
        agenda_item_id=ground.item.id,
        motion_type=moved.motion_type,
        text=text,
        person_id=person_id,
        organization_id=moved.organization_id,
        refers_to_id=moved.refers_to_id,
        majority=moved.majority,
        moved=work.now,
        audience_id=ground.item.audience_id,
    )
    await set_amendment(work, motion, moved.amended)
    set_item(motion, moved)
    work.add(motion)
    await work.flush()
    work.record(MotionMade(motion.id, ground.item.id))
    await ground.note(work, Part.MOTIONS)
    return motion


async def authorize_moving(work: Work, ground: Ground, moved: Moved) -> UUID | None:
    """Who moves it, if the actor may move it for them."""
    chairs = work.actor.may_within(Permission.MEETING_CHAIR, *ground.places)
    if moved.majority is not None and not chairs:
        raise NotPermitted("VOT-4: The chair says which majority is needed.")
    if moved.person_id is not None and moved.person_id != work.actor.person_id:
        work.authorize_within(Permission.MEETING_CHAIR, *ground.places)
        return (await work.find(Person, moved.person_id)).id
    makes = work.actor.may_within(Permission.MOTION_MAKE, *ground.places)
    if chairs and (moved.organization_id is not None or not makes):
        return None
    faction = moved.organization_id
    if faction is not None and organization_token(faction) not in work.actor.tokens:
        raise NotPermitted("Only for one's own faction can something be moved.")
    return await authorize_oneself(work, Permission.MOTION_MAKE, ground)


async def refuse_where_nobody_moves(work: Work, ground: Ground, person_id: UUID | None) -> None:
    """Refuse after the meeting, from who is biased, and while it sits from who is not there."""
    if ground.meeting.meeting_state == MeetingState.HELD or ground.meeting.cancelled:
        raise Conflict("This meeting is over; nothing can be moved any more.")
    if person_id is None:
        return
    if await is_excluded(work, ground.item.id, person_id):
        raise Conflict("BIA-1: Who is biased neither debates nor votes on this item.")
    sitting = await sitting_of(work, ground)
    if sitting is None:
        return
    if sitting.state == SittingState.CLOSED:
        raise Conflict("This sitting is closed; nothing can be moved any more.")
    here = await work.fetch(
        sa.select(Presence.id).where(
            Presence.meeting_id == ground.meeting.id,
            Presence.person_id == person_id,
            Presence.left.is_(None),
        )
    )
    if not here:
        raise Conflict("Only who is present can move something in the sitting.")


async def refuse_beyond_measure(work: Work, ground: Ground, person_id: UUID | None) -> None:
    """Refuse one more motion of somebody of whom so many wait for a vote."""
    waiting = sa.select(Motion.id).where(
        Motion.agenda_item_id == ground.item.id,
        Motion.person_id == person_id,
        Motion.state == MotionState.MOVED,
    )
    if person_id is not None and await work.count(waiting) >= MOST_MOVED:
        raise Conflict(f"{MOST_MOVED} of your motions wait for a vote under this item already.")


def checked_text(text: str, needed: bool = True) -> str:
    """The words of a motion without anything that could act."""
    text = cleaned_text(text)
    if needed and not text:
        raise Invalid("text", "Please write what is moved.")
    if len(text) > LONGEST_TEXT:
        raise Invalid("text", f"This is {len(text)} characters long; at most {LONGEST_TEXT} fit.")
    return text


async def set_amendment(work: Work, motion: Motion, amended: str | None) -> None:
    """Write down how the resolution stands and would stand; how far that goes is proposed."""
    if motion.motion_type != MotionType.AMENDMENT:
        if amended is not None:
            raise Invalid("amended", "Only an amendment changes the text of the resolution.")
        return
    motion.amends = await standing_text(work, motion.agenda_item_id)
    motion.amended = checked_text(amended or "")
    if motion.amended == motion.amends:
        raise Invalid("amended", "This changes nothing in the text of the resolution.")
    motion.reach = min(distance(motion.amends, motion.amended), FURTHEST)


def set_item(motion: Motion, moved: Moved) -> None:
    """Write down which item is to be put on the agenda (AGD-2)."""
    name = cleaned_text(moved.item_name or "")
    if motion.motion_type != MotionType.ADD_ITEM:
        if name or moved.item_public is not None:
            raise Invalid("itemName", "AGD-2: Only a motion to add an item names one.")
        return
    if len(name) > LONGEST_NAME:
        raise Invalid(
            "itemName", f"This is {len(name)} characters long; at most {LONGEST_NAME} fit."
        )
    motion.item_name, motion.item_public = name or None, moved.item_public


async def revise_motion(
    work: Work, motion_id: UUID, text: str, amended: str | None = None
) -> Motion:
    """Change the words of a motion before it is voted on; an amendment is compared anew."""
    motion, ground = await motion_within(work, motion_id)
    await authorize_mover(work, motion, ground)
    await refuse_decided(work, motion, ground)
    motion.text = checked_text(text, needed=motion.motion_type != MotionType.AMENDMENT)
    await set_amendment(work, motion, amended)
    work.record(MotionRevised(motion.id, ground.item.id))
    await ground.note(work, Part.MOTIONS)
    return motion


async def withdraw_motion(work: Work, motion_id: UUID) -> Motion:
    """Take a motion back; it stays on record as withdrawn."""
    motion, ground = await motion_within(work, motion_id)
    await authorize_mover(work, motion, ground)
    await refuse_decided(work, motion, ground)
    motion.state = MotionState.WITHDRAWN
    work.record(MotionWithdrawn(motion.id, ground.item.id))
    await ground.note(work, Part.MOTIONS)
    return motion


async def lapse_motion(work: Work, motion_id: UUID) -> Motion:
    """Find that a motion needs no vote any more, since what went further was accepted."""
    motion, ground = await motion_within(work, motion_id)
    work.authorize_within(Permission.MEETING_CHAIR, *ground.places)
    await refuse_decided(work, motion, ground)
    motion.state = MotionState.LAPSED
    work.record(MotionLapsed(motion.id, ground.item.id))
    await ground.note(work, Part.MOTIONS)
    return motion


async def set_reach(work: Work, motion_id: UUID, reach: int) -> Motion:
    """Decide how far a motion goes, and by that when it is voted on: the furthest first."""
    motion, ground = await motion_within(work, motion_id)
    work.authorize_within(Permission.MEETING_CHAIR, *ground.places)
    await refuse_decided(work, motion, ground)
    if not 0 <= reach <= FURTHEST:
        raise Invalid("reach", f"This is a number from 0 to {FURTHEST}.")
    motion.reach = reach
    work.record(MotionRevised(motion.id, ground.item.id))
    await ground.note(work, Part.MOTIONS)
    return motion


async def motion_within(work: Work, motion_id: UUID) -> tuple[Motion, Ground]:
    """A motion that the actor may read, held until the work is complete, with its ground."""
    motion = await work.find(Motion, motion_id)
    held: Motion = await work.first(
        sa.select(Motion)
        .where(Motion.id == motion.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return held, await ground_of(work, held.agenda_item_id)


async def authorize_mover(work: Work, motion: Motion, ground: Ground) -> None:
    """Refuse who neither moved it nor chairs."""
    own = motion.person_id is not None and motion.person_id == work.actor.person_id
    if not own:
        work.authorize_within(Permission.MEETING_CHAIR, *ground.places)


async def refuse_decided(work: Work, motion: Motion, ground: Ground) -> None:
    """Refuse to touch a motion that is decided, being voted on, or for the minutes to tell."""
    if ground.meeting.meeting_state == MeetingState.HELD:
        raise Conflict("This meeting is over; nothing can be moved any more.")
    if motion.state != MotionState.MOVED:
        raise Conflict("This motion is decided, withdrawn or lapsed already.")
    voted_on = await work.fetch(
        sa.select(Ballot.id).where(Ballot.motion_id == motion.id, Ballot.state.in_(UNDECIDED))
    )
    if voted_on:
        raise Conflict("This motion is being voted on.")
