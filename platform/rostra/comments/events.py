"""What can happen to comments."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class CommentHandedIn(Event):
    """Somebody wrote a comment that waits: for its author's confirmation, or for a moderator."""

    public: ClassVar[bool] = False
    comment: UUID


@dataclass(frozen=True)
class CommentWritten(Event):
    """A comment can be read by everybody who reads the thing."""

    comment: UUID


@dataclass(frozen=True)
class ThreadFollowed(Event):
    """What was said to a thing is read by others since the thing is."""

    thread: UUID
    comment: tuple[UUID, ...]
