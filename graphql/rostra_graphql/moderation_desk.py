"""The desk of the moderators in the API: what waits, with all that is needed to decide it."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

import strawberry

from rostra.access import Permission
from rostra.admission.models import Screen, ScreeningRule
from rostra.comments.queries import comments_by_id
from rostra.moderation import models, queries
from rostra.moderation.targets import words_of
from rostra.reports.queries import reports_by_id
from rostra_graphql.comments import found_thing
from rostra_graphql.context import Info
from rostra_graphql.moderation import Appeal, ModerationDecision, Notice, Within, body_in
from rostra_graphql.nodes import Node
from rostra_graphql.telling import answers, argument, described, told

CauseName = strawberry.enum(
    queries.Cause, name="ModerationCause", description="Why something waits for moderators."
)
ScreenName = strawberry.enum(Screen, name="Screen", description="What a rule of a city looks at.")
READ: dict[str, Any] = {"comment": comments_by_id, "report": reports_by_id}


@described
class ModerationCase:
    """Something about which moderators have to decide, with all that they need for it."""

    thing_kind: str = told("The kind of the thing.")
    thing_id: UUID = told("The bare id of the thing.")
    since: dt.datetime = told("Since when it waits.")

    @answers(CauseName)
    def why(self, case: strawberry.Parent[queries.Waiting]) -> queries.Cause:
        """Why it waits."""
        return case.why

    @answers(Node | None)
    async def thing(self, info: Info, case: strawberry.Parent[queries.Waiting]) -> Any:
        """What it is about."""
        return await info.context.one(READ[case.thing_kind], case.thing_id)

    @answers(Node | None)
    async def below(self, info: Info, case: strawberry.Parent[queries.Waiting]) -> Any:
        """The published thing to which it was said, if it was."""
        thing = await info.context.one(READ[case.thing_kind], case.thing_id)
        kind = getattr(thing, "thing_kind", None)
        return await found_thing(info, kind, thing.thing_id) if kind else None

    @answers(str)
    async def words(self, info: Info, case: strawberry.Parent[queries.Waiting]) -> str:
        """What was written, also where it is out of sight."""
        thing = await info.context.one(READ[case.thing_kind], case.thing_id)
        return "" if thing is None else await words_of(info.context.work, thing)

    @answers(list[str])
    async def held_by(self, info: Info, case: strawberry.Parent[queries.Waiting]) -> list[str]:
        """The rules of the city that hold it."""
        thing = await info.context.one(READ[case.thing_kind], case.thing_id)
        return list(getattr(thing, "held_by", None) or [])

    @answers(list[Notice])
    async def notices(
        self, info: Info, case: strawberry.Parent[queries.Waiting]
    ) -> list[models.Notice]:
        """The notices of it."""
        found: list[models.Notice] = await info.context.many(queries.notices_on, case.thing_id)
        return found

    @answers(list[ModerationDecision])
    async def decisions(
        self, info: Info, case: strawberry.Parent[queries.Waiting]
    ) -> list[models.Decision]:
        """What was decided about it before; a decision names the last one as seen."""
        found: list[models.Decision] = await info.context.many(queries.decisions_on, case.thing_id)
        return found

    @answers(int)
    async def against_author(self, info: Info, case: strawberry.Parent[queries.Waiting]) -> int:
        """How many decisions against its author are in force."""
        thing = await info.context.one(READ[case.thing_kind], case.thing_id)
        author = getattr(thing, "author_id", None)
        return await info.context.one(queries.decisions_against, author) or 0


@described
class AppealCase:
    """An appeal that waits, with the decision that it is about."""

    @answers(Appeal)
    def appeal(self, appeal: strawberry.Parent[models.Appeal]) -> models.Appeal:
        """The appeal."""
        return appeal

    @answers(ModerationDecision | None)
    async def decision(
        self, info: Info, appeal: strawberry.Parent[models.Appeal]
    ) -> models.Decision | None:
        """The decision."""
        return await info.context.one(queries.decisions_by_id, appeal.decision_id)


@described
class Screening:
    """A rule of the city after which something is held."""

    active: bool = told("Whether it holds anything.")

    @answers(ScreenName)
    def screen(self, rule: strawberry.Parent[ScreeningRule]) -> Screen:
        """What it looks at."""
        return Screen(rule.screen)

    @answers(list[str])
    def words(self, rule: strawberry.Parent[ScreeningRule]) -> list[str]:
        """The words that it holds."""
        return list(rule.terms.get("words", []))

    @answers(int | None)
    def number(self, rule: strawberry.Parent[ScreeningRule]) -> int | None:
        """The number that it allows."""
        number = rule.terms.get("number")
        return None if number is None else int(number)


@described
class ModerationDesk:
    """What moderators have before them."""

    body_id: UUID = told("The bare id of the body.")

    @answers(list[ModerationCase])
    async def waiting(
        self,
        info: Info,
        desk: strawberry.Parent[Any],
        why: Annotated[CauseName | None, argument("Only what waits for this.")] = None,  # type: ignore[valid-type]
        kind: Annotated[str | None, argument("Only this kind: comment or report.")] = None,
        days: Annotated[int | None, argument("Only what has waited so many days.")] = None,
    ) -> list[queries.Waiting]:
        """What was reported, held or written anew, oldest first."""
        work, wanted = info.context.work, queries.Narrowing(why, kind, days or 0)
        found = await queries.waiting(work, desk.body_id)
        return [one for one in found if wanted.shows(one, work.now)]

    @answers(int)
    async def waiting_count(self, info: Info, desk: strawberry.Parent[Any]) -> int:
        """How many things wait for a decision, with the blocks and the appeals."""
        return await queries.waiting_count(info.context.work, desk.body_id)

    @answers(list[ModerationCase])
    async def unconfirmed(self, info: Info, desk: strawberry.Parent[Any]) -> list[queries.Waiting]:
        """What waits for its author's letter; there is nothing to decide."""
        return await queries.unconfirmed(info.context.work, desk.body_id)

    @answers(list[ModerationDecision])
    async def proposed(self, info: Info, desk: strawberry.Parent[Any]) -> list[models.Decision]:
        """The blocks that a second moderator has to confirm."""
        work = info.context.work
        rows = await work.rows(queries.proposed(work, desk.body_id))
        return [queries.DECISION.one(row) for row in rows]

    @answers(list[AppealCase])
    async def appeals(self, info: Info, desk: strawberry.Parent[Any]) -> list[models.Appeal]:
        """The appeals that wait for an answer."""
        work = info.context.work
        rows = await work.rows(queries.open_appeals(work, desk.body_id))
        return [queries.APPEAL.one(row) for row in rows]

    @answers(list[Screening])
    async def screening(self, info: Info, desk: strawberry.Parent[Any]) -> list[ScreeningRule]:
        """The rules after which something is held."""
        work = info.context.work
        found: list[ScreeningRule] = await work.fetch(
            work.readable(ScreeningRule).where(ScreeningRule.body_id == desk.body_id)
        )
        return found


@described
class ModerationDeskQueries:
    """Asking for the desk of the moderators."""

    @answers(ModerationDesk | None)
    async def moderation(self, info: Info, body: Within = None) -> ModerationDesk | None:
        """What moderators have before them; null for everybody else."""
        body = await body_in(info, body)
        if not info.context.work.actor.may_within(Permission.COMMENT_MODERATE, body):
            return None
        return ModerationDesk(body_id=body)
