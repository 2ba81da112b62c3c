"""The look before an invitation or a supplement, and the button that sends it."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page(
    "/meetings/{id:uuid}/invite", FOLDER, subject="preflight", section="calendar", indexed=False
)
invite = Form(
    "/meetings/{id:uuid}/invite",
    mutation=FOLDER / "invite.graphql",
    page=page,
    then="/meetings/{id}/answers",
)
terms = Form(
    "/meetings/{id:uuid}/invite/terms",
    mutation=FOLDER / "terms.graphql",
    page=page,
    then="/meetings/{id}/invite",
)
supplement = Form(
    "/meetings/{id:uuid}/invite/supplement",
    mutation=FOLDER / "supplement.graphql",
    page=page,
    then="/meetings/{id}/versions",
)
