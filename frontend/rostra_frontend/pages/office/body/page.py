"""A body as the clerk keeps it."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/office/bodies/{id:uuid}"

page = Page(PATH, FOLDER, subject="body", indexed=False)
change = Form(PATH, mutation=FOLDER / "change.graphql", page=page, then="/office/bodies")
