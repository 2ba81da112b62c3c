"""How attendance and minutes are read from the fields that this software adds to OParl."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from rostra.imports.oparl.batches import local_id
from rostra.imports.oparl.converting import (
    clean,
    date_or_none,
    moment_or_none,
    text_or_none,
)
from rostra.imports.oparl.mappings.voting import one_of
from rostra.imports.oparl.vocabulary import is_address
from rostra.rich_text import cleaned_html

STATES = frozenset({"draft", "signed", "approved", "published"})
PRESENCE = frozenset({"present", "excused", "absent"})
POINTERS = {
    "chair": ("chair_id", "person"),
    "secretary": ("secretary_id", "person"),
    "approvedInItem": ("approved_in_item_id", "agenda_item"),
}
"""The fields of minutes that name other things: their columns and kinds."""


def attendance_of(stated: object, zone: ZoneInfo) -> dict[str, dict[str, Any]]:
    """Who was at a meeting and who was not, by the address of the person."""
    listed = stated if isinstance(stated, list) else []
    return {
        one["person"]: {
            "position": place,
            "state": one_of(PRESENCE, one.get("state"), "present"),
            "role": text_or_none(one.get("role")),
            "arrived": moment_or_none(one.get("arrived"), zone),
            "left": moment_or_none(one.get("left"), zone),
        }
        for place, one in enumerate(listed)
        if isinstance(one, dict) and is_address(one.get("person"))
    }


def minutes_row(stated: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """The columns that the frame of the minutes fills, but for those that point elsewhere."""
    breaks = stated.get("interruptions")
    return {
        "state": one_of(STATES, stated.get("state"), "published"),
        "secretary_name": text_or_none(stated.get("secretaryName")),
        "invited": date_or_none(stated.get("invited"), zone),
        "invitation_note": text_or_none(stated.get("invitationNote")),
        "quorum_note": text_or_none(stated.get("quorumNote")),
        "interruptions": interruptions_of(breaks) if isinstance(breaks, list) else None,
        "approved": date_or_none(stated.get("approved"), zone),
    }


def interruptions_of(breaks: list[Any]) -> list[dict[str, str]] | None:
    """From when to when a meeting was interrupted."""
    found = [
        {"from": clean(one["from"], 1), "until": clean(one["until"], 1)}
        for one in breaks
        if isinstance(one, dict)
        and isinstance(one.get("from"), str)
        and isinstance(one.get("until"), str)
    ]
    return found or None


def entries_of(address: str, stated: object) -> list[dict[str, Any]]:
    """What the minutes say to an agenda item, cleaned as anything that people type."""
    listed = stated if isinstance(stated, list) else [stated]
    texts = [cleaned_html(one) for one in listed if isinstance(one, str)]
    return [
        {"id": entry_id(address, place), "position": place, "text": text}
        for place, text in enumerate(texts)
        if text
    ]


def entry_id(address: str, place: int) -> UUID:
    """The id of what the minutes say at a place under an agenda item."""
    return local_id(f"{address}#minutes/{place}")


def minutes_id(address: str) -> UUID:
    """The id of the minutes of a meeting."""
    return local_id(f"{address}#minutes")
