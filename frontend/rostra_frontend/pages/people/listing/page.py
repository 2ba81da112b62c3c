"""All persons, by name."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/persons", FOLDER, section="people")
