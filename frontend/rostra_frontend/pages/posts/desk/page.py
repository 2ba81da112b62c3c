"""The editors' desk: drafts, what waits for a second person, what is planned, what is out."""

from pathlib import Path

from rostra_frontend.page import Page, sheet_of

FOLDER = Path(__file__).parent

page = Page(
    "/posts/desk", FOLDER, subject="viewer", section="posts", prepare=sheet_of(20), indexed=False
)
