"""What can happen in a sitting."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class SittingOpened(Event):
    """A sitting began."""

    meeting: UUID


@dataclass(frozen=True)
class SittingInterrupted(Event):
    """A sitting pauses."""

    meeting: UUID


@dataclass(frozen=True)
class SittingInterruptedInside(SittingInterrupted):
    """A sitting pauses behind closed doors."""

    public: ClassVar[bool] = False


@dataclass(frozen=True)
class SittingResumed(Event):
    """A sitting goes on after a pause."""

    meeting: UUID


@dataclass(frozen=True)
class SittingResumedInside(SittingResumed):
    """A sitting goes on behind closed doors."""

    public: ClassVar[bool] = False


@dataclass(frozen=True)
class QuorumEstablished(Event):
    """The chair established whether the council can decide (QUO-1)."""

    public: ClassVar[bool] = False
    finding: UUID


@dataclass(frozen=True)
class SittingClosed(Event):
    """A sitting ended."""

    meeting: UUID


@dataclass(frozen=True)
class ItemCalled(Event):
    """The sitting came to an item that everybody may follow, or was done with it."""

    meeting: UUID
    agenda_item: UUID


@dataclass(frozen=True)
class ItemCalledInside(ItemCalled):
    """The sitting came to an item behind closed doors."""

    public: ClassVar[bool] = False


@dataclass(frozen=True)
class ItemDecided(Event):
    """An item was taken off, deferred, referred, moved or joined with another by decision."""

    meeting: UUID
    agenda_item: tuple[UUID, ...]


@dataclass(frozen=True)
class ItemDecidedInside(ItemDecided):
    """The same, of an item behind closed doors."""

    public: ClassVar[bool] = False


@dataclass(frozen=True)
class SpeakersReopened(Event):
    """The chair takes requests to speak to an item again."""

    public: ClassVar[bool] = False
    meeting: UUID
    agenda_item: UUID


@dataclass(frozen=True)
class PersonArrived(Event):
    """Somebody came into the hall."""

    public: ClassVar[bool] = False
    meeting: UUID
    person: tuple[UUID, ...]


@dataclass(frozen=True)
class PersonLeft(PersonArrived):
    """Somebody left the hall."""


@dataclass(frozen=True)
class PresenceCorrected(PersonArrived):
    """The times at which somebody was in the hall were corrected by the clerk."""

    before: tuple[str, ...] = ()
    """From when and until when it was; in UTC, the second is missing for who was there still."""


@dataclass(frozen=True)
class BiasDisclosed(Event):
    """A member takes no part in an item for bias (BIA-1)."""

    public: ClassVar[bool] = False
    exclusion: UUID
    agenda_item: UUID


@dataclass(frozen=True)
class BiasRevoked(BiasDisclosed):
    """It turned out that a member may take part in an item."""


@dataclass(frozen=True)
class SpeechRequested(Event):
    """Somebody asked to speak."""

    public: ClassVar[bool] = False
    speech: UUID


@dataclass(frozen=True)
class SpeechBegun(SpeechRequested):
    """Somebody has the floor."""


@dataclass(frozen=True)
class SpeechEnded(SpeechRequested):
    """Somebody ended speaking, or need not speak any more."""


@dataclass(frozen=True)
class SpeechMoved(SpeechRequested):
    """The chair put a request to speak in another place, or gave a speaker more time."""
