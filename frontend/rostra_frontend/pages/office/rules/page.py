"""The numbers of the standing orders: what holds, what held, and setting another."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/office/{id:uuid}/rules", FOLDER, subject="kept", indexed=False)
change = Form(
    "/office/{id:uuid}/rules",
    mutation=FOLDER / "change.graphql",
    page=page,
    then="/office/{id}/rules#history",
)
withdraw = Form(
    "/office/{id:uuid}/rules/withdraw",
    mutation=FOLDER / "withdraw.graphql",
    page=page,
    then="/office/{id}/rules#history",
)
