"""The queue of the moderators: what to decide about, with all that is needed for it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.addresses import PLACES
from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
CAUSES = ("REPORTED", "HELD", "REWORKED")
KINDS = ("comment", "report")
AGES = ("1", "3", "7", "30")
NARROWING = ("why", "kind", "days")
COMMENTABLE = ("post", "paper", "agenda_item", "resolution", "report", "project")
ADDRESS = {
    kind: re.compile(
        PLACES[kind].replace("{id}", r"(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
    )
    for kind in COMMENTABLE
}
"""The address of a page to which a comment can be moved."""


def wanted(inputs: Inputs) -> dict[str, Any]:
    """What of the queue is to be shown; what makes no sense narrows nothing."""
    why, kind, days = (inputs.get(name) for name in NARROWING)
    return {
        "why": why if why in CAUSES else None,
        "kind": kind if kind in KINDS else None,
        "days": int(days) if days in AGES else None,
    }


def destination(typed: Mapping[str, list[str]], _inputs: Inputs) -> dict[str, Any]:
    """The thing whose address somebody named, to which a comment is moved."""
    place = typed.get("place", [""])[0]
    for kind, address in ADDRESS.items():
        if found := address.search(place.lower()):
            return {"moveKind": kind, "moveTo": found["id"]}
    return {}


page = Page("/moderation", FOLDER, indexed=False, prepare=wanted)
FORMS = (
    Form(
        "/moderation/decide",
        mutation=FOLDER / "decide.graphql",
        page=page,
        then="/moderation",
        arrange=destination,
        keeps=NARROWING,
    ),
    Form("/moderation/confirm", mutation=FOLDER / "confirm.graphql", page=page, then="/moderation"),
    Form("/moderation/answer", mutation=FOLDER / "answer.graphql", page=page, then="/moderation"),
)
