"""What the house holds about whoever is logged in, and the two ways out: export and erasure."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/account/privacy", FOLDER, indexed=False)
erase = Form("/account/erase", mutation=FOLDER / "erase.graphql", page=page, then="/account/erased")
