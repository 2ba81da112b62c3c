"""A file: where it is used, and the text in it."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/files/{id:uuid}", FOLDER, subject="file", section="papers")
