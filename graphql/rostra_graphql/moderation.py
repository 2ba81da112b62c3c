"""Moderation in the API: the queue, decisions, the public log and the figures of a year."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.moderation import models, queries
from rostra.organizations.models import Body
from rostra_graphql.arguments import After, First
from rostra_graphql.context import Info
from rostra_graphql.paging import Connection, connected, connection_type
from rostra_graphql.telling import answers, argument, described, told

MeasureName = strawberry.enum(models.Measure, name="Measure", description="What moderators decide.")
ReasonName = strawberry.enum(
    models.NoticeReason, name="NoticeReason", description="Why somebody gives notice."
)


@described
class HouseRule:
    """A rule of the house on which decisions can rest."""

    id: UUID = told("The bare id.")
    name: str = told("What it is called.")
    text: str = told("What it says.")
    law: str | None = told("The law behind it, if any.")
    active: bool = told("Whether new decisions can rest on it.")


@described
class Appeal:
    """That somebody does not accept a decision."""

    id: UUID = told("The bare id.")
    words: str = told("Why, in words.")
    made: dt.datetime = told("When.")
    decided: dt.datetime | None = told("When it was answered.")
    granted: bool | None = told("Whether it was granted.")
    reasons: str | None = told("The answer in words.")


@described
class ModerationEntry:
    """A line of the public log."""

    thing_kind: str = told("What it was about: comment or report.")
    source: str = told("notice, rule or own: what it came from.")
    ground: str = told("The rule or the law on which it rests.")
    day: dt.date = told("When.")
    hours: int | None = told("Whole hours from the first notice to the decision.")
    appeal: str | None = told("granted or refused, once an appeal was decided.")

    @answers(MeasureName)
    def measure(self, entry: strawberry.Parent[models.LogEntry]) -> models.Measure:
        """What was decided."""
        return models.Measure(entry.measure)


@described
class Notice:
    """That somebody holds something for wrong; the moderators and its giver read it."""

    id: UUID = told("The bare id.")
    thing_kind: str = told("The kind of the thing.")
    thing_id: UUID = told("The bare id of the thing.")
    year: int = told("The year of its number.")
    number: int = told("Its number in the year.")
    law: str | None = told("The law that it breaks, as it was named.")
    words: str = told("What is wrong, in words.")
    name: str | None = told("Who gave it.")
    given: dt.datetime = told("When.")
    decision_id: UUID | None = told("The decision that answers it; null while it waits.")

    @answers(ReasonName)
    def reason(self, notice: strawberry.Parent[models.Notice]) -> models.NoticeReason:
        """Why it was given."""
        return models.NoticeReason(notice.reason)

    @answers(ModerationEntry | None)
    async def answer(
        self, info: Info, notice: strawberry.Parent[models.Notice]
    ) -> models.LogEntry | None:
        """What was decided, as the public log has it; null while it waits."""
        if notice.decision_id is None:
            return None
        found = await info.context.many(queries.entries_of, notice.decision_id)
        return found[0] if found else None

    @answers(list[Appeal])
    async def appeals(
        self, info: Info, notice: strawberry.Parent[models.Notice]
    ) -> list[models.Appeal]:
        """The objections of its giver to the decision."""
        if notice.decision_id is None or notice.account_id is None:
            return []
        found = await info.context.many(queries.appeals_of, notice.decision_id)
        return [one for one in found if one.account_id == notice.account_id]


@described
class ModerationDecision:
    """What was decided about something that a citizen wrote, and why: the statement of reasons."""

    id: UUID = told("The bare id.")
    thing_kind: str = told("The kind of the thing.")
    thing_id: UUID = told("The bare id of the thing.")
    state: str = told("proposed, in_force, refused or reversed.")
    source: str = told("notice, rule or own: what it came from. No decision is automated.")
    ground: str = told("The rule or the law on which it rests.")
    facts: str = told("What was found, in words.")
    words: str = told("What was decided upon, as it read.")
    decided: dt.datetime = told("When.")
    blocked_until: dt.datetime | None = told("Until when its author may not write.")

    @answers(MeasureName)
    def measure(self, decision: strawberry.Parent[models.Decision]) -> models.Measure:
        """What was decided."""
        return models.Measure(decision.measure)

    @answers(list[Appeal])
    async def appeals(
        self, info: Info, decision: strawberry.Parent[models.Decision]
    ) -> list[models.Appeal]:
        """The appeals against it that the viewer may read."""
        found: list[models.Appeal] = await info.context.many(queries.appeals_of, decision.id)
        return found

    @answers(bool)
    def own(self, info: Info, decision: strawberry.Parent[models.Decision]) -> bool:
        """Whether the viewer decided it, and so leaves what follows to another moderator."""
        mine = info.context.work.actor.account_id
        return mine is not None and mine in (decision.decided_by, decision.confirmed_by)


EntryConnection = connection_type("ModerationEntry", ModerationEntry, "lines of the public log")


@described
class ModerationTally:
    """How often something was so."""

    name: str = told("What.")
    count: int = told("How often.")


@described
class ModerationFigures:
    """What happened in a year."""

    year: int = told("The year.")
    notices: int = told("How many notices were given.")
    decisions: int = told("How many decisions were made.")
    appeals_granted: int = told("How many appeals were granted.")
    appeals_refused: int = told("How many appeals were refused.")
    median_hours: int | None = told("Hours from notice to decision, in the middle of all.")

    @answers(list[ModerationTally])
    def by_measure(self, figures: strawberry.Parent[queries.Figures]) -> list[ModerationTally]:
        """The decisions by what was decided."""
        return [ModerationTally(name=one, count=n) for one, n in figures.by_measure.most_common()]

    @answers(list[ModerationTally])
    def by_ground(self, figures: strawberry.Parent[queries.Figures]) -> list[ModerationTally]:
        """The decisions by the rule on which they rest."""
        return [ModerationTally(name=one, count=n) for one, n in figures.by_ground.most_common()]

    @answers(list[ModerationTally])
    def by_source(self, figures: strawberry.Parent[queries.Figures]) -> list[ModerationTally]:
        """The decisions by what they came from."""
        return [ModerationTally(name=one, count=n) for one, n in figures.by_source.most_common()]


Within = Annotated[UUID | None, argument("The bare id of the body; the first one unless given.")]


async def body_in(info: Info, body: UUID | None) -> UUID:
    """The body that is meant."""
    if body is not None:
        return body
    work = info.context.work
    first = await work.first(work.readable(Body).order_by(Body.created, Body.id))
    return first.id if first else UUID(int=0)


@described
class ModerationQueries:
    """Asking about moderation."""

    @answers(ModerationDecision | None)
    async def moderation_decision(
        self, info: Info, uuid: Annotated[UUID, argument("The bare id.")]
    ) -> models.Decision | None:
        """A decision, for its author and the moderators."""
        return await info.context.one(queries.decisions_by_id, uuid)

    @answers(list[Notice])
    async def own_notices(
        self,
        info: Info,
        decision: Annotated[UUID | None, argument("Only what this decision answers.")] = None,
    ) -> list[models.Notice]:
        """The notices that the viewer gave, the latest first, and what became of them."""
        work = info.context.work
        if work.actor.account_id is None:
            return []
        rows = await work.rows(queries.notices_of(work, decision))
        return [queries.NOTICE.one(row) for row in rows]

    @answers(list[HouseRule])
    async def house_rules(self, info: Info, body: Within = None) -> list[models.HouseRule]:
        """The rules of the house."""
        work = info.context.work
        rows = await work.rows(queries.house_rules(work, await body_in(info, body)))
        return [queries.RULE.one(row) for row in rows]

    @answers(EntryConnection)
    async def moderation_log(
        self, info: Info, body: Within = None, first: First = None, after: After = None
    ) -> Connection:
        """The public log, the latest first."""
        statement = queries.public_log(info.context.work, await body_in(info, body))
        return await connected(
            info, queries.ENTRY, statement, queries.LATEST_FIRST, first=first, after=after
        )

    @answers(ModerationFigures)
    async def moderation_figures(
        self, info: Info, year: Annotated[int, argument("The year.")], body: Within = None
    ) -> queries.Figures:
        """The figures of a year."""
        return await queries.figures(
            info.context.work, await body_in(info, body), min(max(year, 1900), 9000)
        )
