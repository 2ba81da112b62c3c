"""The bodies and their legislative terms."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/terms", FOLDER)
