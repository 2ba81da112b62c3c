"""What follows from an announced vote: for the motion, for other amendments, for the item."""

from uuid import UUID

import sqlalchemy as sa

from rostra.voting.amending import carry_over, distance
from rostra.voting.grounds import GONE, Ground
from rostra.voting.models import Ballot, Motion, MotionState, MotionType, Outcome
from rostra.voting.procedure import carry_out
from rostra.voting.queries import standing_text
from rostra.work import Work

FINAL = frozenset({Outcome.ACCEPTED, Outcome.REJECTED, Outcome.ELECTED})


async def follow(work: Work, ground: Ground, ballot: Ballot) -> tuple[UUID, ...]:
    """Do what the vote decided; the motions that changed."""
    if ballot.motion_id is not None:
        return await decide_motion(work, ground, ballot, ballot.motion_id)
    if ballot.decides and ballot.outcome in FINAL:
        return await decide_item(work, ground, ballot)
    return ()


async def decide_motion(
    work: Work, ground: Ground, ballot: Ballot, motion_id: UUID
) -> tuple[UUID, ...]:
    """Accept or reject the motion; an accepted one takes effect at once."""
    motion: Motion = await work.find(Motion, motion_id)
    accepted = ballot.outcome == Outcome.ACCEPTED
    motion.state = MotionState.ACCEPTED if accepted else MotionState.REJECTED
    await work.flush()
    if not accepted:
        return (motion.id,)
    if motion.motion_type == MotionType.AMENDMENT:
        return (motion.id, *await fit_amendments(work, ground, motion))
    await carry_out(work, ground, motion)
    if ground.item.state in GONE:
        ground.item.deciding_ballot_id = ballot.id
    return (motion.id,)


async def fit_amendments(work: Work, ground: Ground, accepted: Motion) -> list[UUID]:
    """Move the other amendments against the text that now stands, where they still fit it.

    One that asks for what already stands has lapsed; one that touches the same words stays as
    it is, and is revised or lapses before it goes to the vote: people decide that.
    """
    text = accepted.amended or ""
    touched = []
    for other in await undecided(work, ground, MotionType.AMENDMENT):
        fitted = carry_over(other.amends or "", other.amended or "", text)
        if fitted is None:
            continue
        if fitted == text:
            other.state = MotionState.LAPSED
        else:
            other.amends, other.amended = text, fitted
            other.reach = distance(text, fitted)
        touched.append(other.id)
    return touched


async def decide_item(work: Work, ground: Ground, ballot: Ballot) -> tuple[UUID, ...]:
    """Write the result to the item, with the text that was resolved; the rest lapses."""
    item = ground.item
    item.result, item.deciding_ballot_id = await told_over_rounds(work, ballot), ballot.id
    if ballot.outcome == Outcome.ACCEPTED:
        item.resolution_text = await standing_text(work, item.id) or item.resolution_text
    lapsed = [
        *await undecided(work, ground, MotionType.AMENDMENT),
        *await undecided(work, ground, MotionType.SUBSTANTIVE),
    ]
    if ballot.method != "election":
        for motion in lapsed:
            motion.state = MotionState.LAPSED
        return tuple(one.id for one in lapsed)
    return ()


async def told_over_rounds(work: Work, ballot: Ballot) -> str | None:
    """The result of the last round, after who was elected in the rounds before it (VOT-2)."""
    told, earlier = [ballot.result or ""], ballot.previous_id
    while earlier is not None:
        before: Ballot = await work.find(Ballot, earlier)
        names = {one["key"]: one["name"] for one in before.candidates or ()}
        elected = ", ".join(names[key] for key in before.elected or ())
        if elected:
            told.insert(0, f"im {before.round or 1}. Wahlgang gewählt: {elected}")
        earlier = before.previous_id
    return "; ".join(told) or None


async def undecided(work: Work, ground: Ground, motion_type: MotionType) -> list[Motion]:
    """The motions of a type under the item that are not decided."""
    return await work.fetch(
        sa.select(Motion)
        .where(
            Motion.agenda_item_id == ground.item.id,
            Motion.motion_type == motion_type,
            Motion.state == MotionState.MOVED,
        )
        .order_by(Motion.id)
        .with_for_update()
    )
