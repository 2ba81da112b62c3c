"""A body: its committees, its terms, how to reach it."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/bodies/{id:uuid}", FOLDER, subject="body")
