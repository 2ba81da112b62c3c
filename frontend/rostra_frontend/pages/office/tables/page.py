"""Taking tables of the council in, and handing them out: choose, look, confirm."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page, Query

FOLDER = Path(__file__).parent
CHECK, IMPORT, LIST, BODIES = (
    Query(FOLDER / f"{name}.graphql", with_layout=False)
    for name in ("check", "import", "list", "bodies")
)
TABLES = ("persons", "organizations", "memberships")


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The bodies whose tables the viewer keeps, what was done last, and nothing looked at yet."""
    done = {name: inputs.get(name) for name in ("created", "changed")}
    counts = {name: int(text) for name, text in done.items() if text.isdecimal()}
    return {
        "kept": [one for one in data["bodies"]["nodes"] if one["viewerMay"]],
        "columns": {name: data[name] for name in TABLES},
        "asked": {"body": inputs.get("body"), "table": inputs.get("table")},
        "done": counts if len(counts) == len(done) else None,
        "report": None,
        "sent": "",
    }


page = Page("/office/import", FOLDER, present=present, indexed=False)
