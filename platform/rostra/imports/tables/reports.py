"""What became, or would become, of the lines of a table."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property

import orjson


class Fate(StrEnum):
    """What becomes of a line."""

    CREATED = "created"
    CHANGED = "changed"
    LEFT = "left"
    """Nothing in it is new."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Change:
    """One field of a thing: what stands there, and what will."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Remark:
    """What is to be said about a line, or about one of its columns."""

    column: str
    sentence: str


@dataclass(frozen=True)
class Line:
    """One line of a table."""

    number: int
    fate: Fate
    name: str
    """What the thing is called."""
    changes: tuple[Change, ...] = ()
    remarks: tuple[Remark, ...] = ()
    """Why it is refused, or what somebody should look at."""
    endings: str = ""
    """Whose memberships end with it."""


@dataclass(frozen=True)
class Report:
    """What became, or would become, of a table."""

    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...] = ()
    """What is to be said about the table as a whole."""
    about: Mapping[str, str] = field(default_factory=dict)
    """Which table, of which body, with which text."""

    def count(self, fate: Fate) -> int:
        """How many lines have this fate."""
        return sum(line.fate is fate for line in self.lines)

    @property
    def fits(self) -> bool:
        """Whether no line is refused."""
        return not self.count(Fate.REFUSED)

    @cached_property
    def fingerprint(self) -> str:
        """What this report is recognised by: another state of things makes another report."""
        told = [asdict(line) for line in self.lines]
        content = orjson.dumps([dict(self.about), told], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(content).hexdigest()[:32]
