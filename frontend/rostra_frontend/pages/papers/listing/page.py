"""All papers, the newest first."""

from pathlib import Path

from rostra_frontend.page import Page, sheet_of

FOLDER = Path(__file__).parent

page = Page("/papers", FOLDER, section="papers", prepare=sheet_of(25))
