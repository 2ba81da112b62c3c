"""How persons and factions voted by name: a chart and a table of the announced public votes."""

import datetime as dt
from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
USUAL_DAYS = 365
CHOICES = ("yes", "no", "abstention", "notParticipating")


def day_of(text: str, otherwise: dt.date) -> dt.date:
    """A day as an address names it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return otherwise


def days(inputs: Inputs) -> dict[str, Any]:
    """From when to when votes are counted: the year up to today unless the address says more."""
    until = day_of(inputs.get("until"), inputs.today)
    first = day_of(inputs.get("from"), inputs.today - dt.timedelta(days=USUAL_DAYS))
    return {"from": first.isoformat(), "until": until.isoformat()}


def bar(counts: dict[str, int]) -> list[tuple[str, float, float]]:
    """The pieces of a bar that is 100 wide: choice, beginning, width."""
    total = sum(counts[choice] for choice in CHOICES)
    pieces, start = [], 0.0
    for choice in CHOICES:
        width = 100 * counts[choice] / total if total else 0
        if width:
            pieces.append((choice, round(start, 2), round(width, 2)))
        start += width
    return pieces


def shown(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The days and the bars, and the months as columns under the highest."""
    months = data["votingRecord"]["months"]
    highest = max((one["accepted"] + one["rejected"] for one in months), default=0)
    return {**days(inputs), "span": days(inputs), "bar": bar, "highest": highest}


page = Page("/votes", FOLDER, prepare=days, present=shown)
