"""Ballots and votes in the API."""

import datetime as dt
from typing import Any

import strawberry

from rostra.meetings import queries as meetings
from rostra.meetings.models import AgendaItem
from rostra.people import queries as people
from rostra.people.models import Person
from rostra.voting import models, queries
from rostra.voting.choosing import choices_of, counters_of, seats_of
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
class Elector:
    """Who may vote in a ballot and whether that was done; never how, and not when."""

    voted: bool = told("Whether the vote was cast.")
    excluded: bool = told("Whether somebody may not vote for bias (BIA-1).")

    @answers(names.PERSON | None)
    async def person(self, info: Info, elector: strawberry.Parent[models.Elector]) -> Person | None:
        """Who may vote."""
        return await info.context.one(people.persons_by_id, elector.person_id)


@described
class OwnPart:
    """The viewer's own part in a ballot."""

    voted: bool = told("Whether the vote was cast.")
    excluded: bool = told("Whether the viewer may not vote for bias (BIA-1).")
    receipt: str | None = told("The receipt, once the vote was cast; it does not say for what.")


@described
class Turnout:
    """How many have voted, and how many may."""

    voted: int = told("How many have voted.")
    entitled: int = told("How many may vote.")


@described
class Candidate:
    """Who stands for election."""

    key: str = told("What a vote for this candidate says.")
    name: str = told("The name on the ballot paper.")
    elected: bool = told("Whether the candidate is elected.")
    in_run_off: bool = told("Whether the candidate goes into the run-off.")
    tied: bool = told("Whether the lot is to decide about the candidate.")


@described
class Counted:
    """How many votes there were for a choice."""

    choice: str = told("yes, no, abstention, invalid or the key of a candidate.")
    number: int = told("How many.")


@described
class Entry:
    """What was entered or corrected before the announcement, and why."""

    at: dt.datetime = told("When it was entered.")
    reason: str | None = told("Why it was corrected.")

    @answers(list[Counted])
    def numbers(self, entry: strawberry.Parent[models.Count]) -> list[Counted]:
        """The numbers, where votes were counted in the hall."""
        return [
            Counted(choice=choice, number=number)
            for choice, number in entry.numbers.items()
            if isinstance(number, int)
        ]


@described
class Receipt:
    """That a vote was taken."""

    receipt: str = told("By this the voter knows the vote again; it does not say for what.")


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
    invalid: int | None = told("How many votes were invalid.")
    outcome: str = told("accepted, rejected, elected, run_off, lot or none.")
    state: str | None = told(
        "open, closed, announced or cancelled; null where it came with its result."
    )
    majority: str | None = told("The majority that it needs; null is the simple one.")
    base_kind: str | None = told("Of which number: votes_cast, valid_votes, present or legal.")
    base: int | None = told("The number of which the majority is taken.")
    needed: int | None = told("How many votes were needed.")
    entitled: int | None = told("How many present were entitled to vote.")
    legal_number: int | None = told("The legal number of members.")
    quorate: bool | None = told("Whether there was a quorum at the opening (QUO-3).")
    on_devices: bool | None = told("Whether each votes on a device.")
    decides: bool | None = told("Whether it decides about the item itself.")
    by_lot: bool | None = told("Whether the lot decided (VOT-2).")
    round: int | None = told("In an election: the how-manieth round it is.")
    result: str | None = told("The result in words, as it was announced.")
    opened: dt.datetime | None = told("When it was opened.")
    closed: dt.datetime | None = told("Since when no more votes are taken.")
    announced: dt.datetime | None = told("When its result was announced.")

    @answers(names.MOTION | None)
    async def motion(
        self, info: Info, ballot: strawberry.Parent[models.Ballot]
    ) -> models.Motion | None:
        """The motion voted on."""
        return await info.context.one(queries.motions_by_id, ballot.motion_id)

    @answers(names.BALLOT | None)
    async def previous(
        self, info: Info, ballot: strawberry.Parent[models.Ballot]
    ) -> models.Ballot | None:
        """The round before, or the vote that this one repeats."""
        return await info.context.one(queries.ballots_by_id, ballot.previous_id)

    @answers(list[str])
    def choices(self, ballot: strawberry.Parent[models.Ballot]) -> list[str]:
        """What a vote can say, in the order of the ballot paper."""
        return list(choices_of(ballot))

    @answers(int)
    def seats(self, ballot: strawberry.Parent[models.Ballot]) -> int:
        """In an election: how many are elected, and how many names a paper bears at most."""
        return seats_of(ballot)

    @answers(list[str])
    def counters(self, ballot: strawberry.Parent[models.Ballot]) -> list[str]:
        """What is counted in the hall: the choices, and the papers where they bear several."""
        return list(counters_of(ballot))

    @answers(list[Candidate])
    def candidates(self, ballot: strawberry.Parent[models.Ballot]) -> list[Candidate]:
        """In an election: who stands."""
        return [candidate_of(ballot, one) for one in ballot.candidates or ()]

    @answers(Turnout | None)
    async def turnout(self, info: Info, ballot: strawberry.Parent[models.Ballot]) -> Turnout | None:
        """How many have voted, where it is known who may."""
        known = await info.context.one(queries.turnouts, ballot.id)
        return Turnout(voted=known[0], entitled=known[1]) if known else None

    @answers(list[Elector])
    async def electors(
        self, info: Info, ballot: strawberry.Parent[models.Ballot]
    ) -> list[models.Elector]:
        """Who may vote and has voted, for those who hold the ballot; nobody sees how."""
        return await info.context.many(queries.electors_of, ballot.id)

    @answers(list[Entry])
    async def corrections(
        self, info: Info, ballot: strawberry.Parent[models.Ballot]
    ) -> list[models.Count]:
        """What was entered and corrected before the announcement, for those who hold it."""
        return await info.context.many(queries.counts_of, ballot.id)

    @answers(OwnPart | None)
    async def own_part(
        self, info: Info, ballot: strawberry.Parent[models.Ballot]
    ) -> models.Elector | None:
        """The viewer's own part in it; null for who was not present at its opening."""
        return await info.context.one(queries.own_electors, ballot.id)

    @answers(bool)
    async def viewer_holds(self, info: Info, ballot: strawberry.Parent[models.Ballot]) -> bool:
        """Whether the viewer may close, announce or break it off."""
        return bool(await info.context.one(queries.holding, ballot.id))

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


def candidate_of(ballot: models.Ballot, kept: dict[str, Any]) -> Candidate:
    """A candidate as it is kept with the ballot."""
    key = str(kept["key"])
    return Candidate(
        key=key,
        name=str(kept["name"]),
        elected=key in (ballot.elected or ()),
        in_run_off=key in (ballot.run_off or ()),
        tied=key in (ballot.tied or ()),
    )
