"""Closing a ballot, and breaking one off."""

import secrets
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.errors import Conflict
from rostra.sittings.models import Part
from rostra.voting.events import BallotCancelled, BallotClosed
from rostra.voting.grounds import ground_of, locked_ballot
from rostra.voting.models import Ballot, BallotState, CastVote, Elector, Method, SecretTally
from rostra.voting.sweeping import ask_to_sweep
from rostra.work import Work


async def close_ballot(work: Work, ballot_id: UUID) -> Ballot:
    """Take no more votes; the result is not told yet."""
    ballot = await locked_ballot(work, ballot_id)
    ground = await ground_of(work, ballot.agenda_item_id)
    work.authorize_within(Permission.BALLOT_HOLD, *ground.places)
    if ballot.state != BallotState.OPEN:
        raise Conflict("This vote is not open.")

    ballot.state, ballot.closed = BallotState.CLOSED, work.now
    await shuffle_electors(work, ballot)
    work.record(BallotClosed(ballot.id, ground.item.id))
    await ground.note(work, Part.BALLOTS)
    return ballot


async def cancel_ballot(work: Work, ballot_id: UUID) -> Ballot:
    """Break a vote off before its result is told, as after a mistake; what was cast is gone."""
    ballot = await locked_ballot(work, ballot_id)
    ground = await ground_of(work, ballot.agenda_item_id)
    work.authorize_within(Permission.BALLOT_HOLD, *ground.places)
    if ballot.state not in (BallotState.OPEN, BallotState.CLOSED):
        raise Conflict("The result is announced, or the vote was broken off.")

    ballot.state, ballot.closed = BallotState.CANCELLED, ballot.closed or work.now
    await forget_votes(work, ballot)
    await shuffle_electors(work, ballot, keys=False)
    await ask_to_sweep(work, ballot)
    work.record(BallotCancelled(ballot.id, ground.item.id))
    await ground.note(work, Part.BALLOTS)
    return ballot


async def forget_votes(work: Work, ballot: Ballot) -> None:
    """Remove what single votes and counters were kept for until the announcement."""
    for kept in (CastVote, SecretTally):
        await work.change(
            sa.delete(kept)
            .where(kept.ballot_id == ballot.id)
            .execution_options(synchronize_session=False)
        )


async def shuffle_electors(work: Work, ballot: Ballot, keys: bool = True) -> None:
    """Write the electors of a secret ballot anew, in an order of chance (VOT-3).

    The order in which rows lie, and the transactions that wrote them last, would tell in which
    order they voted.
    """
    if ballot.method not in (Method.SECRET, Method.ELECTION):
        if not keys:
            await forget_keys(work, ballot)
        return
    rows = await work.rows(
        sa.select(
            Elector.person_id, Elector.excluded, Elector.voted, Elector.receipt, Elector.key_hash
        ).where(Elector.ballot_id == ballot.id)
    )
    fresh = [
        {"ballot_id": ballot.id, "person_id": one.person_id, "excluded": one.excluded,
         "voted": one.voted, "receipt": one.receipt, "key_hash": one.key_hash if keys else None}
        for one in rows
    ]  # fmt: skip
    secrets.SystemRandom().shuffle(fresh)
    await work.change(
        sa.delete(Elector)
        .where(Elector.ballot_id == ballot.id)
        .execution_options(synchronize_session=False)
    )
    if fresh:
        await work.change(sa.insert(Elector), fresh)


async def forget_keys(work: Work, ballot: Ballot) -> None:
    """Keep no hashes of keys once nothing can be sent again."""
    await work.change(
        sa.update(Elector)
        .where(Elector.ballot_id == ballot.id)
        .values(key_hash=None)
        .execution_options(synchronize_session=False)
    )
