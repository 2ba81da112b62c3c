"""The queue of the moderators: what to decide about, with all that is needed for it."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/moderation", FOLDER, indexed=False)
FORMS = (
    Form("/moderation/decide", mutation=FOLDER / "decide.graphql", page=page, then="/moderation"),
    Form("/moderation/confirm", mutation=FOLDER / "confirm.graphql", page=page, then="/moderation"),
    Form("/moderation/answer", mutation=FOLDER / "answer.graphql", page=page, then="/moderation"),
)
