"""A meeting: when, where, who, and its agenda."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent


def whole_agenda(data: dict[str, Any], _inputs: Inputs) -> dict[str, Any]:
    """The items that the reader may read, and in their places those known by number alone."""
    meeting = data["meeting"]
    known = {"id": None, "public": False, "result": None, "consultation": None, "resolutions": (),
             "participation": None}  # fmt: skip
    neutral = [{**known, **one} for one in meeting["neutralItems"]]
    items = sorted([*meeting["agendaItems"], *neutral], key=lambda item: item["order"])
    return {"agenda": items}


page = Page(
    "/meetings/{id:uuid}", FOLDER, subject="meeting", section="calendar", present=whole_agenda
)
