"""How templates read the answers of the API."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

Thing = dict[str, Any]

NO = re.compile(
    r"\b(abgelehnt|ablehnung|nicht\s+(beschlossen|angenommen|zugestimmt)|rejected)", re.I
)
YES = re.compile(
    r"\b(beschlossen|angenommen|zugestimmt|zustimmung|genehmigt|gewählt|bestätigt|einstimmig"
    r"|mehrheitlich|accepted|elected)",
    re.I,
)
TYPE_NAMES = {
    "application/pdf": "PDF",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "text/plain": "Text",
    "text/html": "HTML",
}


def nodes(connection: Thing | None) -> list[Thing]:
    """The things of a connection."""
    return [edge["node"] for edge in connection["edges"]] if connection else []


def verdict(words: str) -> str:
    """Whether the words of a result say yes or no plainly; otherwise quiet."""
    if NO.search(words):
        return "no"
    return "yes" if YES.search(words) else "quiet"


def type_name(mime_type: str) -> str:
    """A short name of a file's type."""
    return TYPE_NAMES.get(mime_type, mime_type.rpartition("/")[2].upper()[:12])


def parted(items: Iterable[Thing]) -> list[tuple[bool, list[Thing]]]:
    """An agenda in its public and non-public parts, in the order in which it is called."""
    parts = groupby(items, key=lambda item: item["public"] is not False)
    return [(public, list(part)) for public, part in parts]


def in_force(memberships: Iterable[Thing], today: dt.date | None = None) -> list[Thing]:
    """The memberships that hold today."""
    day = (today or dt.date.today()).isoformat()
    return [
        membership
        for membership in memberships
        if (membership["startDate"] or "") <= day and (membership["endDate"] or "9999") >= day
    ]


def parted_by_time(memberships: Iterable[Thing], today: dt.date) -> dict[str, list[Thing]]:
    """Present and former memberships."""
    listed = list(memberships)
    present = in_force(listed, today)
    former = [membership for membership in listed if membership not in present]
    former.sort(key=lambda membership: membership["endDate"] or "", reverse=True)
    return {"present": present, "former": former}


def followable(address: str | None) -> bool:
    """Whether an address is one of ours or of the web, and nothing that would run."""
    if not address:
        return False
    return urlsplit(address).scheme in {"http", "https"} or (
        address.startswith("/") and not address.startswith("//")
    )


READINGS: dict[str, Callable[..., Any]] = {
    "nodes": nodes,
    "verdict": verdict,
    "type_name": type_name,
    "parted": parted,
    "in_force": in_force,
    "followable": followable,
}
