"""What templates do with plain texts."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

BLANK_LINES = re.compile(r"\n\s*\n")
WEB = frozenset({"http", "https"})


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text, as blank lines part them."""
    return [part.strip() for part in BLANK_LINES.split(text) if part.strip()]


def shortened(text: str, length: int) -> str:
    """The text, cut at a word with an ellipsis where it is longer than the length."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    return flat[:length].rsplit(" ", 1)[0].rstrip(",;:–-") + " …"


def web_address(address: str | None) -> str | None:
    """The address when it leads to the web, or nothing: data from elsewhere may say anything."""
    if not address:
        return None
    return address if urlsplit(address).scheme in WEB else None


def dialled(number: str) -> str:
    """A telephone number as a link dials it."""
    return "tel:" + re.sub(r"[^\d+]", "", number)


def mailed(address: str) -> str:
    """An e-mail address as a link writes to it."""
    return "mailto:" + quote(address, safe="@+._-")


FILTERS: dict[str, Callable[..., Any]] = {
    "paragraphs": paragraphs,
    "shortened": shortened,
    "web_address": web_address,
    "dialled": dialled,
    "mailed": mailed,
}
