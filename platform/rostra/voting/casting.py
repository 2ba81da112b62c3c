"""Casting a vote on a device: once, with a receipt, and secretly where the vote is secret."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.sittings.models import Part
from rostra.voting.choosing import PAPERS, checked_paper, seats_of
from rostra.voting.events import VoteCast
from rostra.voting.grounds import authorize_oneself, ground_of, locked_ballot
from rostra.voting.models import Ballot, BallotState, CastVote, Elector, Method, SecretTally
from rostra.work import Work

SHORTEST_KEY, LONGEST_KEY = 8, 200


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a vote was taken; it does not say for what."""

    ballot_id: UUID
    receipt: str


async def cast_vote(work: Work, ballot_id: UUID, choice: str | Sequence[str], key: str) -> Receipt:
    """Vote for oneself; sent again with the same key it is the same vote and the same receipt.

    A vote that was cast is cast: with another key it is refused, whatever it says. Several
    choices are names on one paper, in an election of several seats.
    """
    ballot = await locked_ballot(work, ballot_id)
    ground = await ground_of(work, ballot.agenda_item_id)
    person_id = await authorize_oneself(work, Permission.VOTE_CAST, ground, still=False)
    elector = await elector_of(work, ballot, person_id)
    hashed = hash_of_key(ballot, key)
    if elector.voted:
        if elector.receipt is not None and elector.key_hash == hashed:
            return Receipt(ballot.id, elector.receipt)
        raise Conflict("Your vote is cast already; it counts once.")
    if ballot.state != BallotState.OPEN:
        raise Conflict("No more votes are taken in this ballot.")
    if not ballot.on_devices:
        raise Conflict("This vote is counted in the hall and not on devices.")
    paper = checked_paper(ballot, [choice] if isinstance(choice, str) else choice)

    elector.voted, elector.key_hash, elector.receipt = True, hashed, new_receipt()
    await work.flush()
    if ballot.method == Method.NOMINAL:
        work.add(CastVote(ballot_id=ballot.id, person_id=person_id, choice=paper[0]))
        work.record(VoteCast(ballot.id, ground.item.id))
    else:
        await count_secretly(work, ballot, paper)
    await ground.note(work, Part.TURNOUT)
    return Receipt(ballot.id, elector.receipt)


async def elector_of(work: Work, ballot: Ballot, person_id: UUID) -> Elector:
    """The place of somebody in the electorate; refused where there is none, or for bias."""
    elector: Elector | None = await work.first(
        sa.select(Elector)
        .where(Elector.ballot_id == ballot.id, Elector.person_id == person_id)
        .execution_options(populate_existing=True)
    )
    if elector is None:
        raise NotPermitted("VOT-1: Only those who were present at the opening may vote.")
    if elector.excluded:
        raise NotPermitted("BIA-1: Who is biased neither debates nor votes on this item.")
    return elector


async def count_secretly(work: Work, ballot: Ballot, paper: Sequence[str]) -> None:
    """Add one to what the paper says, and write all numbers of the ballot, whichever it was.

    The statement is the same for every paper, however many names it bears (VOT-3).
    """
    marked = [*paper, *[PAPERS] * (seats_of(ballot) + 1 - len(paper))]
    chosen = sa.or_(*(SecretTally.choice == one for one in marked))
    one = sa.case((chosen, 1), else_=0)
    await work.change(
        sa.update(SecretTally)
        .where(SecretTally.ballot_id == ballot.id)
        .values(number=SecretTally.number + one)
        .execution_options(synchronize_session=False)
    )


def hash_of_key(ballot: Ballot, key: str) -> str:
    """What is kept of the key with which a vote was sent."""
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise Invalid("key", f"A key has {SHORTEST_KEY} to {LONGEST_KEY} characters.")
    return hashlib.sha256(f"{ballot.id} {key}".encode()).hexdigest()


def new_receipt() -> str:
    """Something by which a voter knows the vote again; drawn by chance, it tells nothing."""
    drawn = secrets.token_hex(6).upper()
    return "-".join(drawn[place : place + 4] for place in range(0, len(drawn), 4))
