"""The city answers a comment, promises to, or shows it above the others."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/comments/{id:uuid}/office"
HERE = "/comments/{id}#comment-{id}"


def at_the_answer(data: dict[str, Any], _: Mapping[str, str]) -> str:
    """The place of the official answer."""
    id = data["answerOfficially"]["id"]
    return f"/comments/{id}#comment-{id}"


page = Page(PATH, FOLDER, subject="comment", indexed=False)
FORMS = (
    Form(
        "/comments/{id:uuid}/office/answer",
        mutation=FOLDER / "answer.graphql",
        page=page,
        then=at_the_answer,
    ),
    Form(
        "/comments/{id:uuid}/office/promise",
        mutation=FOLDER / "promise.graphql",
        page=page,
        then=HERE,
    ),
    Form("/comments/{id:uuid}/office/pin", mutation=FOLDER / "pin.graphql", page=page, then=HERE),
)
