"""Ending an organization: first the day, then the memberships that end with it, then the end."""

from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
PATH = "/office/organizations/{id:uuid}/end"


def chosen_day(inputs: Inputs) -> dict[str, Any]:
    """The last day: as chosen, or today."""
    return {"lastDay": inputs.get("lastDay") or inputs.today.isoformat()}


def whether_chosen(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The day, and whether somebody chose it."""
    return {"lastDay": chosen_day(inputs)["lastDay"], "decided": bool(inputs.get("lastDay"))}


page = Page(
    PATH,
    FOLDER,
    subject="organization",
    prepare=chosen_day,
    present=whether_chosen,
    indexed=False,
)
end = Form(PATH, mutation=FOLDER / "end.graphql", page=page, then="/office/organizations/{id}")
