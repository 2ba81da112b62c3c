"""In which manner an item is voted on, where the council decided about that."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.errors import Conflict
from rostra.voting.models import (
    Ballot,
    BallotState,
    Method,
    Motion,
    MotionState,
    MotionType,
)
from rostra.work import Work

METHODS_MOVED = {
    MotionType.NOMINAL_VOTE: Method.NOMINAL,
    MotionType.SECRET_VOTE: Method.SECRET,
}
"""The motions about the manner of voting, and the manner that each asks for."""


async def methods_decided(work: Work, item_ids: Collection[UUID]) -> dict[UUID, Method]:
    """How each item is to be voted on, where the council decided that; the last decision holds."""
    rows = await work.rows(
        sa.select(Motion.agenda_item_id, Motion.motion_type)
        .join(Ballot, Ballot.motion_id == Motion.id)
        .where(
            work.may_read(Motion),
            Motion.agenda_item_id.in_(item_ids),
            Motion.motion_type.in_(METHODS_MOVED),
            Motion.state == MotionState.ACCEPTED,
            Ballot.state == BallotState.ANNOUNCED,
        )
        .order_by(Ballot.position, Ballot.id)
    )
    return {item_id: METHODS_MOVED[MotionType(moved)] for item_id, moved in rows}


async def refuse_another_manner(
    work: Work, item_id: UUID, method: Method, motion: Motion | None
) -> None:
    """Refuse to vote on an item in another manner than the council decided (VOT-3).

    Elections are secret by law whatever was decided (VOT-2); on amendments and on procedure is
    voted as usual.
    """
    if method == Method.ELECTION:
        return
    if motion is not None and motion.motion_type != MotionType.SUBSTANTIVE:
        return
    decided = (await methods_decided(work, [item_id])).get(item_id)
    if decided == Method.NOMINAL and method != decided:
        raise Conflict("VOT-3: The council has decided to vote by name on this item.")
    if decided == Method.SECRET and method != decided:
        raise Conflict("VOT-3: The council has decided to vote secretly on this item.")
