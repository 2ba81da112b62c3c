"""One's own comment: other words within ten minutes, new ones when asked, or taking it back."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/comments/{id:uuid}/edit"
HERE = "/comments/{id}#comment-{id}"

page = Page(PATH, FOLDER, subject="comment", indexed=False)
FORMS = (
    Form(PATH, mutation=FOLDER / "edit.graphql", page=page, then=HERE),
    Form("/comments/{id:uuid}/rewrite", mutation=FOLDER / "rewrite.graphql", page=page, then=HERE),
    Form(
        "/comments/{id:uuid}/delete",
        mutation=FOLDER / "delete.graphql",
        page=page,
        then="/account/comments?sent=gone",
    ),
)
