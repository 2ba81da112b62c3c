"""The screen in the hall: what is dealt with, who speaks, what came of it, in large letters."""

from pathlib import Path

from rostra_frontend.page import Page
from rostra_frontend.pages.sittings.scene import scene_of

FOLDER = Path(__file__).parent

page = Page(
    "/meetings/{id:uuid}/hall",
    FOLDER,
    subject="meeting",
    section="calendar",
    present=scene_of,
    indexed=False,
)
