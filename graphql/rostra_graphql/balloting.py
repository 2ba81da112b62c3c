"""Holding ballots and casting votes in the API."""

from typing import Annotated
from uuid import UUID

import strawberry

from rostra.errors import Invalid
from rostra.voting import announcing, casting, closing, entering, models, opening, queries
from rostra.voting.opening import Candidate, Question
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.motions import Majority
from rostra_graphql.telling import argument, described, described_input, does, told
from rostra_graphql.voting import Ballot, Receipt

Method = strawberry.enum(models.Method, name="VotingMethod", description="How is voted.")


@described_input
class CandidateInput:
    """Who stands for election: a person of the council, or somebody by name."""

    person: UUID | None = told("The person.", default=None)
    name: str = told("The name, where it is no person of the council.", default="")


@described_input
class OpenBallotInput:
    """What is put to the vote, and how."""

    agenda_item: UUID = told("The item, which must be called.")
    method: Method = told("How is voted.", default=models.Method.OPEN)
    subject: str = told(
        "The question in words; the motion's or the item's unless given.", default=""
    )
    motion: UUID | None = told("The motion to be voted on.", default=None)
    majority: Majority | None = told("The majority needed; the simple one usually.", default=None)
    on_devices: bool | None = told(
        "Whether each votes on a device; usual in votes by name.", default=None
    )
    decides: bool | None = told(
        "Whether it decides about the item; usual where it is on no motion.", default=None
    )
    candidates: list[CandidateInput] | None = told("Who stands for election.", default=None)
    seats: int = told(
        "How many are elected with this ballot; more than one where the standing orders allow it.",
        default=1,
    )


@described_input
class CastVoteInput:
    """A vote."""

    ballot: UUID = told("The ballot.")
    key: str = told("Made up for this vote: sent again with it, it is the same vote.")
    choice: str | None = told("One of the ballot's choices.", default=None)
    choices: list[str] | None = told(
        "Instead of it, where an election fills several seats: as many names as seats at most.",
        default=None,
    )


@described_input
class CountedInput:
    """How many votes were counted for a choice."""

    choice: str = told(
        "yes, no, abstention, invalid or the key of a candidate; papers, how many were handed in "
        "where each may bear several names."
    )
    number: int = told("How many.")


@described_input
class EnterCountInput:
    """What was counted in the hall."""

    ballot: UUID = told("The ballot.")
    numbers: list[CountedInput] = told("The numbers by choice.")
    reason: str = told("Why they are corrected, where they are.", default="")


@described_input
class VoteInput:
    """How somebody voted who was called by name."""

    person: UUID = told("Who voted.")
    choice: str = told("yes, no or abstention.")


@described_input
class EnterVotesInput:
    """What was said when names were called."""

    ballot: UUID = told("The ballot.")
    votes: list[VoteInput] = told("The votes.")
    reason: str = told("Why they are corrected, where they are.", default="")


@described
class BallotMutations:
    """What can be done with ballots."""

    @does(Ballot)
    async def open_ballot(
        self, info: Info, input: Annotated[OpenBallotInput, argument("What is put to the vote.")]
    ) -> models.Ballot:
        """Call a vote on the item that is called; those may vote who are present now."""
        question = Question(
            method=input.method,
            subject=input.subject,
            motion_id=input.motion,
            majority=input.majority,
            on_devices=input.on_devices,
            decides=input.decides,
            candidates=[Candidate(one.name, one.person) for one in input.candidates or ()],
            seats=input.seats,
        )
        ballot = await opening.open_ballot(
            info.context.work, input.agenda_item, question, info.context.today
        )
        return await info.context.written(queries.ballots_by_id, ballot.id)

    @does(Receipt)
    async def cast_vote(
        self, info: Info, input: Annotated[CastVoteInput, argument("The vote.")]
    ) -> casting.Receipt:
        """Vote for oneself, once; sent again with the same key it is the same vote."""
        if (input.choice is None) == (input.choices is None):
            raise Invalid("choice", "Please send one choice, or several names.")
        chosen = input.choices if input.choice is None else [input.choice]
        return await casting.cast_vote(info.context.work, input.ballot, chosen or (), input.key)

    @does(Ballot)
    async def enter_count(
        self, info: Info, input: Annotated[EnterCountInput, argument("What was counted.")]
    ) -> models.Ballot:
        """Enter or correct what was counted in the hall, before it is announced."""
        numbers = {one.choice: one.number for one in input.numbers}
        if len(numbers) < len(input.numbers):
            raise Invalid("numbers", "Each choice has one number.")
        ballot = await entering.enter_count(info.context.work, input.ballot, numbers, input.reason)
        return await info.context.written(queries.ballots_by_id, ballot.id)

    @does(Ballot)
    async def enter_votes(
        self, info: Info, input: Annotated[EnterVotesInput, argument("What was said.")]
    ) -> models.Ballot:
        """Enter or correct votes that were called by name, before they are announced."""
        votes = {one.person: one.choice for one in input.votes}
        if len(votes) < len(input.votes):
            raise Invalid("votes", "Each person has one vote.")
        ballot = await entering.enter_votes(info.context.work, input.ballot, votes, input.reason)
        return await info.context.written(queries.ballots_by_id, ballot.id)

    @does(Ballot)
    async def close_ballot(self, info: Info, uuid: Wanted) -> models.Ballot:
        """Take no more votes."""
        ballot = await closing.close_ballot(info.context.work, uuid)
        return await info.context.written(queries.ballots_by_id, ballot.id)

    @does(Ballot)
    async def announce_ballot(self, info: Info, uuid: Wanted) -> models.Ballot:
        """Tell the result, and let it take effect."""
        ballot = await announcing.announce_ballot(info.context.work, uuid)
        return await info.context.written(queries.ballots_by_id, ballot.id)

    @does(Ballot)
    async def cancel_ballot(self, info: Info, uuid: Wanted) -> models.Ballot:
        """Break a vote off before its result is told; what was cast is gone."""
        ballot = await closing.cancel_ballot(info.context.work, uuid)
        return await info.context.written(queries.ballots_by_id, ballot.id)

    @does(Ballot)
    async def repeat_ballot(self, info: Info, uuid: Wanted) -> models.Ballot:
        """Put the question of a broken-off vote once more, or hold the run-off (VOT-2)."""
        ballot = await opening.repeat_ballot(info.context.work, uuid, info.context.today)
        return await info.context.written(queries.ballots_by_id, ballot.id)

    @does(Ballot)
    async def draw_lot(self, info: Info, uuid: Wanted) -> models.Ballot:
        """Let the lot decide an election whose run-off ended in a tie (VOT-2)."""
        ballot = await announcing.draw_lot(info.context.work, uuid)
        return await info.context.written(queries.ballots_by_id, ballot.id)
