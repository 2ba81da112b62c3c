"""A post in the hands of its department: its words and pictures, its review, its end."""

from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page
from rostra_frontend.pages.posts.writing import TYPES, arranged, standing

FOLDER = Path(__file__).parent
PATH = "/posts/{id:uuid}"
HERE = "/posts/{id}/edit"


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """What stands in the fields of the form."""
    post = data["post"]
    return {"now": standing(post, inputs), "types": TYPES} if post else {}


page = Page(f"{PATH}/edit", FOLDER, subject="post", section="posts", present=present, indexed=False)
FORMS = (
    Form(
        f"{PATH}/edit",
        mutation=FOLDER / "edit.graphql",
        page=page,
        then=HERE,
        arrange=arranged,
    ),
    Form(f"{PATH}/submit", mutation=FOLDER / "submit.graphql", page=page, then=HERE),
    Form(f"{PATH}/send-back", mutation=FOLDER / "send_back.graphql", page=page, then=HERE),
    Form(f"{PATH}/publish", mutation=FOLDER / "publish.graphql", page=page, then="/posts/{id}"),
    Form(f"{PATH}/remove-picture", mutation=FOLDER / "remove.graphql", page=page, then=HERE),
    Form(f"{PATH}/withdraw", mutation=FOLDER / "withdraw.graphql", page=page, then="/posts/desk"),
)
