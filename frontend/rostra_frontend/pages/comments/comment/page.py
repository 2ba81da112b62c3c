"""One comment at an address of its own: what it answers, what was answered, and the form."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page, sheet_of
from rostra_frontend.pages.comments.things import thing_at

FOLDER = Path(__file__).parent
PATH = "/comments/{id:uuid}"


def present(data: dict[str, Any], _: Inputs) -> dict[str, Any]:
    """The strand: the comment of the first level with its answers, and what it is about."""
    comment = data["comment"]
    if comment is None:
        return {}
    root = comment["root"] or comment
    answers = root["replies"]["nodes"]
    away = root is not comment and comment["id"] not in {one["id"] for one in answers}
    return {"root": root, "away": away, **thing_at(comment["thingKind"], comment["thing"])}


def after_answering(data: dict[str, Any], path: Mapping[str, str]) -> str:
    """To the answer, or to the word on what it waits for when its author is a stranger."""
    answer = data["writeComment"]
    if answer["own"] or answer["state"] == "PUBLISHED":
        return f"/comments/{answer['id']}#comment-{answer['id']}"
    return f"/comments/{path['id']}?sent={answer['state'].lower()}#sent"


def with_its_quotation(typed: Mapping[str, list[str]], _: Inputs) -> dict[str, Any]:
    """What is quoted, and from where; nothing where the words were taken out."""
    quote = (typed.get("quote") or [""])[0].strip()
    return {} if quote else {"quoted": None, "quote": None}


HERE = "/comments/{id}#comment-{id}"
page = Page(PATH, FOLDER, subject="comment", prepare=sheet_of(50), present=present)
FORMS = (
    Form(
        PATH,
        mutation=FOLDER / "answer.graphql",
        page=page,
        then=after_answering,
        arrange=with_its_quotation,
    ),
    Form(f"{PATH}/support", mutation=FOLDER / "support.graphql", page=page, then=HERE),
    Form(f"{PATH}/withdraw", mutation=FOLDER / "withdraw.graphql", page=page, then=HERE),
)
