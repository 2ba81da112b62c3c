"""All papers, the newest first."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/papers", FOLDER, section="papers")
