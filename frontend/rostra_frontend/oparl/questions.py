"""What may be asked of a list: filters by time, page size, brevity, and where to go on."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote
from uuid import UUID

from rostra_frontend.oparl.refusals import Refused

FILTERS = ("created_since", "created_until", "modified_since", "modified_until")
"""The four filters of the standard, in the order in which links spell them."""

USUAL_LIMIT = 100
GREATEST_LIMIT = 500
END = "end"
"""As `before`, it asks for the last page."""

DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d:\d\d|Z)")


@dataclass(frozen=True)
class Question:
    """One page of one list, as it was asked for."""

    filters: tuple[tuple[str, dt.datetime], ...] = ()
    limit: int | None = None
    brief: bool = False
    after: UUID | None = None
    before: UUID | str | None = None

    @property
    def size(self) -> int:
        """How many objects a page has."""
        return self.limit or USUAL_LIMIT

    @property
    def with_tombstones(self) -> bool:
        """Whether deleted objects are asked for: only a client that synchronises does so."""
        return any(name == "modified_since" for name, _ in self.filters)

    @property
    def backwards(self) -> bool:
        """Whether the page is the one before a given object, or the last."""
        return self.before is not None

    def from_start(self) -> "Question":
        """The same question for the first page."""
        return replace(self, after=None, before=None)

    def page_after(self, id: UUID) -> "Question":
        """The same question for the page after an object."""
        return replace(self, after=id, before=None)

    def page_before(self, id: UUID | str) -> "Question":
        """The same question for the page before an object."""
        return replace(self, after=None, before=id)

    def spelled(self) -> str:
        """The one spelling of the question in an address, with the question mark."""
        parts = [(name, moment.isoformat(timespec="auto")) for name, moment in self.filters]
        if self.limit is not None:
            parts.append(("limit", str(self.limit)))
        if self.brief:
            parts.append(("omit_internal", "true"))
        if self.after is not None:
            parts.append(("after", str(self.after)))
        if self.before is not None:
            parts.append(("before", str(self.before)))
        spelled = "&".join(f"{name}={quote(value, safe=':')}" for name, value in parts)
        return f"?{spelled}" if spelled else ""


def understood(parameters: Iterable[tuple[str, str]]) -> Question:
    """The question that the parameters of an address ask; unknown ones are passed over.

    Raises Refused(400) when a value makes no sense.
    """
    given = dict(parameters)
    limit = whole_number(given["limit"]) if "limit" in given else None
    after = object_id(given["after"]) if "after" in given else None
    edge = given.get("before")
    before = edge if edge is None or edge == END else object_id(edge)
    if after is not None and before is not None:
        raise Refused(400, "after and before exclude each other")
    return Question(
        filters=tuple((name, moment(name, given[name])) for name in FILTERS if name in given),
        limit=limit,
        brief=truth(given.get("omit_internal", "false")),
        after=after,
        before=before,
    )


def moment(name: str, value: str) -> dt.datetime:
    """A full date-time; a plus sign that arrived as a space is taken as a plus sign."""
    value = value.replace(" ", "+")
    try:
        if DATE_TIME.fullmatch(value):
            parsed = dt.datetime.fromisoformat(value)
            parsed.astimezone(dt.UTC)
            return parsed
    except (ValueError, OverflowError):
        pass
    raise Refused(400, f"{name} must be a date-time such as 2024-01-31T08:00:00%2B01:00")


def whole_number(value: str) -> int:
    """The wished page size, at most the greatest that we give."""
    if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) == 0:
        raise Refused(400, "limit must be a whole number above 0")
    return min(int(value), GREATEST_LIMIT)


def truth(value: str) -> bool:
    """Whether `omit_internal` is wished."""
    if value.lower() in ("true", "1", ""):
        return True
    if value.lower() in ("false", "0"):
        return False
    raise Refused(400, "omit_internal must be true or false")


def object_id(value: str) -> UUID:
    """The id in a link that we gave."""
    try:
        return UUID(value)
    except ValueError:
        raise Refused(400, "after and before are taken from our own links only") from None
