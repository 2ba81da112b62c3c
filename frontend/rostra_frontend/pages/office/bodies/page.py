"""The bodies that the clerk keeps, and founding another one."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/office/bodies"

page = Page(PATH, FOLDER, indexed=False)
found = Form(PATH, mutation=FOLDER / "found.graphql", page=page, then=PATH)
