"""An organization: who belongs to it today and belonged to it, and when it meets."""

from pathlib import Path
from typing import Any

from rostra_frontend.layout.readings import parted_by_time
from rostra_frontend.page import Inputs, Page, sheet_of

FOLDER = Path(__file__).parent


def members(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The memberships, present and former."""
    parted = parted_by_time(data["organization"]["memberships"])
    on_behalf = any(membership["onBehalfOf"] for membership in parted["present"])
    return {"members": {**parted, "on_behalf": on_behalf}}


page = Page(
    "/organizations/{id:uuid}",
    FOLDER,
    subject="organization",
    section="organizations",
    prepare=sheet_of(12),
    present=members,
)
