"""One defect report: what it is, how far it is, and what was said about it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/reports/{id:str}"
HERE = "/reports/{id}"


def told_to_follow(data: dict[str, Any], path: Mapping[str, str]) -> str:
    """The report again, with what is to be done until its letters come."""
    awaits = data["follow"]["awaits"]
    return f"/reports/{path['id']}?followed={'letter' if awaits else 'yes'}#follow"


page = Page(PATH, FOLDER, subject="report", section="reports")
FORMS = (
    *(
        Form(
            f"{PATH}/{name}",
            mutation=FOLDER / f"{name}.graphql",
            page=page,
            then=f"{HERE}#history",
        )
        for name in ("move", "answer", "note", "add", "reassign")
    ),
    Form(f"{PATH}/follow", mutation=FOLDER / "follow.graphql", page=page, then=told_to_follow),
    Form(
        f"{PATH}/unfollow", mutation=FOLDER / "unfollow.graphql", page=page, then=f"{HERE}#follow"
    ),
)
