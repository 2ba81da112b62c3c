"""The whole discussion below a thing, sorted and page by page, and the form to say something."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page, sheet_of
from rostra_frontend.pages.comments.things import thing_at

FOLDER = Path(__file__).parent
PATH = "/discussions/{kind:str}/{id:uuid}"
ORDERS = {
    "newest": "NEWEST_FIRST",
    "oldest": "OLDEST_FIRST",
    "supported": "MOST_SUPPORTED_FIRST",
}
"""How a discussion can be sorted, as its address says it; the first is the usual one."""


def sorted_sheet(inputs: Inputs) -> dict[str, Any]:
    """Twenty comments of the first level, as the reader wants them sorted."""
    return {**sheet_of(20)(inputs), "order": ORDERS[sort_in(inputs)]}


def sort_in(inputs: Inputs) -> str:
    """How the address asks for the comments to be sorted."""
    asked = inputs.get("sort")
    return asked if asked in ORDERS else next(iter(ORDERS))


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """What the discussion is about, and how it is sorted."""
    return {"sort": sort_in(inputs), **thing_at(inputs.path["kind"], data["talk"])}


def after_writing(data: dict[str, Any], path: Mapping[str, str]) -> str:
    """To the comment, or to the word on what it waits for when its author is a stranger."""
    return place_of(data["writeComment"], path["kind"], path["id"])


def at_the_answer(data: dict[str, Any], _: Mapping[str, str]) -> str:
    """To the answer of the city."""
    id = data["answerOfficially"]["id"]
    return f"/comments/{id}#comment-{id}"


def place_of(comment: dict[str, Any], kind: str, id: str) -> str:
    """Where somebody is led who has just written: strangers do not read yet what waits."""
    if comment["own"] or comment["state"] == "PUBLISHED":
        return f"/comments/{comment['id']}#comment-{comment['id']}"
    return f"/discussions/{kind}/{id}?sent={comment['state'].lower()}#sent"


KEPT = ("sort", "after", "before")
THERE = "/discussions/{kind}/{id}#comment-{comment}"
page = Page(PATH, FOLDER, subject="talk", prepare=sorted_sheet, present=present)
FORMS = (
    Form(PATH, mutation=FOLDER / "write.graphql", page=page, then=after_writing),
    Form(f"{PATH}/answer", mutation=FOLDER / "answer.graphql", page=page, then=at_the_answer),
    *(
        Form(
            f"{PATH}/{verb}",
            mutation=FOLDER / f"{verb}.graphql",
            page=page,
            then="/discussions/{kind}/{id}#closing",
        )
        for verb in ("close", "reopen")
    ),
    *(
        Form(
            f"{PATH}/{verb}/{{comment:uuid}}",
            mutation=FOLDER / f"{verb}.graphql",
            page=page,
            then=THERE,
            keeps=KEPT,
        )
        for verb in ("support", "withdraw")
    ),
)
