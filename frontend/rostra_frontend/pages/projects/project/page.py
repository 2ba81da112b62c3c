"""A project: its aim, its timeline, how to take part, what was decided, and what changed why."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page
from rostra_frontend.pages.projects.timeline import told

FOLDER = Path(__file__).parent
PATH = "/projects/{id:uuid}"


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The timeline with how far each step is today."""
    project = data["project"]
    return {"steps": told(project["steps"], inputs.today) if project else []}


def told_to_follow(data: dict[str, Any], path: Mapping[str, str]) -> str:
    """The project again, with what is to be done until its letters come."""
    awaits = data["follow"]["awaits"]
    return f"/projects/{path['id']}?followed={'letter' if awaits else 'yes'}#follow"


page = Page(
    PATH, FOLDER, subject="project", section="projects", present=present
)  # fmt: skip
FORMS = (
    Form(f"{PATH}/follow", mutation=FOLDER / "follow.graphql", page=page, then=told_to_follow),
    Form(
        f"{PATH}/unfollow",
        mutation=FOLDER / "unfollow.graphql",
        page=page,
        then="/projects/{id}#follow",
    ),
)
