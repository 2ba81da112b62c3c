"""Reporting a defect, step by step: where and what, what is known there already, the words."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page, Query
from rostra_frontend.pages.reports.places import LIMITS, degrees_in, place_in

FOLDER = Path(__file__).parent
WRITE = Query(FOLDER / "write.graphql", with_layout=False)
"""The mutation of the form, whose photo comes another way than its words."""
FIELDS = (
    "category", "address", "latitude", "longitude", "text", "authorName", "email", "phone",
    "photoDescription", "website", "opened", "proof",
)  # fmt: skip


def prepare(inputs: Inputs) -> dict[str, Any]:
    """Where somebody wants to report something, as far as they have said."""
    place = place_in(inputs)
    nowhere = {"latitude": None, "longitude": None}
    return {**(place or nowhere), "address": inputs.get("address")[:300]}


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """What was said so far, and how far somebody has come."""
    wrong = [
        name
        for name, limit in LIMITS.items()
        if inputs.get(name).strip() and degrees_in(inputs.get(name), limit) is None
    ]
    where = bool(inputs.get("address").strip()) or place_in(inputs) is not None
    known = {one["id"] for one in data["reportCategories"]}
    return {
        "wrong": wrong[0] if wrong else "",
        "ready": where and not wrong and inputs.get("category") in known,
        "sent": inputs.get("sent"),
    }


page = Page("/reports/new", FOLDER, section="reports", prepare=prepare, present=present)
