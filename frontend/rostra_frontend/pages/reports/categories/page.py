"""What can be reported, who answers for it, and the keys of programmes that report for others."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
PATH = "/reports/categories"


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The category that is to be changed, if one is."""
    chosen = inputs.get("change")
    found = [one for one in data["reportCategories"] if one["id"] == chosen]
    return {"changing": found[0] if found else None}


def words_in(typed: Mapping[str, list[str]], _inputs: Inputs) -> dict[str, Any]:
    """The keywords, which are typed with commas between them, and whether it is in use."""
    parts = (typed.get("words") or [""])[0].split(",")
    return {
        "keywords": [one.strip() for one in parts if one.strip()],
        "active": bool(typed.get("active")),
    }


page = Page(PATH, FOLDER, subject="keeper", section="reports", present=present, indexed=False)
FORMS = (
    Form(
        f"{PATH}/create", mutation=FOLDER / "create.graphql", page=page, then=PATH,
        arrange=words_in,
    ),
    Form(
        f"{PATH}/change", mutation=FOLDER / "change.graphql", page=page, then=PATH,
        arrange=words_in,
    ),
    Form(f"{PATH}/end", mutation=FOLDER / "end.graphql", page=page, then=f"{PATH}#keys"),
)  # fmt: skip
