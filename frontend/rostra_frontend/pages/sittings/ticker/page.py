"""What everybody may follow of a sitting while it goes on."""

from pathlib import Path

from rostra_frontend.page import Page
from rostra_frontend.pages.sittings.scene import scene_of

FOLDER = Path(__file__).parent

page = Page(
    "/meetings/{id:uuid}/ticker",
    FOLDER,
    subject="meeting",
    section="calendar",
    present=scene_of,
    indexed=False,
)
