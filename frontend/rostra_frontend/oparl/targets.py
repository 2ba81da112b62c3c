"""Which thing or list an address means, and how that address is properly spelled."""

import re
from dataclasses import dataclass
from urllib.parse import unquote
from uuid import UUID

from rostra_frontend.oparl.addresses import KINDS, PATH, TYPES
from rostra_frontend.oparl.lists import Roll, roll_named

UUID_TEXT = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


@dataclass(frozen=True)
class Target:
    """What a request is for: the system, an object or a list, and its canonical path."""

    path: str
    kind: str | None = None
    id: UUID | None = None
    roll: Roll | None = None


def target_of(raw_path: str) -> Target | None:
    """What the path means, however it is spelled; None when it means nothing."""
    parts = [unquote(part).lower() for part in raw_path.split("/") if part]
    match parts:
        case ["oparl"] | ["oparl", "v1.1"] | ["oparl", "v1.1", "system"]:
            return Target(f"{PATH}/system")
        case ["oparl", "v1.1", "bodies"]:
            return Target(f"{PATH}/bodies", roll=Roll("body"))
        case ["oparl", "v1.1", name, id] if name in KINDS and UUID_TEXT.fullmatch(id):
            return Target(path_of(KINDS[name], UUID(id)), kind=KINDS[name], id=UUID(id))
        case ["oparl", "v1.1", name, id, last] if name in KINDS and UUID_TEXT.fullmatch(id):
            roll = roll_named(KINDS[name], UUID(id), last)
            return Target(f"{path_of(KINDS[name], UUID(id))}/{last}", roll=roll) if roll else None
    return None


def path_of(kind: str, id: UUID) -> str:
    """The canonical path of an object."""
    return f"{PATH}/{TYPES[kind].lower()}/{id}"
