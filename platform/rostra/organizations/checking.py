"""What is checked of everything that the clerk keeps: text, dates, and that nobody overtook it."""

import datetime as dt
from typing import Any, TypeVar
from uuid import UUID

from rostra.errors import Conflict, Invalid, NotFound
from rostra.records import Readable
from rostra.rich_text import cleaned_text
from rostra.work import Work

Thing = TypeVar("Thing", bound=Readable)

LONGEST = 300


def line(field: str, text: str | None, needed: bool = False) -> str | None:
    """One line of plain text, or None for nothing; Invalid names the field."""
    cleaned = " ".join(cleaned_text(text or "").split())
    if needed and not cleaned:
        raise Invalid(as_asked(field), "Please fill in this field.")
    if len(cleaned) > LONGEST:
        raise Invalid(as_asked(field), f"At most {LONGEST} characters fit in here.")
    return cleaned or None


def as_asked(field: str) -> str:
    """The name under which a form and the API ask for a column."""
    first, *others = field.split("_")
    return first + "".join(other.title() for other in others)


def refuse_disorder(start: dt.date | None, end: dt.date | None, field: str = "endDate") -> None:
    """Refuse a last day before the first."""
    if start and end and end < start:
        raise Invalid(field, "The last day cannot be before the first.")


async def take(work: Work, model: type[Thing], id: UUID) -> Thing:
    """The record, held until the work is complete, so that two changes come one after another."""
    wanted = work.readable(model).where(model.id == id)
    found = await work.first(wanted.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found  # type: ignore[no-any-return]


def refuse_stale(thing: Readable, seen: dt.datetime | None) -> None:
    """Refuse a change that was made from what the thing was before somebody else changed it."""
    if seen is not None and seen != thing.modified:
        raise Conflict(
            "Somebody else changed this meanwhile. What stands there now is shown beside what"
            " you typed; nothing was saved."
        )


def write(work: Work, thing: Readable, values: dict[str, Any]) -> None:
    """Set the values; the date of change always advances, however quick two changes are."""
    for name, value in values.items():
        setattr(thing, name, value)
    thing.modified = max(work.now, thing.modified + dt.timedelta(seconds=1))
