"""What can happen to polls; answering names the poll and nobody who answered."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class PollDrafted(Event):
    """A department wrote or rewrote a poll that only it can read so far."""

    public: ClassVar[bool] = False
    poll: UUID


@dataclass(frozen=True)
class PollPublished(Event):
    """A poll stands below its thing for everybody."""

    poll: UUID


@dataclass(frozen=True)
class PollAnswered(Event):
    """Somebody answered a poll, or changed the answer; nothing says who."""

    poll: UUID


@dataclass(frozen=True)
class PollEnded(Event):
    """Nothing can be answered any more, and no answer leads to anybody."""

    poll: UUID


@dataclass(frozen=True)
class PollReleased(Event):
    """The results of a poll, or some words of its answers, are there for everybody."""

    poll: UUID
    poll_text: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class PollWithdrawn(Event):
    """A poll was taken back."""

    poll: UUID
