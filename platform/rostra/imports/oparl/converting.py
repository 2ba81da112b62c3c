"""Converting: what a field holds in OParl, or nearly so, into what the house keeps."""

import datetime as dt
import math
import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import orjson

Convert = Callable[[Any, ZoneInfo], Any]
"""Makes a value of the house; raises ValueError with the reason when it cannot."""

UTC = ZoneInfo("UTC")

UNFIT = re.compile("[\x00\ud800-\udfff]")
"""Characters that no database keeps."""

DEEPEST = 64
"""How deep free JSON may be nested."""


def text(value: Any, _zone: ZoneInfo) -> str | None:
    """Plain text; numbers are taken as they are written, empty text as none."""
    if isinstance(value, str):
        return UNFIT.sub("", value) if "\x00" in value else value or None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("is not text")
    return str(value)


def trimmed(value: Any, zone: ZoneInfo) -> str | None:
    """Text without spaces around it, for codes and addresses."""
    return (text(value, zone) or "").strip() or None


def texts(value: Any, zone: ZoneInfo) -> list[str] | None:
    """A list of texts; a single text becomes a list of one."""
    values = value if isinstance(value, list) else [value]
    found = [one for one in (text(part, zone) for part in values if part is not None) if one]
    return found or None


def boolean(value: Any, _zone: ZoneInfo) -> bool:
    """Yes or no, also where it is written as text or number."""
    if isinstance(value, bool):
        return value
    spelled = str(value).strip().lower()
    if spelled in ("true", "1", "ja", "yes"):
        return True
    if spelled in ("false", "0", "nein", "no"):
        return False
    raise ValueError("is neither true nor false")


def whole(largest: int) -> Convert:
    """A converter to whole numbers from 0 up to the largest."""

    def convert(value: Any, _zone: ZoneInfo) -> int:
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise ValueError("is not a number")
        try:
            number = float(value) if isinstance(value, float) else int(value)
        except ValueError:
            raise ValueError("is not a whole number") from None
        if isinstance(number, float) and (math.isinf(number) or not number.is_integer()):
            raise ValueError("is not a whole number")
        if not 0 <= number <= largest:
            raise ValueError("is out of bounds")
        return int(number)

    return convert


number = whole(2**31 - 1)
large_number = whole(2**63 - 1)


def date(value: Any, zone: ZoneInfo) -> dt.date | None:
    """A day; of a point in time the day in the city."""
    if not isinstance(value, str):
        raise ValueError("is not a date")
    if not value.strip():
        return None
    try:
        return dt.date.fromisoformat(value.strip())
    except ValueError:
        found = moment(value, zone)
        return found.astimezone(zone).date() if found else None


def moment(value: Any, zone: ZoneInfo) -> dt.datetime | None:
    """A point in time in UTC; without an offset it is the city's time."""
    if not isinstance(value, str):
        raise ValueError("is not a point in time")
    if not value.strip():
        return None
    try:
        found = dt.datetime.fromisoformat(value.strip())
        if found.tzinfo is None:
            found = found.replace(tzinfo=zone)
        return found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise ValueError("is not a point in time") from None


def json(value: Any, _zone: ZoneInfo) -> dict[str, Any] | None:
    """A JSON object as it is, but for characters that no database keeps."""
    if not isinstance(value, dict):
        raise ValueError("is not a JSON object")
    cleaned = clean(value, DEEPEST)
    try:
        orjson.dumps(cleaned)
    except (TypeError, ValueError):
        raise ValueError("cannot be kept as JSON") from None
    return cleaned or None


def clean(value: Any, depth: int) -> Any:
    """The JSON value without unfit characters; too deeply nested is refused."""
    if depth == 0:
        raise ValueError("is nested too deep")
    if isinstance(value, str):
        return UNFIT.sub("", value)
    if isinstance(value, list):
        return [clean(one, depth - 1) for one in value]
    if isinstance(value, dict):
        return {clean(key, depth): clean(one, depth - 1) for key, one in value.items()}
    return value


def vendor(fields: dict[str, Any], zone: ZoneInfo) -> dict[str, Any] | None:
    """Fields beyond the standard, as they were received."""
    return json(fields, zone) if fields else None


def text_or_none(value: Any) -> str | None:
    """Text, or None for anything else."""
    return UNFIT.sub("", value) or None if isinstance(value, str) else None


def number_or_none(value: Any) -> int | None:
    """A whole number, or None for anything else."""
    try:
        return None if value is None else number(value, UTC)
    except ValueError:
        return None


def date_or_none(value: Any, zone: ZoneInfo) -> dt.date | None:
    """A day, or None for anything else."""
    try:
        return None if value is None else date(value, zone)
    except ValueError:
        return None


def moment_or_none(value: Any, zone: ZoneInfo) -> dt.datetime | None:
    """A point in time, or None for anything else."""
    try:
        return None if value is None else moment(value, zone)
    except ValueError:
        return None
