"""All posts, the newest first: by type, by topic, by department, by year."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rostra_frontend.page import Inputs, Page, sheet_of
from rostra_frontend.pages.posts.writing import TYPES

FOLDER = Path(__file__).parent
ASKED = ("type", "topic", "organization", "year")


def prepare(inputs: Inputs) -> dict[str, Any]:
    """Which posts are wanted, in the reader's language where they stand in several."""
    type_, topic, year = inputs.get("type").upper(), inputs.get("topic"), inputs.get("year")
    return {
        **sheet_of(15)(inputs),
        "type": [type_] if type_ in TYPES else None,
        "topic": [topic] if topic else None,
        "year": int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        "language": inputs.language,
    }


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """What was asked for, for the form and for the way to further pages."""
    said = {name: inputs.get(name) for name in ASKED}
    narrowing = urlencode({name: value for name, value in said.items() if value})
    writes = bool(data["viewer"] and data["viewer"]["organizationsWhere"])
    narrowed = f"{narrowing}&" if narrowing else ""
    return {"wanted": said | {"narrowing": narrowed}, "writes": writes, "types": TYPES}


page = Page("/posts", FOLDER, section="posts", prepare=prepare, present=present)
