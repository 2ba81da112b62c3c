"""A resolution: its words, who carries it out, and what was reported."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/resolutions/{id:uuid}"
HERE = "/resolutions/{id}"

page = Page(PATH, FOLDER, subject="resolution", section="calendar")
FORMS = (
    Form(f"{PATH}/assign", mutation=FOLDER / "assign.graphql", page=page, then=HERE),
    Form(f"{PATH}/report", mutation=FOLDER / "report.graphql", page=page, then=HERE),
    Form(f"{PATH}/publish", mutation=FOLDER / "publish.graphql", page=page, then=HERE),
)
