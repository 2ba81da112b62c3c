"""The minutes of a meeting, to be written, signed, approved and published."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/meetings/{id:uuid}/minutes"
HERE = "/meetings/{id}/minutes/edit"

page = Page(f"{PATH}/edit", FOLDER, subject="minutesDesk", section="calendar", indexed=False)


def form(verb: str, anchor: str = "") -> Form:
    """A form of this page that leads back to it."""
    path = f"{PATH}/{verb.replace('_', '-')}"
    return Form(path, mutation=FOLDER / f"{verb}.graphql", page=page, then=HERE + anchor)


FORMS = (
    form("draft"),
    form("save"),
    form("head"),
    form("absence", "#absences"),
    form("sign", "#settling"),
    form("answer", "#objections"),
    form("approve", "#settling"),
    form("publish", "#settling"),
    form("enter", "#settling"),
)
