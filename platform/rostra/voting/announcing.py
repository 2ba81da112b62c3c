"""Announcing a result: it is counted, stored with rule, base and numbers, and takes effect."""

import secrets
from collections import Counter
from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission
from rostra.errors import Conflict
from rostra.organizations.rules import Base
from rostra.sittings.models import Part
from rostra.voting.choosing import INVALID, PAPERS, counters_of, seats_of
from rostra.voting.closing import forget_votes, shuffle_electors
from rostra.voting.consequences import follow
from rostra.voting.counting import Majority, Numbers, count
from rostra.voting.electing import (
    Election,
    Returns,
    count_election,
    fill_by_lot,
)
from rostra.voting.electing_in_words import election_in_words
from rostra.voting.entering import last_count
from rostra.voting.events import (
    BallotAnnounced,
    BallotAnnouncedInside,
    LotDrawn,
    LotDrawnInside,
)
from rostra.voting.grounds import Ground, ground_of, locked_ballot
from rostra.voting.models import (
    Ballot,
    BallotState,
    CastVote,
    Choice,
    Elector,
    Method,
    Outcome,
    SecretTally,
    Vote,
)
from rostra.voting.sweeping import ask_to_sweep
from rostra.work import Work


async def announce_ballot(work: Work, ballot_id: UUID) -> Ballot:
    """Tell the result: count by the rule, store it, and let it take effect."""
    ballot = await locked_ballot(work, ballot_id)
    ground = await ground_of(work, ballot.agenda_item_id)
    work.authorize_within(Permission.BALLOT_HOLD, *ground.places)
    if ballot.state != BallotState.CLOSED:
        raise Conflict("A vote is closed before its result is announced, and announced once.")
    cast = await counted(work, ballot)

    if ballot.method == Method.ELECTION:
        store_election(ballot, cast)
    else:
        store_verdict(ballot, cast)
    if ballot.method == Method.NOMINAL:
        await name_votes(work, ballot)
    ballot.state, ballot.announced = BallotState.ANNOUNCED, work.now
    await forget_votes(work, ballot)
    await shuffle_electors(work, ballot, keys=False)
    await ask_to_sweep(work, ballot)
    motions = await follow(work, ground, ballot)
    openly = ground.item.audience_id == PUBLIC
    announced = BallotAnnounced if openly else BallotAnnouncedInside
    work.record(announced(ballot.id, ground.item.id, motions))
    await ground.note(work, *parts_changed(ballot))
    return ballot


def parts_changed(ballot: Ballot) -> tuple[Part, ...]:
    """What a screen draws anew after a result."""
    return (Part.BALLOTS, Part.AGENDA, Part.MOTIONS)


async def counted(work: Work, ballot: Ballot) -> dict[str, int]:
    """How many votes there were for each choice."""
    found: Mapping[str, int]
    if ballot.method == Method.NOMINAL:
        found = Counter(
            await work.fetch(sa.select(CastVote.choice).where(CastVote.ballot_id == ballot.id))
        )
    elif ballot.on_devices:
        rows = await work.rows(
            sa.select(SecretTally.choice, SecretTally.number).where(
                SecretTally.ballot_id == ballot.id
            )
        )
        found = {choice: number for choice, number in rows}
    else:
        entered = await last_count(work, ballot)
        if entered is None:
            raise Conflict("Please enter first what was counted.")
        found = entered.numbers
    return {choice: found.get(choice, 0) for choice in counters_of(ballot)}


def store_verdict(ballot: Ballot, cast: Mapping[str, int]) -> None:
    """Write down the result of a vote on a question (VOT-1, VOT-4)."""
    numbers = Numbers(
        yes=cast[Choice.YES],
        no=cast[Choice.NO],
        abstention=cast[Choice.ABSTENTION],
        invalid=cast[INVALID],
        entitled=ballot.entitled or 0,
        legal=ballot.legal_number or 0,
    )
    majority = Majority(ballot.majority) if ballot.majority else Majority.SIMPLE
    verdict = count(numbers, majority)
    ballot.yes, ballot.no, ballot.abstention = numbers.yes, numbers.no, numbers.abstention
    store_silence(ballot, cast)
    ballot.rule, ballot.base, ballot.needed = verdict.rule, verdict.base, verdict.needed
    ballot.outcome, ballot.result = verdict.outcome, verdict.sentence


def store_silence(ballot: Ballot, cast: Mapping[str, int]) -> None:
    """Write down how many votes were invalid, and how many did not take part."""
    ballot.invalid = cast[INVALID]
    papers = cast[PAPERS] if seats_of(ballot) > 1 else sum(cast.values())
    ballot.not_participating = max(0, (ballot.entitled or 0) - papers)


