"""The list of projects: by topic, by phase, by department, by whether one can take part."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rostra_frontend.page import Inputs, Page, sheet_of

FOLDER = Path(__file__).parent
PHASES = ("IDEA", "PLANNING", "PARTICIPATION", "DECISION", "CARRYING_OUT", "PAUSED", "DONE")
ORDERS = {"title": "BY_TITLE"}
PAGE_SIZE = 20
ASKED = ("q", "topic", "phase", "organization", "participation", "order", "archived")


def prepare(inputs: Inputs) -> dict[str, Any]:
    """Which part of the list is wanted."""
    phase = inputs.get("phase").upper()
    topic = inputs.get("topic").strip()
    return {
        **sheet_of(PAGE_SIZE)(inputs),
        "phase": [phase] if phase in PHASES else None,
        "topic": [topic] if topic else None,
        "participation": True if inputs.get("participation") else None,
        "archived": bool(inputs.get("archived")),
        "order": ORDERS.get(inputs.get("order"), "LAST_CHANGED_FIRST"),
    }


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """What was asked for, for the form and for the way to further pages."""
    said = {name: inputs.get(name) for name in ASKED}
    narrowing = urlencode({name: value for name, value in said.items() if value})
    keeps = bool(data["viewer"] and data["viewer"]["organizationsWhere"])
    narrowed = f"{narrowing}&" if narrowing else ""
    today = inputs.today.isoformat()
    for one in data["projects"]["nodes"]:
        last = str(one["participationUntil"] or today)
        one["open"] = one["participation"] and one["state"] == "PUBLISHED" and last >= today
    return {"wanted": said | {"narrowing": narrowed}, "keeps": keeps, "phases": PHASES}


page = Page("/projects", FOLDER, section="projects", prepare=prepare, present=present)
