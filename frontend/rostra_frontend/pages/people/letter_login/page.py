"""Logging in without a password: a link is sent by letter."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/login/letter", FOLDER, indexed=False)
ask = Form("/login/letter", mutation=FOLDER / "ask.graphql", page=page, then="/login/letter?sent=1")
