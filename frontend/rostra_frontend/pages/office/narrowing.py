"""Narrowing the lists of the council office: what the address says, for the query and the pager."""

from typing import Any
from urllib.parse import urlencode

from rostra_frontend.page import Inputs, sheet_of

RUNNING = {"": True, "running": True, "ended": False, "all": None}
"""Whether an organization must exist today, for each word in the address."""


def narrowed(names: tuple[str, ...], size: int = 50) -> Any:
    """The variables of a list: a sheet of it, and whether what it lists is running."""
    turn = sheet_of(size)

    def prepare(inputs: Inputs) -> dict[str, Any]:
        variables = turn(inputs)
        if "state" in names:
            variables["current"] = RUNNING.get(inputs.get("state"), True)
        if "kind" in names:
            variables["kind"] = [inputs.get("kind")] if inputs.get("kind") else None
        return variables

    return prepare


def kept_in_pager(names: tuple[str, ...]) -> Any:
    """What the pager carries on from sheet to sheet, and what the filter was set to."""

    def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
        chosen = {name: inputs.get(name) for name in names}
        asked = urlencode({name: value for name, value in chosen.items() if value})
        return {"chosen": chosen, "carried": asked + "&" if asked else ""}

    return present
