"""Opinion polls in the API: reading them, their results, and answering."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

import strawberry

from rostra.access import Permission
from rostra.admission.entering import Sender
from rostra.organizations import queries as organizations
from rostra.organizations.models import Organization
from rostra.polls import answering, models, queries, services
from rostra.polls.questions import Question
from rostra_graphql import names
from rostra_graphql.admission import VisitInput, visit_of
from rostra_graphql.arguments import After, Before, First, Last, Wanted
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.paging import Connection, connected, connection_type
from rostra_graphql.telling import answers, argument, described, described_input, does, told

StateName = strawberry.enum(models.PollState, name="PollState", description="How far a poll is.")
OpenToName = strawberry.enum(models.OpenTo, name="PollOpenTo", description="Who may answer.")
ShowingName = strawberry.enum(
    models.Showing, name="PollShowing", description="When everybody sees the results."
)
TypeName = strawberry.enum(
    models.QuestionType, name="PollQuestionType", description="How a question is answered."
)


@described
class PollQuestion:
    """A question of a poll."""

    text: str = told("What is asked.")
    options: list[str] = told("What can be chosen, where that is not fixed by the type.")
    keys: list[str] = told("With what each choice is named in an answer.")
    most: int | None = told("How many can be chosen, where several can.")
    low: str = told("What 1 means on a scale.")
    high: str = told("What 5 means on a scale.")

    @answers(TypeName)
    def type(self, question: strawberry.Parent[Question]) -> models.QuestionType:
        """How it is answered."""
        return question.type


@described
class PollTally:
    """How often something was chosen."""

    key: str = told("What was chosen.")
    label: str = told("What that says; the key itself for scales and yes or no.")
    count: int = told("How often.")


@described
class PollQuestionResult:
    """The result of one question."""

    number: int = told("Its number, from 0.")
    answered: int = told("How many answered it.")
    tallies: list[PollTally] = told("What they chose; empty for words.")
    question: PollQuestion = told("The question.")


@described
class PollResults:
    """The results of a poll; they stand for those who answered and for nobody else."""

    participants: int = told("How many answered.")
    questions: list[PollQuestionResult] = told("Question by question.")


@described
class OwnPollAnswer:
    """What the viewer answered to a question."""

    question: int = told("Its number, from 0.")
    chosen: list[str] = told("What was chosen.")


@described
class PollText(Node):
    """An answer in somebody's own words, released by the department."""

    question: int = told("The number of the question, from 0.")
    text: str = told("The words, as plain text.")

    @answers(bool)
    def released(self, text: strawberry.Parent[models.PollText]) -> bool:
        """Whether everybody reads it."""
        return text.audience_id == 1


@described
class Poll(Node):
    """Some questions about a post or a project. Not representative: who wants to, answers."""

    title: str = told("What it is about.")
    introduction: str = told("What one should know before answering.")
    thing_kind: str = told("The kind of what it asks about.")
    thing_id: UUID = told("What it asks about.")
    opens: dt.datetime = told("From when it can be answered.")
    closes: dt.datetime = told("Until when.")
    released: dt.datetime | None = told("When the department released the results.")

    @answers(StateName)
    def state(self, poll: strawberry.Parent[models.Poll]) -> models.PollState:
        """How far it is."""
        return models.PollState(poll.state)

    @answers(OpenToName)
    def open_to(self, poll: strawberry.Parent[models.Poll]) -> models.OpenTo:
        """Who may answer."""
        return models.OpenTo(poll.open_to)

    @answers(ShowingName)
    def showing(self, poll: strawberry.Parent[models.Poll]) -> models.Showing:
        """When everybody sees the results."""
        return models.Showing(poll.showing)

    @answers(bool)
    def running(self, info: Info, poll: strawberry.Parent[models.Poll]) -> bool:
        """Whether it can be answered now."""
        published = poll.state == models.PollState.PUBLISHED
        return published and poll.opens <= info.context.work.now < poll.closes

    @answers(list[PollQuestion])
    def questions(self, poll: strawberry.Parent[models.Poll]) -> list[Question]:
        """What is asked."""
        return queries.questions_of(poll)

    @answers(names.ORGANIZATION | None)
    async def organization(
        self, info: Info, poll: strawberry.Parent[models.Poll]
    ) -> Organization | None:
        """The department that asks."""
        return await info.context.one(organizations.organizations_by_id, poll.organization_id)

    @answers(PollResults | None)
    async def results(
        self, info: Info, poll: strawberry.Parent[models.Poll]
    ) -> queries.Results | None:
        """The results; null for who does not see them yet."""
        return await queries.results_of(info.context.work, poll)

    @answers(list[PollText])
    async def texts(
        self, info: Info, poll: strawberry.Parent[models.Poll]
    ) -> list[models.PollText]:
        """The words in answers: those released, and all of them for the department at the end."""
        return await info.context.many(queries.texts_of, poll.id)

    @answers(list[OwnPollAnswer])
    async def own_answer(
        self, info: Info, poll: strawberry.Parent[models.Poll]
    ) -> list[OwnPollAnswer]:
        """What the viewer has answered so far; empty once the poll is over."""
        found = await queries.own_answer(info.context.work, poll) or {}
        return [OwnPollAnswer(question=int(n), chosen=c) for n, c in sorted(found.items())]

    @answers(bool)
    def may_keep(self, info: Info, poll: strawberry.Parent[models.Poll]) -> bool:
        """Whether the viewer may publish it, end it and release its results."""
        return info.context.work.may(Permission.POLL_KEEP, poll)


