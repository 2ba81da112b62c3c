"""The organizations that the clerk keeps, narrowed by body, kind, state and name."""

from pathlib import Path

from rostra_frontend.page import Page
from rostra_frontend.pages.office.narrowing import kept_in_pager, narrowed

NAMES = ("body", "kind", "state", "text")

page = Page(
    "/office/organizations",
    Path(__file__).parent,
    prepare=narrowed(NAMES),
    present=kept_in_pager(NAMES),
    indexed=False,
)
