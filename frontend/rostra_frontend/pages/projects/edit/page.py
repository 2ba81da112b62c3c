"""A project in the hands of its department: its words, publishing it, its end."""

from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page
from rostra_frontend.pages.projects.writing import arranged, rows_to_write

FOLDER = Path(__file__).parent
PATH = "/projects/{id:uuid}"
HERE = "/projects/{id}"


def present(data: dict[str, Any], _inputs: Inputs) -> dict[str, Any]:
    """What stands in the fields of the form."""
    project = data["project"]
    return {"now": standing(project), "rows_to_write": rows_to_write} if project else {}


def standing(project: dict[str, Any]) -> dict[str, Any]:
    """The project as it stands in the fields of the form."""
    return {
        **project,
        "topics": ", ".join(project["topics"]),
        "cost": "" if project["cost"] is None else str(project["cost"]).replace(".", ","),
        "latitude": "" if project["latitude"] is None else str(project["latitude"]),
        "longitude": "" if project["longitude"] is None else str(project["longitude"]),
        "papers": lines(project["papers"], "reference"),
        "resolutions": lines(project["resolutions"], "number"),
    }


def lines(things: list[dict[str, Any]], name: str) -> str:
    """What is linked, one a line: what it is called by, or its id where that says nothing."""
    return "\n".join(one[name] or one["id"] for one in things)


page = Page(
    f"{PATH}/edit", FOLDER, subject="project", section="projects", present=present, indexed=False
)
FORMS = (
    Form(
        f"{PATH}/edit",
        mutation=FOLDER / "edit.graphql",
        page=page,
        then=HERE,
        arrange=arranged,
    ),
    Form(f"{PATH}/publish", mutation=FOLDER / "publish.graphql", page=page, then=HERE),
    Form(f"{PATH}/move", mutation=FOLDER / "move.graphql", page=page, then=HERE),
    Form(
        f"{PATH}/withdraw",
        mutation=FOLDER / "withdraw.graphql",
        page=page,
        then="/projects/desk",
    ),
)
