"""One defect report: what it is, how far it is, and what was said about it."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/reports/{id:str}"
HERE = "/reports/{id}"

page = Page(PATH, FOLDER, subject="report", section="reports")
FORMS = tuple(
    Form(f"{PATH}/{name}", mutation=FOLDER / f"{name}.graphql", page=page, then=f"{HERE}#history")
    for name in ("move", "answer", "note", "add", "reassign")
)
