"""The requests for items, for those who put them on an agenda or refuse them (AGD-1)."""

from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent


def open_first(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The requests that wait and those that are decided; the office alone sees the page."""
    asked = data["itemRequests"]
    meetings = [one for one in data["planned"]["nodes"] if not one["cancelled"]]
    return {
        "waiting": [one for one in asked if one["viewerMayDecide"]],
        "decided": [one for one in asked if not one["viewerMayDecide"]],
        "meetings": meetings,
    }


page = Page(
    "/office/requests", FOLDER, subject="viewer", present=open_first, section="calendar",
    indexed=False,
)  # fmt: skip
accept = Form(
    "/office/requests/accept",
    mutation=FOLDER / "accept.graphql",
    page=page,
    then="/office/requests",
)
refuse = Form(
    "/office/requests/refuse",
    mutation=FOLDER / "refuse.graphql",
    page=page,
    then="/office/requests",
)
FORMS = (accept, refuse)
