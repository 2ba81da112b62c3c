"""What the viewer's departments have on their desk: open reports, the most urgent first."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page, sheet_of
from rostra_frontend.pages.reports.listing.page import OPEN

FOLDER = Path(__file__).parent
PAGE_SIZE = 50


def prepare(inputs: Inputs) -> dict[str, Any]:
    """Which part of the desk is wanted: all that is open, or what is overdue."""
    overdue = inputs.get("show") == "overdue"
    return {**sheet_of(PAGE_SIZE)(inputs), "states": OPEN, "overdue": overdue}


page = Page(
    "/reports/desk", FOLDER, subject="desk", section="reports", prepare=prepare, indexed=False
)
