"""The things below which discussions stand: what they are called, and where they are."""

from typing import Any

from rostra_frontend.addresses import PLACES, address

NAMES = (
    "postTitle",
    "paperName",
    "paperReference",
    "itemName",
    "resolutionTitle",
    "resolutionNumber",
    "projectTitle",
    "reportReference",
    "reportAddress",
)
"""The fields of the fragment `TalkThing` that may name a thing, the better one first."""


def name_of(thing: dict[str, Any]) -> str:
    """What a thing is called, by the first of its fields that says something."""
    return next((str(thing[name]) for name in NAMES if thing.get(name)), "")


def thing_at(kind: str, thing: dict[str, Any] | None) -> dict[str, Any]:
    """What a page about a discussion says of its thing: kind, name, its page and its thread's."""
    if thing is None or kind not in PLACES:
        return {"about": None}
    here = f"/discussions/{kind}/{thing['id']}"
    place = address(kind, thing["id"])
    about = {"kind": kind, "id": thing["id"], "name": name_of(thing), "place": place}
    return {"about": {**about, "here": here}}
