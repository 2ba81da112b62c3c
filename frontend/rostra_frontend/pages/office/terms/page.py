"""The legislative terms of the bodies that the clerk keeps."""

from pathlib import Path

from rostra_frontend.page import Page

page = Page("/office/terms", Path(__file__).parent, indexed=False)
