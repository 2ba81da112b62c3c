"""Taking an account into use with the link of a letter: choosing its password, once."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/invitations/{token:str}", FOLDER, indexed=False)
