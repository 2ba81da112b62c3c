"""The built styles, fonts and icons, found by the names that they had before hashing."""

import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static"
STATIC_URL = "/static"
UNBUILT = (
    "The website's styles are not built. Run `npm ci && npm run build` in frontend/, "
    "or install the package again."
)


class NotBuilt(Exception):
    """The frontend has not been built; the message says how."""


@cache
def manifest() -> dict[str, str]:
    """The hashed name of every built file."""
    try:
        names: dict[str, str] = json.loads((STATIC / "manifest.json").read_text("utf-8"))
    except OSError as error:
        raise NotBuilt(UNBUILT) from error
    return names


def asset(name: str) -> str:
    """The address of a built file; it can be kept for ever, since it changes with the content."""
    return f"{STATIC_URL}/{manifest()[name]}"
