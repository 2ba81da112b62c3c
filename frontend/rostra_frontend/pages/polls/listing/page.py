"""The polls that run and those that are over."""

from pathlib import Path

from rostra_frontend.page import Page, sheet_of

page = Page("/polls", Path(__file__).parent, prepare=sheet_of(30))
