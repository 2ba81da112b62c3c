"""An organization as the clerk keeps it: changing what is known of it."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/office/organizations/{id:uuid}"

page = Page(PATH, FOLDER, subject="organization", indexed=False)
change = Form(
    PATH, mutation=FOLDER / "change.graphql", page=page, then="/office/organizations/{id}"
)
