"""Setting the standing orders' numbers: each with its rule and its limits, from a day on."""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from rostra.access import PUBLIC, Permission
from rostra.errors import Conflict, Invalid
from rostra.organizations.checking import line
from rostra.organizations.events import StandingOrdersSet
from rostra.organizations.models import Body, Organization, StandingOrders
from rostra.organizations.rules import DEFAULTS, Base, NonPublicItems, SpeakersOrder
from rostra.work import Work


@dataclass(frozen=True)
class Number:
    """One setting of the standing orders: which rule it serves, and what it may be."""

    name: str
    rule: str = ""
    least: float = 0
    most: float = 0
    choices: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset()
    """For a scheme: what may stand in its braces."""

    @property
    def default(self) -> Any:
        """What holds where nothing is set."""
        return getattr(DEFAULTS, self.name)


def options(kind: type[StrEnum]) -> tuple[str, ...]:
    """The values of a choice."""
    return tuple(str(one.value) for one in kind)


SCHEMED = frozenset({"year", "number", "type"})
MAJORITIES = (
    "simple", "majority_present", "majority_legal",
    "two_thirds_cast", "two_thirds_present", "two_thirds_legal",
)  # fmt: skip
PART = re.compile(r"\{(\w+)(?::0[1-9])?\}")

NUMBERS = (
    Number("notice_days", "INV-2", 0, 60),
    Number("urgent_days", "INV-3", 0, 30),
    Number("public_notice_days", "PUB-1", 0, 60),
    Number("public_notice_urgent_days", "PUB-1", 0, 30),
    Number("delivery_days", "INV-1", 0, 14),
    Number("post_days", "INV-1", 0, 30),
    Number("request_share", "AGD-1", 0.01, 1),
    Number("request_days", "AGD-1", 0, 90),
    Number("first_meeting_days", "INV-5", 1, 180),
    Number("non_public_items", "PUB-2", choices=options(NonPublicItems)),
    Number("public_meetings", "PUB-4"),
    Number("legal_number", "QUO-1", 1, 1_000),
    Number("speakers_order", choices=options(SpeakersOrder)),
    Number("speaking_seconds", least=10, most=7_200),
    Number("speaking_again_seconds", least=10, most=7_200),
    Number("question_time_minutes", least=0, most=600),
    Number("secret_votes", "VOT-3"),
    Number("election_base", "VOT-2", choices=options(Base)),
    Number("run_off_base", "VOT-2", choices=options(Base)),
    Number("elections_by_list", "VOT-2"),
    Number("add_item_majority", "AGD-2", choices=MAJORITIES),
    Number("minutes_days", "MIN-3", 1, 365),
    Number("objection_days", "MIN-3", 0, 365),
    Number("reference_scheme", fields=SCHEMED),
    Number("resolution_scheme", fields=frozenset({"year", "number"})),
    Number("allowance_cents", least=0, most=1_000_000),
    Number("report_reopen_days", least=0, most=3_650),
)
"""Every field of Rules, in the order in which the page shows them."""

BY_NAME = {one.name: one for one in NUMBERS}


def read_number(name: str, text: str) -> Any:
    """A setting from what was typed; Invalid names it and says what it may be."""
    known = BY_NAME.get(name)
    if known is None:
        raise Invalid(name, "There is no such number in the standing orders.")
    text = text.strip()
    if known.choices:
        if text not in known.choices:
            raise Invalid(name, "Choose one of: " + ", ".join(known.choices) + ".")
        return text
    if known.fields:
        return read_scheme(known, text)
    if isinstance(known.default, bool):
        return read_truth(name, text)
    if name == "legal_number" and not text:
        return None
    return read_figure(known, text)


def read_truth(name: str, text: str) -> bool:
    """Yes or no."""
    if text.lower() not in {"true", "false", "yes", "no"}:
        raise Invalid(name, "Say yes or no.")
    return text.lower() in {"true", "yes"}


def read_figure(known: Number, text: str) -> int | float:
    """A number between its limits."""
    fraction = isinstance(known.default, float)
    try:
        value = float(text.replace(",", ".")) if fraction else int(text)
    except ValueError:
        raise Invalid(known.name, "This is not a number.") from None
    if not known.least <= value <= known.most:
        rule = known.rule or "GO"
        raise Invalid(
            known.name,
            f"{rule}: The number must be between {known.least:g} and {known.most:g}.",
        )
    return value


def read_scheme(known: Number, text: str) -> str:
    """How a reference is made; it must contain the number, or two things would be called alike."""
    parts = set(PART.findall(text))
    rest = PART.sub("", text)
    strange = "{" in rest or "}" in rest or len(text) > 60
    if strange or "number" not in parts or not parts <= known.fields:
        names = ", ".join("{" + one + "}" for one in sorted(known.fields))
        raise Invalid(known.name, f"A scheme names the number, and only these parts: {names}.")
    return text


async def set_standing_orders(
    work: Work,
    body_id: UUID,
    numbers: dict[str, str],
    valid_from: dt.date,
    today: dt.date,
    organization_id: UUID | None = None,
    note: str | None = None,
) -> StandingOrders:
    """Let other numbers hold from a day on, in a body or in one committee; history stays.

    What held on a past day is not changed: only the first orders of a place may begin earlier.
    """
    body = await work.find(Body, body_id)
    places = [body.id]
    if organization_id is not None:
        organization = await work.find(Organization, organization_id)
        if organization.body_id != body.id:
            raise Invalid("organization", "This organization belongs to another body.")
        places.append(organization.id)
    work.authorize_within(Permission.RULES_KEEP, *places)
    if not numbers:
        raise Invalid("numbers", "Nothing is to be changed.")
    read = {name: read_number(name, text) for name, text in numbers.items()}
    earlier = await orders_of(work, body_id, organization_id)
    if valid_from < today and earlier:
        raise Invalid("validFrom", "What held on a past day stays: choose today or a later day.")
    if any(one.valid_from == valid_from and set(one.numbers) & set(read) for one in earlier):
        raise Conflict("From this day on one of these numbers is set already.")

    orders = StandingOrders(
        body_id=body_id, organization_id=organization_id, valid_from=valid_from,
        numbers=read, note=line("note", note), audience_id=PUBLIC,
    )  # fmt: skip
    work.add(orders)
    await work.flush()
    work.record(StandingOrdersSet(orders.id, body_id))
    return orders


async def withdraw_standing_orders(work: Work, orders_id: UUID, today: dt.date) -> None:
    """Take back numbers that do not hold yet."""
    orders = await work.find(StandingOrders, orders_id)
    work.authorize(Permission.RULES_KEEP, orders)
    if orders.valid_from <= today:
        raise Conflict("These numbers hold already; set others from a later day on.")
    work.withdraw(orders)
    work.record(StandingOrdersSet(orders.id, orders.body_id))


async def orders_of(
    work: Work, body_id: UUID, organization_id: UUID | None
) -> list[StandingOrders]:
    """What was set for a body, or for one committee, the newest first."""
    place = (
        StandingOrders.organization_id.is_(None)
        if organization_id is None
        else StandingOrders.organization_id == organization_id
    )
    return await work.fetch(
        work.readable(StandingOrders)
        .where(StandingOrders.body_id == body_id, place)
        .order_by(StandingOrders.valid_from.desc(), StandingOrders.id.desc())
    )
