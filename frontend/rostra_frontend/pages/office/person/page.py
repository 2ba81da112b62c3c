"""A person as the clerk keeps them: what is published, seats, and the account."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/office/persons/{id:uuid}"
HERE = "/office/persons/{id}"

page = Page(PATH, FOLDER, subject="person", indexed=False)
change = Form(PATH, mutation=FOLDER / "change.graphql", page=page, then=HERE)
withdraw = Form(
    f"{PATH}/withdraw", mutation=FOLDER / "withdraw.graphql", page=page, then="/office/persons"
)
begin_seat = Form(
    f"{PATH}/seats", mutation=FOLDER / "begin_seat.graphql", page=page, then=f"{HERE}#seats"
)


def of_account(name: str) -> Form:
    """A form about the account of the person."""
    mutation = FOLDER / f"{name}.graphql"
    return Form(f"{PATH}/account/{name}", mutation=mutation, page=page, then=f"{HERE}#account")


FORMS = (
    change,
    withdraw,
    begin_seat,
    *(of_account(name) for name in ("invite", "readdress", "close", "reopen")),
)
