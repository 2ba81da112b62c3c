"""A meeting: when, where, who, and its agenda."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/meetings/{id:uuid}", FOLDER, subject="meeting", section="calendar")
