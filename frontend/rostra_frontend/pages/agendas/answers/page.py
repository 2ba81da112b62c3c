"""Who is invited, when it arrived, who comes, and whether the quorum is in doubt."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page(
    "/meetings/{id:uuid}/answers",
    FOLDER,
    subject="quorumForecast",
    section="calendar",
    indexed=False,
)
deliver = Form(
    "/meetings/{id:uuid}/answers/delivery",
    mutation=FOLDER / "deliver.graphql",
    page=page,
    then="/meetings/{id}/answers",
)
enter = Form(
    "/meetings/{id:uuid}/answers",
    mutation=FOLDER / "enter.graphql",
    page=page,
    then="/meetings/{id}/answers",
)
