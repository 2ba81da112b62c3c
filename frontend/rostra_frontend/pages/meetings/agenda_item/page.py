"""An agenda item: its paper, what the public said to it, its resolution, its votes."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/agenda-items/{id:uuid}", FOLDER, subject="agendaItem", section="calendar")
summarise = Form(
    "/agenda-items/{id:uuid}/participation",
    mutation=FOLDER / "summarise.graphql",
    page=page,
    then="/agenda-items/{id}#participation",
)
