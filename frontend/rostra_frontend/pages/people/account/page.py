"""Who is logged in, and how to change the password."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/account", FOLDER, indexed=False)
