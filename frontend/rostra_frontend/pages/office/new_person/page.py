"""Entering a person into a body."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/office/persons/new"


def to_the_person(data: dict[str, Any], path: Mapping[str, str]) -> str:
    """On to the person who was entered."""
    return f"/office/persons/{data['enterPerson']['id']}"


page = Page(PATH, FOLDER, indexed=False)
enter = Form(PATH, mutation=FOLDER / "enter.graphql", page=page, then=to_the_person)
