"""The form to log in."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/login", FOLDER, indexed=False)
