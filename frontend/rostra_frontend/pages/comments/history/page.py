"""What a comment said before it was edited."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/comments/{id:uuid}/history", FOLDER, subject="comment", indexed=False)
