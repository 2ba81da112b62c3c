"""A post with its comments, and the form to say something to it."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/posts/{id:uuid}", FOLDER, subject="post", section="posts")
