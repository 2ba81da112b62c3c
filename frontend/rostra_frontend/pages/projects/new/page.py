"""A department begins a project."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page
from rostra_frontend.pages.projects.writing import arranged, rows_to_write

FOLDER = Path(__file__).parent


def to_the_draft(data: dict[str, Any], _path: Mapping[str, str]) -> str:
    """The page on which the new project is written on."""
    return f"/projects/{data['draftProject']['id']}/edit"


def present(_data: dict[str, Any], _inputs: Inputs) -> dict[str, Any]:
    """What the form makes its rows with."""
    return {"rows_to_write": rows_to_write}


page = Page(
    "/projects/new", FOLDER, subject="viewer", section="projects", present=present, indexed=False
)
draft = Form(
    "/projects/new",
    mutation=FOLDER / "draft.graphql",
    page=page,
    then=to_the_draft,
    arrange=arranged,
)
