"""The invitation as who is invited sees it; opening it is the proof of receipt (INV-1)."""

from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Opening, Page

FOLDER = Path(__file__).parent


def unopened(data: dict[str, Any]) -> bool:
    """Whether nothing proves yet that the invitation arrived."""
    summons = data.get("ownSummons")
    return summons is not None and summons["received"] is None


def last(data: dict[str, Any], _inputs: Inputs) -> dict[str, Any]:
    """The version that holds."""
    return {"version": next(iter(data["agendaVersions"]), None)}


page = Page(
    "/meetings/{id:uuid}/invitation",
    FOLDER,
    subject="ownSummons",
    section="calendar",
    present=last,
    indexed=False,
    opening=Opening(FOLDER / "open.graphql", unopened),
)
answer = Form(
    "/meetings/{id:uuid}/invitation",
    mutation=FOLDER / "answer.graphql",
    page=page,
    then="/meetings/{id}/invitation#answer",
)
agree = Form(
    "/meetings/{id:uuid}/invitation/electronically",
    mutation=FOLDER / "agree.graphql",
    page=page,
    then="/meetings/{id}/invitation#channel",
)
disagree = Form(
    "/meetings/{id:uuid}/invitation/by-post",
    mutation=FOLDER / "disagree.graphql",
    page=page,
    then="/meetings/{id}/invitation#channel",
)
