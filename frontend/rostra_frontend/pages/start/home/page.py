"""The start page: what is next, what was decided, what is new."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
DECISIONS = 6


def from_today(inputs: Inputs) -> dict[str, Any]:
    """The day from which meetings are next: those of today count."""
    return {"today": inputs.today.isoformat()}


def decisions(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The last decisions on papers; formal ones only where there are no others."""
    decided = data["decided"]["nodes"]
    weighty = [item for item in decided if item["consultation"]]
    return {"decisions": (weighty or decided)[:DECISIONS]}


page = Page("/", FOLDER, prepare=from_today, present=decisions)
