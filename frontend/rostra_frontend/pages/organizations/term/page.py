"""A legislative term: from when to when."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/terms/{id:uuid}", FOLDER, subject="legislativeTerm")
