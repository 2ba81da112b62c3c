"""The desk of those who keep the list: drafts, and what is published."""

from pathlib import Path

from rostra_frontend.page import Page, sheet_of

FOLDER = Path(__file__).parent

page = Page(
    "/projects/desk", FOLDER, subject="viewer", section="projects", prepare=sheet_of(50),
    indexed=False,
)  # fmt: skip
