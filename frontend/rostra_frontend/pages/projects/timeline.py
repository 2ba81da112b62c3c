"""The timeline of a project: how far each step is, and where it lies between first and last day."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

Step = dict[str, Any]
DAYS = ("plannedFrom", "plannedUntil", "actualFrom", "actualUntil")
SHORTEST = 1.5
"""Hundredths of the line that even the shortest bar takes, so that it can be seen."""


def told(steps: Iterable[Step], today: dt.date) -> list[Step]:
    """The steps with how far each is, by how many days it is late, and its bars."""
    read = [{**step, **{name: day_in(step[name]) for name in DAYS}} for step in steps]
    known = [step[name] for step in read for name in DAYS if step[name]]
    if any(step["actualFrom"] and not step["actualUntil"] for step in read):
        known.append(today)
    first, last = (min(known), max(known)) if known else (today, today)
    return [
        {
            **step,
            "state": state_of(step, today),
            "late": days_late(step, today),
            "planned": bar(step["plannedFrom"], step["plannedUntil"], first, last),
            "actual": bar(step["actualFrom"], actual_end(step, today), first, last),
        }
        for step in read
    ]


def day_in(written: str | None) -> dt.date | None:
    """The day, if there is one."""
    return dt.date.fromisoformat(written) if written else None


def state_of(step: Step, today: dt.date) -> str:
    """Whether a step is done, under way, late, or to come."""
    if step["actualUntil"] and step["actualUntil"] <= today:
        return "done"
    if step["plannedUntil"] and step["plannedUntil"] < today:
        return "late"
    if step["actualFrom"] and step["actualFrom"] <= today:
        return "under_way"
    return "late" if step["plannedFrom"] and step["plannedFrom"] < today else "to_come"


def days_late(step: Step, today: dt.date) -> int:
    """By how many days a step ended after its plan, or has passed it by now."""
    planned = step["plannedUntil"]
    if planned is None:
        return 0
    return max(0, ((step["actualUntil"] or today) - planned).days)


def actual_end(step: Step, today: dt.date) -> dt.date | None:
    """Until when a step has taken place so far."""
    if step["actualFrom"] is None:
        return None
    return step["actualUntil"] or max(today, step["actualFrom"])


def bar(
    start: dt.date | None, end: dt.date | None, first: dt.date, last: dt.date
) -> tuple[float, float] | None:
    """Where a bar begins and how long it is, in hundredths of the whole."""
    start, end = start or end, end or start
    if start is None or end is None or first == last:
        return None
    days = (last - first).days
    begins = 100 * (start - first).days / days
    width = max(SHORTEST, 100 * (end - start).days / days)
    return round(min(begins, 100 - width), 2), round(width, 2)