def store_election(ballot: Ballot, cast: Mapping[str, int]) -> None:
    """Write down what came of a round; the lot fills a place in the run-off at once (VOT-2)."""
    returns = returns_of(ballot, cast)
    in_run_off = (ballot.round or 1) > 1
    election = count_election(
        returns, Base(ballot.base_kind or Base.PRESENT), in_run_off, seats_of(ballot)
    )
    ballot.tallies = [
        {"key": one["key"], "name": one["name"], "votes": returns.votes[one["key"]]}
        for one in ballot.candidates or ()
    ]
    ballot.no, ballot.abstention = returns.no, returns.abstention
    store_silence(ballot, cast)
    by_lot = election.outcome == Outcome.RUN_OFF and bool(election.tied)
    if by_lot:
        election = fill_by_lot(election, secrets.choice)
    store_round(ballot, election, returns, by_lot)


def returns_of(ballot: Ballot, cast: Mapping[str, int]) -> Returns:
    """What was counted in an election."""
    return Returns(
        votes={str(one["key"]): cast[one["key"]] for one in ballot.candidates or ()},
        no=cast.get(Choice.NO, 0),
        abstention=cast[Choice.ABSTENTION],
        invalid=cast[INVALID],
        entitled=ballot.entitled or 0,
        legal=ballot.legal_number or 0,
        papers=cast[PAPERS] if seats_of(ballot) > 1 else None,
    )


def store_round(ballot: Ballot, election: Election, returns: Returns, by_lot: bool) -> None:
    """Write down who is elected, who goes into the next round, and in which words."""
    names = {str(one["key"]): str(one["name"]) for one in ballot.candidates or ()}
    ballot.base, ballot.needed = election.base, election.needed
    ballot.outcome, ballot.by_lot = election.outcome, by_lot
    ballot.elected = list(election.elected) or None
    ballot.run_off = list(election.run_off) or None
    ballot.tied = list(election.tied) or None
    ballot.result = election_in_words(election, returns, names)


async def name_votes(work: Work, ballot: Ballot) -> None:
    """Write down who voted how, who did not take part and who was excluded (VOT-1, VOT-3)."""
    cast = {
        one.person_id: one.choice
        for one in await work.fetch(sa.select(CastVote).where(CastVote.ballot_id == ballot.id))
    }
    for elector in await work.fetch(sa.select(Elector).where(Elector.ballot_id == ballot.id)):
        silent = Choice.EXCLUDED if elector.excluded else Choice.NOT_PARTICIPATING
        choice = cast.get(elector.person_id, silent)
        work.add(Vote(ballot_id=ballot.id, person_id=elector.person_id, choice=choice))


async def draw_lot(work: Work, ballot_id: UUID) -> Ballot:
    """Let the lot decide between those with the same number of votes in a run-off (VOT-2)."""
    ballot = await locked_ballot(work, ballot_id)
    ground = await ground_of(work, ballot.agenda_item_id)
    work.authorize_within(Permission.BALLOT_HOLD, *ground.places)
    if ballot.state != BallotState.ANNOUNCED or ballot.outcome != Outcome.LOT:
        raise Conflict("VOT-2: The lot decides only where the votes are equal in a run-off.")

    decide_by_lot(ballot)
    await follow(work, ground, ballot)
    await tell_lot(work, ground, ballot)
    return ballot


def decide_by_lot(ballot: Ballot) -> None:
    """Draw as many of those with equal votes as there are seats left."""
    votes = {str(one["key"]): int(one["votes"]) for one in ballot.tallies or ()}
    most = max(votes.values())
    tied = ballot.tied or [key for key, number in votes.items() if number == most]
    elected, seats = tuple(ballot.elected or ()), seats_of(ballot)
    drawn = fill_by_lot(
        Election(
            ballot.base or 0, ballot.needed or 0, Outcome.LOT, elected,
            tied=tuple(tied), drawn=seats - len(elected), seats=seats,
        ),
        secrets.choice,
    )  # fmt: skip
    abstention, invalid = ballot.abstention or 0, ballot.invalid or 0
    papers = (ballot.entitled or 0) - (ballot.not_participating or 0) if seats > 1 else None
    returns = Returns(votes, ballot.no or 0, abstention, invalid, papers=papers)
    store_round(ballot, drawn, returns, by_lot=True)


async def tell_lot(work: Work, ground: Ground, ballot: Ballot) -> None:
    """Record that the lot was drawn, for those who may know."""
    openly = ground.item.audience_id == PUBLIC
    work.record((LotDrawn if openly else LotDrawnInside)(ballot.id, ground.item.id))
    await ground.note(work, *parts_changed(ballot))
