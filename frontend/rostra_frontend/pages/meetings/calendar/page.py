"""The calendar: a month of meetings, as a grid or as a list."""

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
YEARS = range(1800, 2200)


@dataclass(frozen=True)
class Day:
    """A day of the calendar and what meets on it."""

    date: dt.date
    meetings: list[dict[str, Any]]
    classes: str


def first_of_month(inputs: Inputs) -> dt.date:
    """The first day of the month that the address names, or of the present one."""
    present = inputs.today.replace(day=1)
    try:
        asked = dt.date.fromisoformat(inputs.get("month") + "-01")
    except ValueError:
        return present
    return asked if asked.year in YEARS else present


def weeks_of(first: dt.date) -> list[dt.date]:
    """All days of the weeks that the month touches, Monday first."""
    return [
        day
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
        for day in week
    ]


def neighbour(first: dt.date, step: int) -> str:
    """The month before or after, as an address names it."""
    month = first.month - 1 + step
    return f"{first.year + month // 12:04d}-{month % 12 + 1:02d}"


def dates(inputs: Inputs) -> dict[str, Any]:
    """From when to when the page asks for meetings."""
    days = weeks_of(first_of_month(inputs))
    return {"from": days[0].isoformat(), "until": days[-1].isoformat()}


def month(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The days of the month with their meetings."""
    first = first_of_month(inputs)
    by_day: dict[dt.date, list[dict[str, Any]]] = defaultdict(list)
    for meeting in data["meetings"]["nodes"]:
        by_day[inputs.day_of(meeting["start"])].append(meeting)
    days = [Day(day, by_day[day], classes(day, first, by_day, inputs)) for day in weeks_of(first)]
    listed = inputs.get("view") == "list"
    return {
        "month": {
            "name": first.strftime("%Y-%m"),
            "first": first,
            "before": neighbour(first, -1),
            "after": neighbour(first, 1),
            "days": days,
            "listed": listed,
            "kept": "&view=list" if listed else "",
            "any": any(by_day[day.date] for day in days if day.date.month == first.month),
        }
    }


def classes(day: dt.date, first: dt.date, by_day: dict[dt.date, Any], inputs: Inputs) -> str:
    """How a day is shown: bare, beyond the month, today."""
    shown = {
        "bare": not by_day[day] or day.month != first.month,
        "beyond": day.month != first.month,
        "today": day == inputs.today,
    }
    return " ".join(name for name, holds in shown.items() if holds)


page = Page("/calendar", FOLDER, section="calendar", prepare=dates, present=month)
