"""The standing orders' numbers in the API: what holds, what held, and by which rule."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from rostra.organizations import models, numbers, rules
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, argument, described, told


def spelled(value: Any) -> str | None:
    """A setting as it would be typed."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.value if isinstance(value, StrEnum) else value)


@described
class NumberSet:
    """A number that was set."""

    name: str = told("Which.")
    value: str | None = told("What was set; null for: counted.")


@described
class StandingOrders:
    """Numbers that were set together, from a day on."""

    valid_from: dt.date = told("The first day on which they hold.")
    note: str | None = told("Why they were changed.")

    @answers(UUID)
    def uuid(self, orders: strawberry.Parent[models.StandingOrders]) -> UUID:
        """The bare id."""
        return orders.id

    @answers(list[NumberSet])
    def numbers(self, orders: strawberry.Parent[models.StandingOrders]) -> list[NumberSet]:
        """What was set."""
        return [
            NumberSet(name=name, value=spelled(value)) for name, value in orders.numbers.items()
        ]


@dataclass(frozen=True)
class Holding:
    """A number of the standing orders, with what holds today."""

    number: numbers.Number
    value: Any


@described
class RuleNumber:
    """A number of the standing orders, with the rule that it serves."""

    @answers(str)
    def name(self, one: strawberry.Parent[Holding]) -> str:
        """Which."""
        return one.number.name

    @answers(str | None)
    def rule(self, one: strawberry.Parent[Holding]) -> str | None:
        """The rule that it serves, such as INV-2."""
        return one.number.rule or None

    @answers(str | None)
    def default(self, one: strawberry.Parent[Holding]) -> str | None:
        """What holds where nothing is set."""
        return spelled(one.number.default)

    @answers(str | None)
    def value(self, one: strawberry.Parent[Holding]) -> str | None:
        """What holds on the day."""
        return spelled(one.value)

    @answers(list[str])
    def choices(self, one: strawberry.Parent[Holding]) -> list[str]:
        """What it may be, where that is a choice."""
        if isinstance(one.number.default, bool):
            return ["true", "false"]
        return list(one.number.choices)


Place = Annotated[UUID | None, argument("One committee; the whole body unless given.")]


@described
class StandingOrdersQueries:
    """What can be asked about the standing orders."""

    @answers(list[RuleNumber])
    async def rule_numbers(
        self,
        info: Info,
        body: Annotated[UUID, argument("The body.")],
        organization: Place = None,
        day: Annotated[dt.date | None, argument("On which day; today unless given.")] = None,
    ) -> list[Holding]:
        """All numbers of the standing orders, as they hold on a day."""
        held = await rules.rules_of(
            info.context.work, body, organization, day or info.context.today
        )
        return [Holding(one, getattr(held, one.name)) for one in numbers.NUMBERS]

    @answers(list[StandingOrders])
    async def standing_orders(
        self,
        info: Info,
        body: Annotated[UUID, argument("The body.")],
        organization: Place = None,
    ) -> list[models.StandingOrders]:
        """What was set, the newest first."""
        return await numbers.orders_of(info.context.work, body, organization)
