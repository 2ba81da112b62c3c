"""Says that somebody was forgotten, and what stays."""

from pathlib import Path

from rostra_frontend.page import Page

page = Page("/account/erased", Path(__file__).parent, indexed=False)
