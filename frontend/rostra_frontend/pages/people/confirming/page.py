"""The link of a letter: shows what it confirms, and confirms it at the push of a button."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent


def where_it_leads(data: dict[str, Any], _path: Mapping[str, str]) -> str:
    """The page on which what was confirmed stands."""
    return str(data["confirm"]["path"])


page = Page("/confirm/{token:str}", FOLDER, indexed=False)
confirm = Form(
    "/confirm/{token:str}", mutation=FOLDER / "confirm.graphql", page=page, then=where_it_leads
)
