"""An agenda item: its paper, its resolution, its votes."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/agenda-items/{id:uuid}", FOLDER, subject="agendaItem", section="calendar")
