"""Where keeping the council begins: the bodies that the viewer keeps."""

from pathlib import Path

from rostra_frontend.page import Page

page = Page("/office", Path(__file__).parent, indexed=False)
