"""What can happen to posts."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class PostDrafted(Event):
    """A department wrote a post that only it can read so far."""

    public: ClassVar[bool] = False
    post: UUID


@dataclass(frozen=True)
class PostPublished(Event):
    """A post can be read by everybody."""

    post: UUID


@dataclass(frozen=True)
class PostWithdrawn(Event):
    """A post was taken back; what was said to it goes out of sight with it."""

    post: UUID
