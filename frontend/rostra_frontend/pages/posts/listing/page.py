"""All posts, the newest first."""

from pathlib import Path

from rostra_frontend.page import Page, sheet_of

FOLDER = Path(__file__).parent

page = Page("/posts", FOLDER, section="posts", prepare=sheet_of(15))
