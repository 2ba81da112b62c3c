"""What somebody has said, whatever became of it."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/account/comments", FOLDER, indexed=False)
