"""A paper: its way through the council, and its files."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/papers/{id:uuid}", FOLDER, subject="paper", section="papers")
