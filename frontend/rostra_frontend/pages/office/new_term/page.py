"""Entering a legislative term."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/office/terms/new"

page = Page(PATH, FOLDER, indexed=False)
enter = Form(PATH, mutation=FOLDER / "enter.graphql", page=page, then="/office/terms")
