"""What is filled into the forms of a sitting, as the mutations take it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rostra_frontend.page import Inputs

Typed = Mapping[str, list[str]]
MOVED_WITH = {"amended": "AMENDMENT", "refersTo": "REFER", "itemName": "ADD_ITEM"}
"""What a motion says beside its words, and the sort of motion that says it."""


def first(typed: Typed, name: str) -> str:
    """What stands in a field."""
    return (typed.get(name) or [""])[0].strip()


def named(typed: Typed, beginning: str) -> dict[str, str]:
    """What stands in the fields whose names begin so, by the rest of their names."""
    filled = {name: first(typed, name) for name in typed if name.startswith(beginning)}
    return {name.removeprefix(beginning): text for name, text in filled.items() if text}


def numbers(typed: Typed, _: Inputs) -> dict[str, Any]:
    """What was counted, choice by choice; what is left out was not counted at all."""
    counted = named(typed, "number-")
    return {
        "numbers": [{"choice": key, "number": whole(text)} for key, text in counted.items()],
    }


def whole(text: str) -> int:
    """A whole number; what is none is less than none, which the house refuses."""
    try:
        return int(text)
    except ValueError:
        return -1


def votes(typed: Typed, _: Inputs) -> dict[str, Any]:
    """What was said when names were called, person by person."""
    said = named(typed, "vote-")
    return {"votes": [{"person": person, "choice": choice} for person, choice in said.items()]}


def paper(typed: Typed, _: Inputs) -> dict[str, Any]:
    """What a ballot paper says: one choice, or as many names as there are seats."""
    return {"choices": list(typed.get("choices", ())) or None}


def candidates(typed: Typed, _: Inputs) -> dict[str, Any]:
    """Who stands for election: those ticked, and then the names, one a line."""
    persons = [{"person": one} for one in typed.get("candidate", ()) if one]
    lines = (" ".join(line.split()) for line in first(typed, "names").splitlines())
    return {"candidates": [*persons, *({"name": line} for line in lines if line)]}


def motion(typed: Typed, _: Inputs) -> dict[str, Any]:
    """What is moved; nothing that belongs to another sort of motion."""
    kind = first(typed, "motionType")
    return {name: None for name, sort in MOVED_WITH.items() if sort != kind}


def referral(typed: Typed, _: Inputs) -> dict[str, Any]:
    """What becomes of an item; a committee only where it is referred to one."""
    return {} if first(typed, "state") == "REFERRED" else {"organization": None}


def arrival(typed: Typed, _: Inputs) -> dict[str, Any]:
    """Who comes, and for whom: `person` or `person/member`."""
    person, _slash, member = first(typed, "person").partition("/")
    return {"person": person, "standsInFor": member or None}


def speaking_time(typed: Typed, _: Inputs) -> dict[str, Any]:
    """The time that a guest has, from minutes to seconds; that of the standing orders if none."""
    minutes = first(typed, "minutes")
    return {"seconds": whole(minutes) * 60 if minutes else None}


def stay(typed: Typed, inputs: Inputs) -> dict[str, Any]:
    """The corrected times of a stay: `presence|arrived|left` as it was, and the new times of day.

    A time of leaving that is earlier than that of coming is one after midnight.
    """
    presence, arrived, left = (first(typed, "stay") + "||").split("|")[:3]
    came = moment(arrived, first(typed, "arrived"), inputs.zone)
    if typed.get("here"):
        return {"presence": presence, "arrived": came, "left": None}
    if not first(typed, "left"):
        return {"presence": presence, "arrived": came, "left": left or None}
    went = moment(came, first(typed, "left"), inputs.zone)
    return {"presence": presence, "arrived": came, "left": past_midnight(came, went)}


def moment(stood: str, time: str, zone: dt.tzinfo) -> str:
    """A moment at another time of the same day; as it stood where no time is said."""
    try:
        day = dt.datetime.fromisoformat(stood).astimezone(zone).date()
        return dt.datetime.combine(day, dt.time.fromisoformat(time), zone).isoformat()
    except ValueError:
        return stood


def past_midnight(came: str, went: str) -> str:
    """The moment of leaving, a day later where that is meant and is not still to come."""
    try:
        began, ended = dt.datetime.fromisoformat(came), dt.datetime.fromisoformat(went)
    except ValueError:
        return went
    later = ended + dt.timedelta(days=1)
    return later.isoformat() if ended < began and later <= dt.datetime.now(dt.UTC) else went
