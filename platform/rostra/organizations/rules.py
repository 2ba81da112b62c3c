"""The numbers of the standing orders: what holds in a body or a committee on a day."""

import datetime as dt
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.models import StandingOrders
from rostra.work import Work


class SpeakersOrder(StrEnum):
    """In which order requests to speak are called."""

    PLAIN = "plain"
    """As they came."""
    BALANCED = "balanced"
    """The faction that has spoken least comes first."""


class NonPublicItems(StrEnum):
    """How a non-public item appears on the public agenda."""

    NEUTRAL = "neutral"
    """By number and neutral title."""
    ABSENT = "absent"
    """Not at all."""


class Base(StrEnum):
    """Of which number a majority is taken."""

    VOTES_CAST = "votes_cast"
    """Yes and no together (VOT-1)."""
    VALID_VOTES = "valid_votes"
    PRESENT = "present"
    """Those present and entitled to vote."""
    LEGAL = "legal"
    """The legal number of members."""


@dataclass(frozen=True)
class Rules:
    """The numbers of the standing orders; the defaults are those of a Thuringian city.

    Not legal advice: every number is a setting of the body, with the law's as the default.
    """

    notice_days: int = 4
    """Full calendar days between receipt of the invitation and the meeting (INV-2)."""
    urgent_days: int = 2
    """By the how-manieth day before it an urgent invitation must be received (INV-3)."""
    public_notice_days: int = 4
    """By the how-manieth day before it a meeting is announced publicly (PUB-1)."""
    public_notice_urgent_days: int = 2
    """The same for an urgent meeting (PUB-1)."""
    delivery_days: int = 0
    """After how many days an electronic invitation counts as received where nothing proves it."""
    post_days: int = 4
    """After how many days an invitation by post counts as received where nothing proves it."""
    request_share: float = 0.25
    """The share of the members whose request puts an item on the agenda (AGD-1)."""
    request_days: int = 10
    """By the how-manieth day before the meeting such a request must have come (AGD-1)."""
    first_meeting_days: int = 14
    """Within how many days of the term's start the first meeting is held (INV-5)."""
    non_public_items: NonPublicItems = NonPublicItems.NEUTRAL
    public_meetings: bool = True
    """Whether meetings are public; preparatory committees often are not (PUB-2, PUB-4)."""
    legal_number: int | None = None
    """The legal number of members; counted from the voting memberships unless set (QUO-1)."""
    speakers_order: SpeakersOrder = SpeakersOrder.PLAIN
    speaking_seconds: int = 300
    """For a member's first speech on an item."""
    speaking_again_seconds: int = 180
    """For every further one."""
    question_time_minutes: int = 30
    """The limit of residents' question time."""
    secret_votes: bool = False
    """Whether secret votes may be cast on devices (VOT-3); off by default."""
    election_base: Base = Base.PRESENT
    """Of which number more than half is needed in the first round of an election (VOT-2)."""
    run_off_base: Base = Base.VOTES_CAST
    """The same in the run-off; with votes_cast the one with more votes is elected (VOT-2)."""
    elections_by_list: bool = False
    """Whether one ballot may fill several seats; each has a ballot of its own otherwise (VOT-2)."""
    add_item_majority: str = "two_thirds_legal"
    """The majority that puts an urgent item on the agenda in the meeting (AGD-2)."""
    minutes_days: int = 30
    """Within how many days minutes are to be signed."""
    objection_days: int = 14
    """Within how many days of the signature members may object to the minutes (MIN-3)."""
    reference_scheme: str = "{year:02}/{number:04}-{type}"
    """How a paper's reference is made: year (two digits), number, type."""
    resolution_scheme: str = "{number:03}/{year}"
    """How a resolution's number is made where no paper gives it one."""
    allowance_cents: int = 0
    """What a member gets for attending a meeting."""
    report_reopen_days: int = 28
    """Within how many days a defect report that was closed can be reopened."""


DEFAULTS = Rules()
NAMES = frozenset(field.name for field in fields(Rules))


def with_numbers(rules: Rules, numbers: dict[str, Any]) -> Rules:
    """The rules with these numbers in place of theirs, each as the type that it has."""
    known: dict[str, Any] = {}
    for name, value in numbers.items():
        if name in NAMES:
            present = getattr(DEFAULTS, name)
            known[name] = type(present)(value) if isinstance(present, StrEnum) else value
    return replace(rules, **known)


async def rules_of(work: Work, body_id: UUID, organization_id: UUID | None, day: dt.date) -> Rules:
    """What holds on the day: the committee's numbers before the body's before the defaults."""
    places: list[sa.ColumnElement[bool]] = [StandingOrders.organization_id.is_(None)]
    if organization_id is not None:
        places.append(StandingOrders.organization_id == organization_id)
    orders = await work.fetch(
        work.readable(StandingOrders)
        .where(
            StandingOrders.body_id == body_id,
            StandingOrders.valid_from <= day,
            sa.or_(*places),
        )
        .order_by(
            StandingOrders.organization_id.is_not(None),
            StandingOrders.valid_from,
            StandingOrders.id,
        )
    )
    rules = DEFAULTS
    for one in orders:
        rules = with_numbers(rules, one.numbers)
    return rules
