"""What the search engines know of a record: an Entry."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from rostra.access import PUBLIC


class Kind(StrEnum):
    """The kinds of records that can be searched for."""

    MEETING = "meeting"
    AGENDA_ITEM = "agenda_item"
    PAPER = "paper"
    RESOLUTION = "resolution"
    FILE = "file"
    ORGANIZATION = "organization"
    PERSON = "person"
    POST = "post"
    PROJECT = "project"
    REPORT = "report"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Key:
    """Which record an entry stands for."""

    kind: Kind
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def read(cls, written: str) -> "Key":
        """The key that was written as text."""
        kind, _, id = written.partition(":")
        return cls(Kind(kind), UUID(id))


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as it is found: its words, its audience, and what it is sorted and counted by."""

    kind: Kind
    id: UUID
    audience_id: int
    public: bool
    title: str
    text: str = ""
    reference: str = ""
    organization_ids: tuple[UUID, ...] = ()
    body_id: UUID | None = None
    date: dt.date | None = None

    @classmethod
    def of(cls, kind: Kind, row: Any, **facts: Any) -> "Entry":
        """The entry of a record, from a row with its id, audience and body."""
        return cls(
            kind, row.id, row.audience_id, row.audience_id == PUBLIC, body_id=row.body_id, **facts
        )

    @property
    def key(self) -> Key:
        """Which record this is an entry of."""
        return Key(self.kind, self.id)

    @property
    def year(self) -> int | None:
        """The year by which the entry is counted."""
        return self.date.year if self.date else None
