"""How templates read the answers of the API."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from rostra_frontend.addresses import address

Thing = dict[str, Any]

NO = re.compile(
    r"\b(abgelehnt|ablehnung|nicht\s+(beschlossen|angenommen|zugestimmt)|niemand\s+gewählt"
    r"|rejected)",
    re.I,
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
    return connection["nodes"] if connection else []


def place(location: Thing) -> str:
    """A location in one line, in which nothing is said twice."""
    said: list[str] = []
    for name in ("room", "description", "streetAddress", "locality"):
        for part in (location[name] or "").split(","):
            told = " ".join(part.split())
            if told and not any(told in earlier for earlier in said):
                said.append(told)
    return ", ".join(said)


@lru_cache(4_096)
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


def seniority(membership: Thing) -> int:
    """Who is named first: the chair, then who stands in for the chair, then the members."""
    role = (membership["role"] or "").lower()
    deputy = "stellv" in role or "deputy" in role or "2." in role
    if "vorsitz" in role or "bürgermeister" in role or "chair" in role:
        return 1 if deputy else 0
    return 3 if deputy else 2


def parted_by_time(memberships: Iterable[Thing]) -> dict[str, list[Thing]]:
    """Present and former memberships, the last one that ended first."""
    listed = sorted(memberships, key=seniority)
    former = [membership for membership in listed if not membership["current"]]
    former.sort(key=lambda membership: membership["endDate"] or "", reverse=True)
    return {"present": [one for one in listed if one["current"]], "former": former}


def followable(address: str | None) -> bool:
    """Whether an address is one of ours or of the web, and nothing that would run."""
    if not address:
        return False
    return urlsplit(address).scheme in {"http", "https"} or (
        address.startswith("/") and not address.startswith("//")
    )


def choices(things: Iterable[Thing]) -> list[tuple[str, str]]:
    """Things to choose from: the id and the name of each, or where it is."""
    return [(one["id"], one.get("name") or one.get("shortName") or where(one)) for one in things]


def where(thing: Thing) -> str:
    """A place in one line; empty for what is none."""
    return place(thing) if "streetAddress" in thing else ""


def place_of(thing: Thing) -> str:
    """The path of the page of a thing that can be commented."""
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", thing["__typename"])
    return address(kind, thing["id"])


def title_of(hit: Thing) -> str | None:
    """What a hit of the search is called."""
    node = hit["node"]
    if node["__typename"] == "Comment":
        return node["post"]["title"] if node["post"] else None
    if node["__typename"] == "Report":
        parts = ((node["category"] or {}).get("name"), node["address"])
        return ", ".join(part for part in parts if part)
    return node.get("title") or node.get("name") or node.get("fileName") or node.get("reference")


def day_of_hit(hit: Thing) -> str | None:
    """The day of a hit of the search, or the moment of which it is the day."""
    node = hit["node"]
    meeting = node.get("meeting") or {}
    days = (
        node.get("date"),
        node.get("resolved"),
        node.get("start"),
        meeting.get("start"),
        node.get("published"),
        node.get("received"),
        node.get("changed"),
    )
    return next((day for day in (*days, node.get("created")) if day), None)


READINGS: dict[str, Callable[..., Any]] = {
    "nodes": nodes,
    "place": place,
    "verdict": verdict,
    "type_name": type_name,
    "parted": parted,
    "followable": followable,
    "choices": choices,
    "title_of": title_of,
    "place_of": place_of,
    "day_of_hit": day_of_hit,
}
