"""All defect reports, the latest first, narrowed by category, state, place and words."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rostra_frontend.page import Inputs, Page, sheet_of
from rostra_frontend.pages.reports.places import place_in

FOLDER = Path(__file__).parent
ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
OPEN = ["RECEIVED", "IN_PROGRESS", "REFERRED", "REOPENED"]
STATES = {
    "open": OPEN,
    **{name: [name.upper()] for name in ("received", "in_progress", "referred", "reopened")},
    **{name: [name.upper()] for name in ("resolved", "rejected")},
}
ASKED = ("q", "category", "state", "latitude", "longitude", "metres")
USUAL_METRES = 500.0
PAGE_SIZE = 20


def prepare(inputs: Inputs) -> dict[str, Any]:
    """Which reports are wanted."""
    place = place_in(inputs)
    metres = inputs.get("metres").replace(",", ".")
    radius = float(metres) if metres.replace(".", "", 1).isdecimal() else USUAL_METRES
    return {
        **sheet_of(PAGE_SIZE)(inputs),
        "categories": [inputs.get("category")] if ID.fullmatch(inputs.get("category")) else None,
        "states": STATES.get(inputs.get("state")),
        "near": None if place is None else {**place, "metres": radius},
    }


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """What was asked for, for the form and for the way to further pages."""
    said = {name: inputs.get(name) for name in ASKED}
    narrowing = urlencode({name: value for name, value in said.items() if value})
    return {
        "wanted": said | {"narrowing": f"{narrowing}&" if narrowing else ""},
        "states": list(STATES),
    }


page = Page("/reports", FOLDER, section="reports", prepare=prepare, present=present)
