"""The register of resolutions: by year, by committee, by how far they are carried out."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rostra_frontend.page import Inputs, Page, sheet_of

FOLDER = Path(__file__).parent
STATES = {
    "open": "OPEN",
    "under_way": "UNDER_WAY",
    "done": "DONE",
    "nothing_to_do": "NOTHING_TO_DO",
}
PAGE_SIZE = 20


def prepare(inputs: Inputs) -> dict[str, Any]:
    """Which part of the register is wanted."""
    progress = inputs.get("progress")
    return {
        **sheet_of(PAGE_SIZE)(inputs),
        "progress": STATES.get(progress),
        "overdue": progress == "overdue",
    }


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """What was asked for, for the form and for the way to further pages."""
    said = {name: inputs.get(name) for name in ("q", "year", "progress", "organization")}
    narrowing = urlencode({name: value for name, value in said.items() if value})
    return {"wanted": said | {"narrowing": f"{narrowing}&" if narrowing else ""}}


page = Page("/resolutions", FOLDER, section="calendar", prepare=prepare, present=present)
