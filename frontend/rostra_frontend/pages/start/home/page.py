"""The start page: what is next, what was decided, what is new."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent


def from_today(inputs: Inputs) -> dict[str, Any]:
    """The day from which meetings are next: those of today count."""
    return {"today": inputs.today.isoformat()}


page = Page("/", FOLDER, prepare=from_today)
