"""What a client asks: which requests, of which time, in the words of GeoReport v2."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rostra_frontend.open311.replies import Refused

SPAN = dt.timedelta(days=90)
"""The longest stretch of time that can be asked for at once."""
MOST = 1_000
"""The most requests in one reply."""
OPEN = ("RECEIVED", "IN_PROGRESS", "REFERRED", "REOPENED")
STATES = {"open": OPEN, "closed": ("RESOLVED", "REJECTED")}


@dataclass(frozen=True)
class Sheet:
    """Which part of what was found is wanted; an extension of the standard."""

    page: int
    size: int

    def of(self, found: list[Any]) -> list[Any]:
        """The part of the list."""
        return found[(self.page - 1) * self.size : self.page * self.size]


def sheet_in(asked: Mapping[str, str]) -> Sheet:
    """The part that is asked for; the whole unless `page` or `page_size` are given."""
    return Sheet(whole(asked, "page", 1, MOST), whole(asked, "page_size", MOST, MOST))


def whole(asked: Mapping[str, str], name: str, usual: int, most: int) -> int:
    """A number from 1 on."""
    text = asked.get(name, "").strip()
    if not text:
        return usual
    if not text.isdecimal() or not 1 <= int(text[:9]) <= most:
        raise Refused(400, f"{name} is a number from 1 to {most}.")
    return int(text)


def requests_in(asked: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    """The variables of the query; given ids override everything else, as the standard says."""
    ids = several(asked, "service_request_id")
    if ids:
        return {"references": ids}
    begin, end = span_in(asked, "start_date", "end_date")
    begin, end = within_span(begin, end, now)
    changed = span_in(asked, "updated_after", "updated_before")
    return {
        "codes": several(asked, "service_code") or None,
        "states": states_in(asked) or None,
        "from": begin.isoformat(),
        "until": end.isoformat(),
        "changedFrom": changed[0] and changed[0].isoformat(),
        "changedUntil": changed[1] and changed[1].isoformat(),
        "text": asked.get("q", "")[:200] or None,
    }


def several(asked: Mapping[str, str], name: str) -> list[str]:
    """Values parted by commas."""
    return [one.strip() for one in asked.get(name, "").split(",") if one.strip()][:MOST]


def states_in(asked: Mapping[str, str]) -> list[str]:
    """Our states behind open and closed."""
    found: list[str] = []
    for one in several(asked, "status"):
        if one.lower() not in STATES:
            raise Refused(400, "status is open or closed.")
        found += STATES[one.lower()]
    return found


def span_in(
    asked: Mapping[str, str], first: str, last: str
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Two moments of an address."""
    begin, end = moment_in(asked, first), moment_in(asked, last)
    if begin and end and end < begin:
        raise Refused(400, f"{last} lies before {first}.")
    return begin, end


def moment_in(asked: Mapping[str, str], name: str) -> dt.datetime | None:
    """A moment in the W3C's form, in UTC where it names no zone."""
    text = asked.get(name, "").strip().replace(" ", "+")  # a plus that nobody encoded
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise Refused(400, f"{name} is a moment such as 2026-11-23T12:00:00Z.") from None


def within_span(
    begin: dt.datetime | None, end: dt.datetime | None, now: dt.datetime
) -> tuple[dt.datetime, dt.datetime]:
    """The stretch of time, 90 days at most: the last ones unless said otherwise."""
    try:
        if begin and end:
            if end - begin > SPAN:
                raise Refused(400, "start_date and end_date may lie 90 days apart at most.")
            return begin, end
        if begin:
            return begin, min(begin + SPAN, max(now, begin))
        end = end or now
        return end - SPAN, end
    except OverflowError:
        raise Refused(400, "This moment is in no calendar.") from None
