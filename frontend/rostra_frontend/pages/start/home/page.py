"""The start page: what is next, what was decided, what is new."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
DECISIONS = 6
FEWEST_FINAL = 3


def from_today(inputs: Inputs) -> dict[str, Any]:
    """The day from which meetings are next: those of today count."""
    return {"today": inputs.today.isoformat(), "language": inputs.language}


def decisions(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The last decisions on papers that are final.

    Recommendations stand in for them where a city does not say what is final, or decides
    little; formal matters only where there is nothing else.
    """
    decided = data["decided"]["nodes"]
    weighty = [item for item in decided if item["consultation"]]
    final = [item for item in weighty if item["consultation"]["authoritative"]]
    shown = final if len(final) >= FEWEST_FINAL else weighty or decided
    return {"decisions": shown[:DECISIONS]}


page = Page("/", FOLDER, prepare=from_today, present=decisions)
