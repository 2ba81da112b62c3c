"""The notices that somebody gave, and what was decided about them (Art. 16 (5) DSA)."""

from pathlib import Path

from rostra_frontend.page import Page

page = Page("/account/notices", Path(__file__).parent, indexed=False)
