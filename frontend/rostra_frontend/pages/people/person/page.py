"""A person: mandates and offices, today's and former ones."""

from pathlib import Path
from typing import Any

from rostra_frontend.layout.readings import parted_by_time
from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent


def memberships(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The memberships, present and former."""
    return {"memberships": parted_by_time(data["person"]["memberships"])}


page = Page("/persons/{id:uuid}", FOLDER, subject="person", section="people", present=memberships)
