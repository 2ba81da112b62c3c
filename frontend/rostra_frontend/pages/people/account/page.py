"""Who is logged in and where, under which name, how to change the password, and which letters."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/account", FOLDER, indexed=False)
choose = Form(
    "/account/letters", mutation=FOLDER / "choose.graphql", page=page, then="/account#letters"
)
change = Form("/account/name", mutation=FOLDER / "change.graphql", page=page, then="/account#name")
end = Form("/account/logins", mutation=FOLDER / "end.graphql", page=page, then="/account#logins")
end_others = Form(
    "/account/logins/others",
    mutation=FOLDER / "end_others.graphql",
    page=page,
    then="/account#logins",
)