PollConnection = connection_type("Poll", Poll, "polls")


@described_input
class PollQuestionInput:
    """A question as the department writes it."""

    type: TypeName = told("How it is answered.")  # type: ignore[valid-type]
    text: str = told("What is asked.")
    options: list[str] | None = told("What can be chosen.", default=None)
    most: int | None = told("How many can be chosen.", default=None)
    low: str | None = told("What 1 means on a scale.", default=None)
    high: str | None = told("What 5 means on a scale.", default=None)


@described_input
class PollInput:
    """A poll as the department writes it."""

    thing_kind: str = told("`post` or `project`.")
    thing: UUID = told("What it asks about.")
    title: str = told("What it is about.")
    introduction: str | None = told("What one should know before.", default=None)
    questions: list[PollQuestionInput] = told("What is asked.")
    open_to: OpenToName = told("Who may answer.")  # type: ignore[valid-type]
    showing: ShowingName = told("When everybody sees the results.")  # type: ignore[valid-type]
    opens: dt.datetime = told("From when.")
    closes: dt.datetime = told("Until when.")


@described_input
class PollChoiceInput:
    """What somebody answers to a question."""

    question: int = told("Its number, from 0.")
    chosen: list[str] = told("The keys that are chosen, or the words.")


@described_input
class PollAnswerInput:
    """What somebody answers."""

    poll: UUID = told("The poll.")
    answers: list[PollChoiceInput] = told("Question by question; what is left out is not answered.")
    email: str | None = told("For the letter, where the poll asks for it.", default=None)
    visit: VisitInput | None = told("What the form brought along.", default=None)


@described
class PollAnswered:
    """What became of an answer."""

    @answers(bool)
    def counted(self, answer: strawberry.Parent[models.PollAnswer]) -> bool:
        """Whether it counts; else a link in a letter makes it count."""
        return answer.counted


@described
class PollQueries:
    """What can be asked about polls."""

    @answers(PollConnection)
    async def polls(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The polls that run or are over, the latest first."""
        return await connected(
            info, queries.POLL, queries.polls(info.context.work), queries.LATEST_FIRST,
            first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(Poll | None)
    async def poll(self, info: Info, uuid: Wanted) -> models.Poll | None:
        """One poll."""
        return await info.context.one(queries.polls_by_id, uuid)

    @answers(list[Poll])
    async def polls_about(
        self, info: Info, thing: Annotated[UUID, argument("A post or a project.")]
    ) -> list[models.Poll]:
        """The polls about a post or a project, the latest first."""
        return await info.context.many(queries.polls_about, thing)


def asking_of(written: PollInput) -> services.Asking:
    """The poll as the house takes it."""
    questions: Any = tuple(
        Question(
            one.type, one.text, tuple(one.options or ()), one.most, one.low or "", one.high or ""
        )
        for one in written.questions
    )
    return services.Asking(
        written.title, written.introduction or "", questions, written.open_to,
        written.opens, written.closes, written.showing,
    )  # fmt: skip


@described
class PollMutations:
    """What can be done with polls."""

    @does(PollAnswered)
    async def answer_poll(
        self, info: Info, input: Annotated[PollAnswerInput, argument("What is answered.")]
    ) -> models.PollAnswer:
        """Answer a poll, or answer anew; counted at once, or after the letter."""
        sender = Sender(email=input.email or "", visit=visit_of(info, input.visit))
        given = {one.question: one.chosen for one in input.answers}
        browser = info.context.caller.browser
        return await answering.answer_poll(info.context.work, input.poll, given, sender, browser)

    @does(Poll)
    async def draft_poll(
        self, info: Info, input: Annotated[PollInput, argument("The poll.")]
    ) -> models.Poll:
        """Write a poll that the department alone reads until it is published."""
        poll = await services.draft_poll(
            info.context.work, input.thing_kind, input.thing, asking_of(input)
        )
        return await info.context.written(queries.polls_by_id, poll.id)

    @does(Poll)
    async def publish_poll(self, info: Info, uuid: Wanted) -> models.Poll:
        """Put a poll to everybody."""
        poll = await services.publish_poll(info.context.work, uuid)
        return await info.context.written(queries.polls_by_id, poll.id)

    @does(Poll)
    async def end_poll(self, info: Info, uuid: Wanted) -> models.Poll:
        """End a poll now; no answer leads to anybody any more."""
        poll = await services.end_poll(info.context.work, uuid)
        return await info.context.written(queries.polls_by_id, poll.id)

    @does(Poll)
    async def release_poll(
        self,
        info: Info,
        uuid: Wanted,
        texts: Annotated[list[UUID] | None, argument("The words that everybody may read.")] = None,
    ) -> models.Poll:
        """Show everybody the results of a poll that is over, and some of its words."""
        poll = await services.release_results(info.context.work, uuid, texts or ())
        return await info.context.written(queries.polls_by_id, poll.id)

    @does(bool)
    async def withdraw_poll(self, info: Info, uuid: Wanted) -> bool:
        """Take a poll back, with all that was answered."""
        await services.withdraw_poll(info.context.work, uuid)
        return True
