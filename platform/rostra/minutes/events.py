"""What can happen to minutes, objections and what members want in them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class MinutesDrafted(Event):
    """The minutes of a meeting were begun, or brought up to date with what was recorded."""

    public: ClassVar[bool] = False
    minutes: UUID


@dataclass(frozen=True)
class MinutesEdited(Event):
    """What minutes say of the meeting as a whole was changed."""

    public: ClassVar[bool] = False
    minutes: UUID


@dataclass(frozen=True)
class MinutesEntryWritten(Event):
    """Somebody wrote what the minutes say to an item."""

    public: ClassVar[bool] = False
    minutes_entry: UUID


@dataclass(frozen=True)
class MinutesSigned(Event):
    """The chair or the secretary signed (MIN-3)."""

    public: ClassVar[bool] = False
    minutes: UUID


@dataclass(frozen=True)
class SignaturesVoided(Event):
    """The minutes were changed after somebody had signed them."""

    public: ClassVar[bool] = False
    minutes: UUID


@dataclass(frozen=True)
class MinutesApproved(Event):
    """A later meeting approved the minutes (MIN-3)."""

    public: ClassVar[bool] = False
    minutes: UUID


@dataclass(frozen=True)
class MinutesPublished(Event):
    """Everybody can read the public minutes (MIN-4)."""

    minutes: UUID
    minutes_entry: tuple[UUID, ...]
    meeting: UUID


@dataclass(frozen=True)
class ObjectionRaised(Event):
    """A member objected to the minutes."""

    public: ClassVar[bool] = False
    objection: UUID


@dataclass(frozen=True)
class ObjectionAnswered(Event):
    """An objection was accepted or refused."""

    public: ClassVar[bool] = False
    objection: UUID


@dataclass(frozen=True)
class StatementMade(Event):
    """A member wants something in the minutes word for word, or the own vote (MIN-2)."""

    public: ClassVar[bool] = False
    statement: UUID


@dataclass(frozen=True)
class StatementWithdrawn(Event):
    """A member no longer wants a statement in the minutes."""

    public: ClassVar[bool] = False
    statement: UUID
