"""The start page: what is next, what was decided, what is new."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent


def from_today(inputs: Inputs) -> dict[str, Any]:
    """The moment from which meetings are next: a running one of today counts."""
    return {"today": inputs.midnight(inputs.today).isoformat()}


page = Page("/", FOLDER, prepare=from_today)
