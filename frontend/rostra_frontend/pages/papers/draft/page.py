"""Beginning a paper, and the drafts that one may read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent


def to_the_draft(data: dict[str, Any], _path: Mapping[str, str]) -> str:
    """The page on which the new paper is written on."""
    return f"/papers/{data['draftPaper']['id']}/edit"


page = Page("/papers/new", FOLDER, subject="viewer", section="papers", indexed=False)
draft = Form("/papers/new", mutation=FOLDER / "draft.graphql", page=page, then=to_the_draft)
