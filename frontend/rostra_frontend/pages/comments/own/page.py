"""What somebody has said, what became of it, and what became of what it was about."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
Thing = dict[str, Any]


def debates(thing: Thing | None) -> list[Thing]:
    """The items under which it is debated what a comment is about, each once, earliest first."""
    thing = thing or {}
    held = [one["agendaItem"] for one in thing.get("consultations", ())]
    if "meeting" in thing:
        held.append(thing)
    found = {one["id"]: one for one in held if one and one["meeting"]}
    return sorted(found.values(), key=lambda one: one["meeting"]["start"] or "")


def what_became(data: Thing, _inputs: Inputs) -> Thing:
    """Beside each comment where it is debated."""
    return {"debated": {one["id"]: debates(one["thing"]) for one in data["myComments"]}}


page = Page("/account/comments", FOLDER, present=what_became, indexed=False)
