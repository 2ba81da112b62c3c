"""Ballots and votes in the API."""

from typing import Any

import strawberry

from rostra.meetings import queries as meetings
from rostra.meetings.models import AgendaItem
from rostra.people import queries as people
from rostra.people.models import Person
from rostra.voting import models, queries
from rostra_graphql import names
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.telling import answers, described, told


@described
class Vote:
    """How a person voted in a ballot by name."""

    choice: str = told("yes, no, abstention, not_participating or excluded.")

    @answers(names.PERSON | None)
    async def person(self, info: Info, vote: strawberry.Parent[models.Vote]) -> Person | None:
        """Who voted."""
        return await info.context.one(people.persons_by_id, vote.person_id)


@described
class Tally:
    """How many votes somebody got in an election."""

    name: str = told("Who stood for election.")
    votes: int | None = told("How many votes there were for this name.")


@described
class Ballot(Node):
    """One vote on one question under an agenda item, with its numbers."""

    position: int = told("Its place among the ballots of the item.")
    subject: str | None = told("The question in words.")
    method: str = told("open, nominal, secret or election.")
    rule: str = told("The rule of the standing orders by which it was counted.")
    present: int | None = told("How many were present and entitled to vote.")
    yes: int | None = told("How many voted yes.")
    no: int | None = told("How many voted no.")
    abstention: int | None = told("How many abstained.")
    not_participating: int | None = told("How many did not take part.")
    excluded: int | None = told("How many were excluded for bias.")
    outcome: str = told("accepted, rejected, elected or none.")

    @answers(names.AGENDA_ITEM | None)
    async def agenda_item(
        self, info: Info, ballot: strawberry.Parent[models.Ballot]
    ) -> AgendaItem | None:
        """The item under which it was held."""
        return await info.context.one(meetings.agenda_items_by_id, ballot.agenda_item_id)

    @answers(list[Tally])
    def tallies(self, ballot: strawberry.Parent[models.Ballot]) -> list[Tally]:
        """In an election: who got how many votes."""
        return [tally_of(one) for one in ballot.tallies or ()]

    @answers(list[Vote])
    async def votes(
        self, info: Info, ballot: strawberry.Parent[models.Ballot]
    ) -> list[models.Vote]:
        """Who voted how; only in a ballot by name."""
        return await info.context.many(queries.votes_of, ballot.id)


def tally_of(kept: dict[str, Any]) -> Tally:
    """A tally as it is kept with the ballot."""
    return Tally(name=str(kept.get("name", "")), votes=kept.get("votes"))
