"""What moderators decided, for everybody to see and about nobody in particular."""

from pathlib import Path

from rostra_frontend.page import Page, sheet_of

FOLDER = Path(__file__).parent

page = Page("/moderation/log", FOLDER, prepare=sheet_of(50))
