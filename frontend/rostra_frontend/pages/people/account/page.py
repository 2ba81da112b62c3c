"""Who is logged in, how to change the password, and which letters one gets."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/account", FOLDER, indexed=False)
choose = Form(
    "/account/letters", mutation=FOLDER / "choose.graphql", page=page, then="/account#letters"
)
