"""Entering a meeting: who sits, when and where; the agenda begins with what always stands."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent


def to_the_agenda(data: dict[str, Any], path: Mapping[str, str]) -> str:
    """On to the agenda of the new meeting."""
    return f"/meetings/{data['createMeeting']['id']}/agenda/edit"


page = Page("/office/meetings/new", FOLDER, subject="viewer", section="calendar", indexed=False)
create = Form(
    "/office/meetings/new", mutation=FOLDER / "create.graphql", page=page, then=to_the_agenda
)
