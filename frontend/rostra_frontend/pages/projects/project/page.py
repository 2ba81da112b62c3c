"""A project: its aim, its timeline, how to take part, what was decided, and what changed why."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page
from rostra_frontend.pages.projects.timeline import told

FOLDER = Path(__file__).parent


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The timeline with how far each step is today."""
    project = data["project"]
    return {"steps": told(project["steps"], inputs.today) if project else []}


page = Page(
    "/projects/{id:uuid}", FOLDER, subject="project", section="projects", present=present
)  # fmt: skip
