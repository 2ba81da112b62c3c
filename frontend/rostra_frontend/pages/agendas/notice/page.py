"""The public notice of a meeting: time, place and public agenda (PUB-1)."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent


def last(data: dict[str, Any], _inputs: Inputs) -> dict[str, Any]:
    """The version that holds."""
    return {"version": next(iter(data["agendaVersions"]), None)}


page = Page(
    "/meetings/{id:uuid}/notice", FOLDER, subject="meeting", section="calendar", present=last
)
