"""The rules of the house, and the rules after which something is held for a moderator."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent


def words_in_lines(typed: Mapping[str, list[str]], _inputs: Inputs) -> dict[str, Any]:
    """The words of a rule, one in each line."""
    lines = (typed.get("words") or [""])[0].splitlines()
    return {"words": [line for line in lines if line.strip()]}


page = Page("/moderation/rules", FOLDER, indexed=False)
FORMS = (
    Form(
        "/moderation/rules", mutation=FOLDER / "keep.graphql", page=page, then="/moderation/rules"
    ),
    Form(
        "/moderation/rules/usual",
        mutation=FOLDER / "usual.graphql",
        page=page,
        then="/moderation/rules",
    ),
    Form(
        "/moderation/rules/screening",
        mutation=FOLDER / "screen.graphql",
        page=page,
        then="/moderation/rules",
        arrange=words_in_lines,
    ),
)
