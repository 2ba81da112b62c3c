"""Ending the letters about a topic, for whoever holds one of them (RFC 8058)."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/letters/end/{token:str}", FOLDER, subject="topicOfLetter", indexed=False)
