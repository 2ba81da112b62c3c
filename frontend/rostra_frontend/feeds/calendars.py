"""Meetings as iCalendar (RFC 5545), with UIDs that stay and times in UTC."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from icalendar import Calendar, vText
from icalendar import Event as Entry

USUAL_LENGTH = dt.timedelta(hours=2)
"""How long a meeting is taken to last while its end is not known."""


def calendar_of(
    meetings: Iterable[dict[str, Any]], name: str, base_url: str, time_zone: str
) -> bytes:
    """A calendar to subscribe to, with one event for each meeting that has a start."""
    calendar = Calendar()
    calendar.add("prodid", "-//Rostra//Meetings//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", time_zone)
    calendar.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        if meeting["start"]:
            calendar.add_component(entry_of(meeting, base_url))
    return calendar.to_ical()


def entry_of(meeting: dict[str, Any], base_url: str) -> Entry:
    """One meeting as an event; a moved or cancelled one keeps its UID and counts its versions."""
    start = moment(meeting["start"])
    end = moment(meeting["end"]) if meeting["end"] else start + USUAL_LENGTH
    modified = moment(meeting["modified"])
    entry = Entry()
    entry.add("uid", f"{meeting['uuid']}@{urlsplit(base_url).hostname}")
    entry.add("dtstamp", modified)
    entry.add("last-modified", modified)
    entry.add("sequence", max((meeting["agendaVersion"] or 1) - 1, 0))
    entry.add("dtstart", start)
    entry.add("dtend", max(end, start))
    entry.add("summary", title_of(meeting))
    entry.add("url", f"{base_url}/meetings/{meeting['uuid']}")
    entry.add("status", "CANCELLED" if meeting["cancelled"] else "CONFIRMED")
    place = place_of(meeting["location"])
    if place:
        entry["location"] = vText(place)
    return entry


def title_of(meeting: dict[str, Any]) -> str:
    """What a calendar shows: the meeting's name, or who meets."""
    names = [one["name"] for one in meeting["organizations"] if one["name"]]
    return meeting["name"] or ", ".join(names) or "Sitzung"


def place_of(location: dict[str, Any] | None) -> str:
    """A location in one line."""
    if location is None:
        return ""
    town = " ".join(part for part in (location["postalCode"], location["locality"]) if part)
    parts = (location["room"], location["description"], location["streetAddress"], town)
    return ", ".join(dict.fromkeys(part.strip() for part in parts if part and part.strip()))


def moment(text: str | dt.datetime) -> dt.datetime:
    """A point in time as the API gives it, in UTC."""
    read = text if isinstance(text, dt.datetime) else dt.datetime.fromisoformat(text)
    return read.astimezone(dt.UTC)
