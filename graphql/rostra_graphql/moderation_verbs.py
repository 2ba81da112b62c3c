"""What can be done in moderation, in the API."""

from typing import Annotated
from uuid import UUID

from rostra.admission import keeping
from rostra.admission.entering import Sender
from rostra.admission.models import ScreeningRule
from rostra.moderation import appealing, deciding, models, noticing, rules
from rostra_graphql.admission import VisitInput, visit_of
from rostra_graphql.context import Info
from rostra_graphql.moderation import (
    Appeal,
    HouseRule,
    MeasureName,
    ModerationDecision,
    ReasonName,
)
from rostra_graphql.moderation_desk import Screening, ScreenName
from rostra_graphql.telling import argument, described, described_input, does, told


@described_input
class NoticeInput:
    """What somebody says is wrong with something (Art. 16 DSA)."""

    thing_kind: str = told("comment or report.")
    thing: UUID = told("The bare id of the thing.")
    reason: ReasonName = told("Why.")  # type: ignore[valid-type]
    words: str = told("What is wrong, in words.")
    law: str | None = told("The law that it breaks.", default=None)
    good_faith: bool = told("That what is said is believed to be right and complete.")
    author_name: str | None = told("Who gives notice; the author never learns it.", default=None)
    email: str | None = told("For the receipt and the decision.", default=None)
    visit: VisitInput | None = told("What the form brought along.", default=None)


@described
class NoticeReceipt:
    """The receipt of a notice."""

    year: int = told("The year of its number.")
    number: int = told("Its number in the year.")


@described_input
class DecisionInput:
    """What a moderator decides, and why."""

    thing_kind: str = told("comment or report.")
    thing: UUID = told("The bare id of the thing.")
    measure: MeasureName = told("What is decided.")  # type: ignore[valid-type]
    facts: str | None = told("What was found, in words.", default=None)
    rule: UUID | None = told("The rule of the house on which it rests.", default=None)
    ground: str | None = told("A law, where none of the rules is named.", default=None)
    days: int | None = told("For how many days somebody is blocked.", default=None)
    move_kind: str | None = told("The kind of the thing below which it is moved.", default=None)
    move_to: UUID | None = told("The bare id of that thing.", default=None)
    seen: UUID | None = told("The last decision about it that the moderator knows.", default=None)


@described_input
class HouseRuleInput:
    """A rule of the house."""

    body: UUID = told("The bare id of the body.")
    rule: UUID | None = told("The rule that is changed; a new one unless given.", default=None)
    name: str = told("What it is called.")
    text: str = told("What it says.")
    law: str | None = told("The law behind it.", default=None)
    active: bool = told("Whether new decisions can rest on it.", default=True)


@described_input
class ScreeningInput:
    """What a rule of the city holds."""

    body: UUID = told("The bare id of the body.")
    screen: ScreenName = told("What it looks at.")  # type: ignore[valid-type]
    words: list[str] | None = told("The words.", default=None)
    number: int | None = told("The number that it allows.", default=None)
    active: bool = told("Whether it holds anything.", default=True)


@described
class ModerationMutations:
    """What can be done in moderation."""

    @does(NoticeReceipt)
    async def give_notice(
        self, info: Info, input: Annotated[NoticeInput, argument("What is wrong.")]
    ) -> models.Notice:
        """Give notice of something; anybody can, without an account."""
        complaint = noticing.Complaint(input.reason, input.words, input.law or "", input.good_faith)
        sender = Sender(
            input.author_name or "", input.email or "", visit=visit_of(info, input.visit)
        )
        return await noticing.give_notice(
            info.context.work, input.thing_kind, input.thing, complaint, sender
        )

    @does(ModerationDecision)
    async def decide(
        self, info: Info, input: Annotated[DecisionInput, argument("The decision.")]
    ) -> models.Decision:
        """Decide about something; nothing is ever deleted."""
        ruling = deciding.Ruling(
            input.measure, input.facts or "", input.rule, input.ground or "", input.days,
            input.move_kind or "", input.move_to,
        )  # fmt: skip
        return await deciding.decide(
            info.context.work, input.thing_kind, input.thing, ruling, input.seen
        )

    @does(ModerationDecision)
    async def confirm_block(
        self,
        info: Info,
        decision: Annotated[UUID, argument("The decision that was proposed.")],
        confirmed: Annotated[bool, argument("Whether it is confirmed.")],
    ) -> models.Decision:
        """Confirm as the second moderator that somebody may not write, or refuse it."""
        return await deciding.confirm_block(info.context.work, decision, confirmed)

    @does(Appeal)
    async def appeal(
        self,
        info: Info,
        decision: Annotated[UUID, argument("The decision.")],
        words: Annotated[str, argument("Why one does not accept it.")],
    ) -> models.Appeal:
        """Object to a decision, as its author or as who gave notice, within six months."""
        return await appealing.appeal(info.context.work, decision, words)

    @does(Appeal)
    async def decide_appeal(
        self,
        info: Info,
        appeal: Annotated[UUID, argument("The appeal.")],
        granted: Annotated[bool, argument("Whether the decision is reversed.")],
        reasons: Annotated[str, argument("Why, in words.")],
    ) -> models.Appeal:
        """Answer an appeal, as a moderator who did not decide before."""
        return await appealing.decide_appeal(info.context.work, appeal, granted, reasons)

    @does(HouseRule)
    async def keep_house_rule(
        self, info: Info, input: Annotated[HouseRuleInput, argument("The rule.")]
    ) -> models.HouseRule:
        """Set or change a rule of the house."""
        return await rules.keep_house_rule(
            info.context.work, input.body, input.name, input.text, input.law or "",
            input.rule, input.active,
        )  # fmt: skip

    @does(list[HouseRule])
    async def begin_with_usual_rules(
        self, info: Info, body: Annotated[UUID, argument("The bare id of the body.")]
    ) -> list[models.HouseRule]:
        """Begin with the usual rules, where there are none yet."""
        return await rules.begin_with_usual_rules(info.context.work, body)

    @does(Screening)
    async def keep_screening_rule(
        self, info: Info, input: Annotated[ScreeningInput, argument("The rule.")]
    ) -> ScreeningRule:
        """Set after which rule something is held for a moderator."""
        return await keeping.keep_screening_rule(
            info.context.work, input.body, input.screen, input.words, input.number, input.active
        )
