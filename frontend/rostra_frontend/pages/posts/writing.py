"""What is typed into the form of a post, as the API takes it, and what stands in it."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from rostra_frontend.page import Inputs

TYPES = (
    "NEWS", "PRESS_RELEASE", "ANNOUNCEMENT", "RESOLUTION", "VIDEO", "EVENT", "CONSULTATION",
    "PROJECT",
)  # fmt: skip
LANGUAGES = ("DE", "EN", "DE_SIMPLE")
WORDS = ("title", "text", "teaser", "place", "videoUrl", "transcript", "captions", "results")
PLACE = ("latitude", "longitude")
MOMENTS = ("appears", "expires", "starts", "ends")
LINKS = {
    "paper": "papers", "meeting": "meetings", "resolution": "resolutions", "project": "projects",
}  # fmt: skip
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
NOTHING = "00000000-0000-0000-0000-000000000000"
"""What an address that names nothing leads to: the house says that nothing is there."""
NOWHERE = 999.0
NEVER = "1000-01-01T00:00:00+00:00"
"""What stands for words that are no moment, so that the house refuses them."""

Fields = Mapping[str, list[str]]


def arranged(typed: Fields, inputs: Inputs) -> dict[str, Any]:
    """The post as it was typed, and the revision that the writer has seen."""
    revision = first(typed, "seen") or "0"
    known = revision.isascii() and revision.isdigit() and len(revision) < 10
    return {"writing": writing_of(typed, inputs), "revision": int(revision) if known else 0}


def arranged_new(typed: Fields, inputs: Inputs) -> dict[str, Any]:
    """A new post as it was typed, with its department and what it is a variant of."""
    return {
        "input": {
            **writing_of(typed, inputs),
            "organization": first(typed, "organization") or NOTHING,
            "variantOf": id_in(first(typed, "variantOf")),
        }
    }


def writing_of(typed: Fields, inputs: Inputs) -> dict[str, Any]:
    """The post as it was typed."""
    said: dict[str, Any] = {name: first(typed, name) for name in WORDS}
    kind, language = first(typed, "postType"), first(typed, "language")
    return {
        **said,
        "title": said["title"] or "",
        "text": said["text"] or "",
        "postType": kind if kind in TYPES else "NEWS",
        "language": language if language in LANGUAGES else "DE",
        "topics": [one.strip() for one in (first(typed, "topics") or "").split(",")],
        "latitude": degrees(first(typed, "latitude")),
        "longitude": degrees(first(typed, "longitude")),
        **{name: moment(first(typed, name), inputs.zone) for name in MOMENTS},
        **{name: id_in(first(typed, name)) for name in LINKS},
    }


def first(typed: Fields, name: str) -> str | None:
    """What stands in a field; None where it is empty."""
    text = (typed.get(name) or [""])[0].replace("\x00", "").strip()
    return text or None


def moment(text: str | None, zone: dt.tzinfo) -> str | None:
    """A day and time of the city, as the API reads it."""
    if text is None:
        return None
    try:
        read = dt.datetime.fromisoformat(text)
    except ValueError:
        return NEVER
    if not 1 < read.year < dt.MAXYEAR:
        return NEVER
    return (read if read.tzinfo else read.replace(tzinfo=zone)).isoformat()


def id_in(text: str | None) -> str | None:
    """The id in an address of this site; one of nothing where there is none."""
    if text is None:
        return None
    found = ID.findall(text)
    return found[-1] if found else NOTHING


def degrees(text: str | None) -> float | None:
    """A coordinate, with a comma or a point."""
    if text is None:
        return None
    plain = text.replace(",", ".").rstrip("°")
    return float(plain) if re.fullmatch(r"-?\d{1,3}(\.\d{1,12})?", plain) else NOWHERE


def standing(post: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The post as it stands in the fields of the form."""
    return {
        **post,
        "text": post["typedText"],
        "results": post["typedResults"],
        "language": post["language"].upper().replace("-", "_"),
        "topics": ", ".join(one["name"] for one in post["topics"]),
        **{name: local(post[name], inputs.zone) for name in MOMENTS},
        **{name: "" if post[name] is None else str(post[name]) for name in PLACE},
        **{name: linked(post[name], where) for name, where in LINKS.items()},
    }


def linked(thing: dict[str, Any] | None, where: str) -> str:
    """The address of what the post is about; empty where it is about nothing else."""
    return f"/{where}/{thing['id']}" if thing else ""


def local(text: Any, zone: dt.tzinfo) -> str:
    """A moment as a field for day and time shows it."""
    if not text:
        return ""
    read = text if isinstance(text, dt.datetime) else dt.datetime.fromisoformat(text)
    return read.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
