"""All organizations, grouped by what they are."""

from itertools import groupby
from pathlib import Path
from typing import Any

from rostra_frontend.layout.readings import nodes
from rostra_frontend.page import Inputs, Page, sheet_of

FOLDER = Path(__file__).parent
FIRST = ("Gremium", "Fraktion", "Verwaltungsbereich")
"""The types that come first, as OParl names them; the others follow by name."""


def group_of(organization: dict[str, Any]) -> str:
    """The heading under which an organization stands."""
    return organization["organizationType"] or organization["classification"] or "Sonstiges"


def rank(name: str) -> tuple[int, str]:
    """Where a heading stands on the page."""
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def groups(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The organizations that exist today under their headings, then those that are dissolved."""
    today = inputs.today.isoformat()
    listed = sorted(
        nodes(data["organizations"]),
        key=lambda o: (rank(group_of(o)), (o["endDate"] or "9999") < today),
    )
    grouped = groupby(listed, key=group_of)
    return {"groups": [{"name": name, "organizations": list(some)} for name, some in grouped]}


page = Page(
    "/organizations", FOLDER, section="organizations", prepare=sheet_of(200), present=groups
)
