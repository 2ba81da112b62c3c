"""The words of OParl: its types, where they are embedded, and which fields point where."""

import re
from dataclasses import dataclass
from typing import TypeGuard
from urllib.parse import urlsplit

KINDS = {
    "System": "system",
    "Body": "body",
    "LegislativeTerm": "legislative_term",
    "Location": "location",
    "Organization": "organization",
    "Person": "person",
    "Membership": "membership",
    "Meeting": "meeting",
    "AgendaItem": "agenda_item",
    "Paper": "paper",
    "Consultation": "consultation",
    "File": "file",
}
"""The kind of thing that each OParl type is here."""

TYPE_URL = re.compile(r"https?://schema\.oparl\.org/(?:1\.\d+/)?([A-Za-z]+)/?", re.IGNORECASE)

BY_LOWER_NAME = {name.lower(): kind for name, kind in KINDS.items()}

IRREGULAR = {"bodies": "body", "people": "person"}
"""Plurals in addresses that are not made with an s."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A field that holds other objects or their addresses."""

    kind: str
    back: str | None = None
    """The field of the other object that points back; the parent's address is put there."""
    deletes: bool = False
    """Whether an object that is no longer listed has ceased to exist."""


POINTERS: dict[str, dict[str, Pointer]] = {
    "system": {"body": Pointer("body")},
    "body": {
        "legislativeTerm": Pointer("legislative_term", "body", deletes=True),
        "location": Pointer("location"),
        "organization": Pointer("organization", "body"),
        "person": Pointer("person", "body"),
        "meeting": Pointer("meeting", "body"),
        "paper": Pointer("paper", "body"),
        "agendaItem": Pointer("agenda_item"),
        "consultation": Pointer("consultation"),
        "file": Pointer("file"),
        "membership": Pointer("membership"),
        "locationList": Pointer("location"),
        "legislativeTermList": Pointer("legislative_term", "body"),
    },
    "legislative_term": {"body": Pointer("body")},
    "organization": {
        "body": Pointer("body"),
        "location": Pointer("location"),
        "membership": Pointer("membership", "organization"),
        "subOrganizationOf": Pointer("organization"),
    },
    "person": {
        "body": Pointer("body"),
        "membership": Pointer("membership", "person", deletes=True),
        "location": Pointer("location"),
        "locationObject": Pointer("location"),
        "image": Pointer("file"),
    },
    "membership": {
        "person": Pointer("person"),
        "organization": Pointer("organization"),
        "onBehalfOf": Pointer("organization"),
    },
    "meeting": {
        "location": Pointer("location"),
        "organization": Pointer("organization"),
        "participant": Pointer("person"),
        "invitation": Pointer("file"),
        "resultsProtocol": Pointer("file"),
        "verbatimProtocol": Pointer("file"),
        "auxiliaryFile": Pointer("file"),
        "agendaItem": Pointer("agenda_item", "meeting", deletes=True),
    },
    "agenda_item": {
        "meeting": Pointer("meeting"),
        "consultation": Pointer("consultation", "agendaItem"),
        "resolutionFile": Pointer("file"),
        "auxiliaryFile": Pointer("file"),
    },
    "paper": {
        "body": Pointer("body"),
        "relatedPaper": Pointer("paper"),
        "superordinatedPaper": Pointer("paper"),
        "subordinatedPaper": Pointer("paper"),
        "mainFile": Pointer("file"),
        "auxiliaryFile": Pointer("file"),
        "location": Pointer("location"),
        "originatorPerson": Pointer("person"),
        "underDirectionOf": Pointer("organization"),
        "originatorOrganization": Pointer("organization"),
        "consultation": Pointer("consultation", "paper", deletes=True),
    },
    "consultation": {
        "paper": Pointer("paper"),
        "agendaItem": Pointer("agenda_item"),
        "meeting": Pointer("meeting"),
        "organization": Pointer("organization"),
    },
    "file": {"masterFile": Pointer("file")},
    "location": {},
}
"""For each kind, the fields that hold other objects or their addresses."""

FILE_OWNERS = {"meeting": "meeting", "agendaItem": "agenda_item", "paper": "paper"}
"""The fields of a File that say where it is used, and the kind of what they name."""

VENDOR = "rostra:"
"""The prefix of the fields that this software adds to OParl."""

PRINTED = f"{VENDOR}printed"
"""Says of a File that it is printed from records when asked for, and kept nowhere."""

PROTOCOL_FIELDS = {
    "meeting": (f"{VENDOR}attendance", f"{VENDOR}minutes"),
    "agenda_item": (f"{VENDOR}votes", f"{VENDOR}minutesText"),
}
"""The fields in which attendance, minutes and votes come."""

BODY_LISTS = tuple(key for key in POINTERS["body"] if key not in ("legislativeTerm", "location"))
"""The fields of a Body that hold the address of a list."""

DERIVED = {
    "body": {"system", *BODY_LISTS, "legislativeTerm"},
    "organization": {"membership", "meeting", "consultation"},
    "person": {"membership", "locationObject"},
    "membership": {"body"},
    "meeting": {"body", "agendaItem"},
    "agenda_item": {"body", "consultation"},
    "paper": {"consultation"},
    "consultation": {"body"},
    "file": {"body", "person", "derivativeFile", *FILE_OWNERS},
    "location": {"body", "bodies", "organizations", "persons", "meetings", "papers"},
    "legislative_term": set(),
}
"""Fields that only repeat what other objects say, and so are no part of an object's content."""


def kind_of_type(value: object) -> str | None:
    """The kind that a `type` field names, whatever the version of the schema it points to."""
    if not isinstance(value, str):
        return None
    matched = TYPE_URL.fullmatch(value.strip())
    name = matched.group(1) if matched else value.strip()
    return BY_LOWER_NAME.get(name.lower())


def kind_of_address(address: str) -> str | None:
    """The kind that the last telling part of an address names, as in `/body/1/meeting/1082`."""
    for part in reversed(urlsplit(address).path.split("/")):
        name = part.lower().removesuffix(".json").split("?")[0]
        if name in IRREGULAR:
            return IRREGULAR[name]
        kind = BY_LOWER_NAME.get(name) or BY_LOWER_NAME.get(name.removesuffix("s"))
        if kind not in (None, "system"):
            return kind
    return None


def is_address(value: object) -> TypeGuard[str]:
    """Whether the value is the absolute address of something on the web."""
    return isinstance(value, str) and value.startswith(("https://", "http://"))
