"""A decision with its reasons, for its author and the moderators; and how to object."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/decisions/{id:uuid}", FOLDER, indexed=False)
object_to = Form(
    "/decisions/{id:uuid}/appeal",
    mutation=FOLDER / "object.graphql",
    page=page,
    then="/decisions/{id}?objected=1",
)
