"""Every version of an agenda that went out, and what changed from one to the next."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page(
    "/meetings/{id:uuid}/versions", FOLDER, subject="meeting", section="calendar", indexed=False
)
