"""A post with its comments, and the form to say something to it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Page, sheet_of

FOLDER = Path(__file__).parent


def at_the_comment(data: dict[str, Any], path: Mapping[str, str]) -> str:
    """The place of the new comment on the page of its post."""
    return f"/posts/{path['id']}#comment-{data['writeComment']['id']}"


page = Page("/posts/{id:uuid}", FOLDER, subject="post", section="posts", prepare=sheet_of(50))
comment = Form(
    "/posts/{id:uuid}/comments",
    mutation=FOLDER / "comment.graphql",
    page=page,
    then=at_the_comment,
)
