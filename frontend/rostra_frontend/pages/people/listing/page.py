"""All persons, by name."""

from pathlib import Path

from rostra_frontend.page import Page, sheet_of

FOLDER = Path(__file__).parent

page = Page("/persons", FOLDER, section="people", prepare=sheet_of(60))
