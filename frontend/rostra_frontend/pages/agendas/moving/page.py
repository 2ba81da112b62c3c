"""Holding a meeting at another time, or not at all."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page(
    "/meetings/{id:uuid}/moving", FOLDER, subject="preflight", section="calendar", indexed=False
)
move = Form(
    "/meetings/{id:uuid}/moving",
    mutation=FOLDER / "move.graphql",
    page=page,
    then="/meetings/{id}/versions",
)
cancel = Form(
    "/meetings/{id:uuid}/moving/cancel",
    mutation=FOLDER / "cancel.graphql",
    page=page,
    then="/meetings/{id}/versions",
)
