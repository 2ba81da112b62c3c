"""Votes as open data: who voted how often and with whom, from announced public ballots alone."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC
from rostra.agendas.deadlines import day_in
from rostra.meetings.models import AgendaItem, Meeting
from rostra.organizations.models import Membership, Organization
from rostra.voting.models import Ballot, Choice, Method, Vote
from rostra.voting.queries import announced
from rostra.work import Work

FACTION = "Fraktion"
SAID = (Choice.YES, Choice.NO, Choice.ABSTENTION)


class Said(NamedTuple):
    """One vote by name."""

    ballot_id: UUID
    day: dt.date | None
    """On which day, in the city."""
    person_id: UUID
    choice: str


@dataclass
class Record:
    """How a person or a faction voted over a time."""

    id: UUID
    choices: Counter[str] = field(default_factory=Counter)
    compared: int = 0
    """Votes in ballots in which the faction had a majority of its own."""
    with_majority: int = 0
    """Those that were cast as the majority of the faction did."""
    faction_id: UUID | None = None

    @property
    def agreement(self) -> float | None:
        """The share of the votes that were cast with the majority of the faction."""
        return self.with_majority / self.compared if self.compared else None


@dataclass(frozen=True)
class Pair:
    """How often two factions voted alike, each by its majority."""

    one_id: UUID
    other_id: UUID
    ballots: int
    alike: int

    @property
    def agreement(self) -> float:
        """The share of the ballots in which both were of the same opinion."""
        return self.alike / self.ballots


@dataclass(frozen=True)
class Month:
    """How many ballots by name a month had, and what came of them."""

    first: dt.date
    accepted: int
    rejected: int


@dataclass(frozen=True)
class VotingRecord:
    """Everything that the votes by name of a time say."""

    ballots: int
    persons: list[Record]
    factions: list[Record]
    pairs: list[Pair]
    months: list[Month]


async def voting_record(
    work: Work, start_from: dt.datetime | None, start_before: dt.datetime | None
) -> VotingRecord:
    """The record of a time, the same for every reader: what is not public is not counted."""
    public = work.as_the_public()
    said = await votes_by_name(public, start_from, start_before)
    seats = await faction_seats(public, {one.person_id for one in said})
    with_faction = [(one, faction_at(seats, one)) for one in said]
    majorities = majorities_of(with_faction)
    return VotingRecord(
        ballots=len({one.ballot_id for one in said}),
        persons=records(
            ((one.person_id, one, faction) for one, faction in with_faction), majorities
        ),
        factions=records(
            ((faction, one, faction) for one, faction in with_faction if faction), majorities
        ),
        pairs=pairs_of(majorities),
        months=await months_of(public, start_from, start_before),
    )


def in_public(
    statement: Any,
    start_from: dt.datetime | None,
    start_before: dt.datetime | None,
) -> Any:
    """The statement narrowed to announced public ballots by name in a time."""
    found = (
        statement.join(AgendaItem, AgendaItem.id == Ballot.agenda_item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Ballot.audience_id == PUBLIC,
            AgendaItem.audience_id == PUBLIC,
            Meeting.audience_id == PUBLIC,
            Ballot.method == Method.NOMINAL,
            announced(),
        )
    )
    if start_from is not None:
        found = found.where(Meeting.start >= start_from)
    return found if start_before is None else found.where(Meeting.start < start_before)


async def votes_by_name(
    work: Work, start_from: dt.datetime | None, start_before: dt.datetime | None
) -> list[Said]:
    """Every vote of the time."""
    votes = sa.select(Vote.ballot_id, Meeting.start, Vote.person_id, Vote.choice).join(
        Ballot, Ballot.id == Vote.ballot_id
    )
    rows = await work.rows(in_public(votes, start_from, start_before))
    return [
        Said(ballot_id, day_in(start, work.zone) if start else None, person_id, choice)
        for ballot_id, start, person_id, choice in rows
    ]


async def faction_seats(work: Work, person_ids: Iterable[UUID]) -> dict[UUID, list[Membership]]:
    """When each person belonged to which faction."""
    held: dict[UUID, list[Membership]] = defaultdict(list)
    for one in await work.rows(
        sa.select(
            Membership.person_id, Membership.organization_id,
            Membership.start_date, Membership.end_date,
        )
        .join(Organization, Organization.id == Membership.organization_id)
        .where(
            work.may_read(Membership),
            work.may_read(Organization),
            Organization.organization_type == FACTION,
        )
        .order_by(Membership.start_date, Membership.id)
    ):  # fmt: skip
        held[one.person_id].append(one)
    return {person_id: held[person_id] for person_id in person_ids if person_id in held}


def faction_at(seats: dict[UUID, list[Membership]], vote: Said) -> UUID | None:
    """To which faction a person belonged when the vote was cast."""
    day = vote.day
    for seat in seats.get(vote.person_id, ()):
        begun = day is None or seat.start_date is None or seat.start_date <= day
        if begun and (day is None or seat.end_date is None or day <= seat.end_date):
            return seat.organization_id
    return None


Majorities = dict[UUID, dict[UUID, str]]
"""By ballot and faction: what more of the faction said than anything else."""


def majorities_of(said: Iterable[tuple[Said, UUID | None]]) -> Majorities:
    """What each faction said in each ballot, where it said one thing more than the others."""
    counted: dict[UUID, dict[UUID, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for one, faction in said:
        if faction is not None and one.choice in SAID:
            counted[one.ballot_id][faction][one.choice] += 1
    found: Majorities = defaultdict(dict)
    for ballot_id, factions in counted.items():
        for faction, choices in factions.items():
            (first, most), *rest = choices.most_common(2)
            if not rest or rest[0][1] < most:
                found[ballot_id][faction] = first
    return found


def records(said: Iterable[tuple[UUID, Said, UUID | None]], majorities: Majorities) -> list[Record]:
    """How each voted: numbers by choice, and how often with the majority of the faction."""
    found: dict[UUID, Record] = {}
    for id, one, faction in said:
        record = found.setdefault(id, Record(id))
        record.choices[one.choice] += 1
        record.faction_id = faction or record.faction_id
        majority = majorities.get(one.ballot_id, {}).get(faction) if faction else None
        if majority is not None and one.choice in SAID:
            record.compared += 1
            record.with_majority += one.choice == majority
    return sorted(found.values(), key=lambda record: (-record.choices.total(), record.id))


def pairs_of(majorities: Majorities) -> list[Pair]:
    """How often each two factions were of one opinion."""
    held: Counter[tuple[UUID, UUID]] = Counter()
    alike: Counter[tuple[UUID, UUID]] = Counter()
    for said in majorities.values():
        factions = sorted(said)
        for place, one in enumerate(factions):
            for other in factions[place + 1 :]:
                held[(one, other)] += 1
                alike[(one, other)] += said[one] == said[other]
    return [Pair(*pair, number, alike[pair]) for pair, number in sorted(held.items())]


async def months_of(
    work: Work, start_from: dt.datetime | None, start_before: dt.datetime | None
) -> list[Month]:
    """The ballots by name month by month."""
    ballots = sa.select(Meeting.start, Ballot.outcome).select_from(Ballot)
    counted: dict[dt.date, Counter[str]] = defaultdict(Counter)
    for start, outcome in await work.rows(in_public(ballots, start_from, start_before)):
        if start is not None:
            counted[day_in(start, work.zone).replace(day=1)][outcome] += 1
    return [Month(first, n["accepted"], n["rejected"]) for first, n in sorted(counted.items())]
