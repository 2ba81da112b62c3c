"""A legislative term as the clerk keeps it."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/office/terms/{id:uuid}"

page = Page(PATH, FOLDER, subject="legislativeTerm", indexed=False)
change = Form(PATH, mutation=FOLDER / "change.graphql", page=page, then="/office/terms")
