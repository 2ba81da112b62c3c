"""What can happen to posts."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class PostDrafted(Event):
    """A department wrote or rewrote a post that only it can read so far."""

    public: ClassVar[bool] = False
    post: UUID


@dataclass(frozen=True)
class PostSubmitted(Event):
    """A post waits for a second person."""

    public: ClassVar[bool] = False
    post: UUID


@dataclass(frozen=True)
class PostSentBack(Event):
    """A post goes back to those who write it."""

    public: ClassVar[bool] = False
    post: UUID


@dataclass(frozen=True)
class PostScheduled(Event):
    """A post was approved and appears when its time has come."""

    public: ClassVar[bool] = False
    post: UUID


@dataclass(frozen=True)
class PostPublished(Event):
    """A post can be read by everybody."""

    post: UUID


@dataclass(frozen=True)
class PostCorrected(Event):
    """The words of a published post were corrected; what stood there before is kept."""

    post: UUID
    post_version: UUID


@dataclass(frozen=True)
class PostPictured(Event):
    """A published post has other pictures."""

    post: UUID


@dataclass(frozen=True)
class PostExpired(Event):
    """A post left the lists, since its time was over; it stays at its address."""

    post: UUID


@dataclass(frozen=True)
class PostWithdrawn(Event):
    """A post was taken back; what was said to it goes out of sight with it."""

    post: UUID


@dataclass(frozen=True)
class NewsDeskChanged(Event):
    """It was settled whether a second person reads what a department publishes."""

    public: ClassVar[bool] = False
    organization: UUID
