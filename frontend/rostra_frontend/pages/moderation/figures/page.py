"""The figures of moderation in a year (Art. 24 DSA)."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent


def year_of(inputs: Inputs) -> dict[str, Any]:
    """The year of the address, or the present one."""
    year = inputs.get("year")
    return {"year": int(year) if year.isdecimal() and len(year) == 4 else inputs.today.year}


page = Page("/moderation/figures", FOLDER, prepare=year_of)
