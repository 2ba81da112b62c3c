"""The agenda builder: items in order, papers that are due, every step undone at will."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/meetings/{id:uuid}/agenda"
HERE = "/meetings/{id}/agenda/edit"

page = Page(f"{PATH}/edit", FOLDER, subject="agendaInMaking", section="calendar", indexed=False)


def step(name: str) -> Form:
    """A form for one step of building."""
    mutation = FOLDER / f"{name}.graphql"
    return Form(f"{PATH}/{name}", mutation=mutation, page=page, then=HERE)


FORMS = tuple(
    step(name)
    for name in (
        "add", "standing", "change", "take_out", "move", "shift", "attach", "detach", "undo",
        "accept",
    )
)  # fmt: skip
