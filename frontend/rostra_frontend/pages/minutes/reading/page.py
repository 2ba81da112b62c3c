"""The minutes of a meeting as a page, and what members may have put into them (MIN-2, MIN-3)."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/meetings/{id:uuid}/minutes"
HERE = "/meetings/{id}/minutes"

page = Page(PATH, FOLDER, subject="lectern", section="calendar")


def form(verb: str, anchor: str) -> Form:
    """A form of this page that leads back to it."""
    path = f"{PATH}/{verb.replace('_', '-')}"
    return Form(path, mutation=FOLDER / f"{verb}.graphql", page=page, then=HERE + anchor)


FORMS = (
    form("state", "#stated"),
    form("own_vote", "#stated"),
    form("withdraw", "#stated"),
    form("object", "#objections"),
)
