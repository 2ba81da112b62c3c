"""How many reports there are, of what, and how long it takes: counted over what the actor reads."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.reports.models import Report, ReportState
from rostra.reports.states import CLOSED, WAITING
from rostra.work import Work

MONTHS = 12


@dataclass(frozen=True)
class MonthFigures:
    """How many reports were received and closed in a month."""

    month: dt.date
    """Its first day."""
    received: int
    closed: int


@dataclass(frozen=True)
class CategoryFigures:
    """How many reports there are of a category, and how long they take."""

    category_id: UUID
    received: int
    open: int
    overdue: int
    median_days: float | None
    """Half of those resolved took at most so many days; none where nothing was resolved."""


@dataclass(frozen=True)
class Figures:
    """The figures of a stretch of months."""

    months: list[MonthFigures]
    categories: list[CategoryFigures]
    states: dict[str, int]
    received: int
    median_days: float | None


@dataclass
class Tally:
    """What is counted of one category."""

    received: int = 0
    open: int = 0
    overdue: int = 0
    days: list[float] = field(default_factory=list)


async def figures(work: Work, body_id: UUID | None = None, months: int = MONTHS) -> Figures:
    """The figures of the last months, this one among them, by the city's days."""
    first = months_back(work.today, max(1, min(months, 120)) - 1)
    rows = await work.rows(received_since(work, first, body_id))
    received, closed = Counter[dt.date](), Counter[dt.date]()
    by_category: dict[UUID, Tally] = defaultdict(Tally)
    states: Counter[str] = Counter()
    for row in rows:
        day = row.received.astimezone(work.zone).date()
        received[day.replace(day=1)] += 1
        if row.closed is not None:
            closed[row.closed.astimezone(work.zone).date().replace(day=1)] += 1
        states[row.state] += 1
        count(by_category[row.category_id], row, work.today)
    spans = [days for one in by_category.values() for days in one.days]
    return Figures(
        [MonthFigures(one, received[one], closed[one]) for one in months_from(first, work.today)],
        [
            CategoryFigures(id, one.received, one.open, one.overdue, middle(one.days))
            for id, one in sorted(by_category.items(), key=lambda pair: -pair[1].received)
        ],
        dict(states),
        len(rows),
        middle(spans),
    )


def received_since(work: Work, first: dt.date, body_id: UUID | None) -> sa.Select[Any]:
    """What was received since a day."""
    begin = dt.datetime.combine(first, dt.time(), work.zone).astimezone(dt.UTC)
    columns: tuple[Any, ...] = (
        Report.category_id, Report.state, Report.received, Report.closed, Report.due,
    )  # fmt: skip
    found = sa.select(*columns).where(
        work.may_read(Report), Report.state.not_in(WAITING), Report.received >= begin
    )
    return found if body_id is None else found.where(Report.body_id == body_id)


def count(tally: Tally, row: sa.Row[Any], today: dt.date) -> None:
    """Count one report of a category."""
    tally.received += 1
    if row.state not in CLOSED:
        tally.open += 1
        tally.overdue += int(row.due is not None and row.due < today)
    if row.state == ReportState.RESOLVED and row.closed is not None:
        tally.days.append((row.closed - row.received) / dt.timedelta(days=1))


def middle(days: list[float]) -> float | None:
    """The median, to a tenth of a day."""
    return round(median(days), 1) if days else None


def months_back(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months before."""
    whole = day.year * 12 + day.month - 1 - months
    return dt.date(whole // 12, whole % 12 + 1, 1)


def months_from(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first days of all months from one to another."""
    found = [first]
    while months_back(found[-1], -1) <= last:
        found.append(months_back(found[-1], -1))
    return found
