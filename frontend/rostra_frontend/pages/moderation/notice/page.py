"""Giving notice of something: anybody can, without an account (Art. 16 DSA)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent


def receipt(data: dict[str, Any], _path: Mapping[str, str]) -> str:
    """The page that shows the number of the notice."""
    given = data["giveNotice"]
    return f"/notices/new?number={given['number']}/{given['year']}"


def meant(inputs: Inputs) -> dict[str, Any]:
    """What the notice is about, as an id and as the name by which reports are found."""
    thing = inputs.get("thing")
    try:
        return {"id": str(UUID(thing)), "name": str(UUID(thing))}
    except ValueError:
        return {"id": str(UUID(int=0)), "name": ""}


page = Page("/notices/new", FOLDER, indexed=False, prepare=meant)
give = Form("/notices/new", mutation=FOLDER / "give.graphql", page=page, then=receipt)
