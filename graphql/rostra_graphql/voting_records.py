"""Votes as open data in the API: by person, by faction, by month, and who votes with whom."""

import datetime as dt

import strawberry

from rostra.organizations import queries as organizations
from rostra.organizations.models import Organization
from rostra.people import queries as people
from rostra.people.models import Person
from rostra.voting import tallying
from rostra.voting.models import Choice
from rostra_graphql import names
from rostra_graphql.arguments import FromDay, UntilDay, between
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, described, told


@described
class VoteCounts:
    """How many votes said what."""

    yes: int = told("yes")
    no: int = told("no")
    abstention: int = told("Abstentions.")
    not_participating: int = told("Votes that were not cast by those who were present.")
    excluded: int = told("Votes in which somebody was excluded for bias (BIA-1).")


def counts_of(record: tallying.Record) -> VoteCounts:
    """The numbers of a record."""
    counted = record.choices
    return VoteCounts(
        yes=counted[Choice.YES],
        no=counted[Choice.NO],
        abstention=counted[Choice.ABSTENTION],
        not_participating=counted[Choice.NOT_PARTICIPATING],
        excluded=counted[Choice.EXCLUDED],
    )


@described
class PersonVotes:
    """How a person voted over a time."""

    agreement: float | None = told("The share cast as the majority of the own faction did.")

    @answers(VoteCounts)
    def counts(self, record: strawberry.Parent[tallying.Record]) -> VoteCounts:
        """How many votes said what."""
        return counts_of(record)

    @answers(names.PERSON | None)
    async def person(self, info: Info, record: strawberry.Parent[tallying.Record]) -> Person | None:
        """Who voted."""
        return await info.context.one(people.persons_by_id, record.id)

    @answers(names.ORGANIZATION | None)
    async def faction(
        self, info: Info, record: strawberry.Parent[tallying.Record]
    ) -> Organization | None:
        """The faction, the last one where there were several."""
        return await info.context.one(organizations.organizations_by_id, record.faction_id)


@described
class FactionVotes:
    """How the members of a faction voted over a time."""

    agreement: float | None = told("The share cast as its majority did.")

    @answers(VoteCounts)
    def counts(self, record: strawberry.Parent[tallying.Record]) -> VoteCounts:
        """How many votes said what."""
        return counts_of(record)

    @answers(names.ORGANIZATION | None)
    async def faction(
        self, info: Info, record: strawberry.Parent[tallying.Record]
    ) -> Organization | None:
        """Which faction."""
        return await info.context.one(organizations.organizations_by_id, record.id)


@described
class FactionPair:
    """How often two factions voted alike, each by its majority."""

    ballots: int = told("In how many ballots both had a majority.")
    alike: int = told("In how many of them it was the same.")
    agreement: float = told("The share.")

    @answers(names.ORGANIZATION | None)
    async def one(self, info: Info, pair: strawberry.Parent[tallying.Pair]) -> Organization | None:
        """The one faction."""
        return await info.context.one(organizations.organizations_by_id, pair.one_id)

    @answers(names.ORGANIZATION | None)
    async def other(
        self, info: Info, pair: strawberry.Parent[tallying.Pair]
    ) -> Organization | None:
        """The other faction."""
        return await info.context.one(organizations.organizations_by_id, pair.other_id)


@described
class MonthOfVotes:
    """How many ballots by name a month had, and what came of them."""

    first: dt.date = told("The first day of the month.")
    accepted: int = told("How many were accepted.")
    rejected: int = told("How many were rejected.")


@described
class VotingRecord:
    """What the announced public votes by name of a time say."""

    ballots: int = told("How many ballots there were.")

    persons: list[PersonVotes] = told("By person, who voted most often first.")
    factions: list[FactionVotes] = told("By faction.")
    pairs: list[FactionPair] = told("Each two factions.")
    months: list[MonthOfVotes] = told("Month by month.")


@described
class VotingQueries:
    """What can be asked about votes."""

    @answers(VotingRecord)
    async def voting_record(
        self, info: Info, from_: FromDay = None, until: UntilDay = None
    ) -> tallying.VotingRecord:
        """How persons and factions voted by name, in public meetings of a time."""
        return await tallying.voting_record(info.context.work, **between(info, from_, until))
