"""The persons that the clerk keeps, by body and name."""

from pathlib import Path

from rostra_frontend.page import Page
from rostra_frontend.pages.office.narrowing import kept_in_pager, narrowed

NAMES = ("body", "text")

page = Page(
    "/office/persons",
    Path(__file__).parent,
    prepare=narrowed(NAMES),
    present=kept_in_pager(NAMES),
    indexed=False,
)
