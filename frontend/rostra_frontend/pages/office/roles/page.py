"""What each office permits, in words."""

from pathlib import Path

from rostra_frontend.page import Page

page = Page("/office/roles", Path(__file__).parent, indexed=False)
