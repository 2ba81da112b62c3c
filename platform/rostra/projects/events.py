"""What can happen to projects."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class ProjectDrafted(Event):
    """A department wrote or rewrote a project that only it can read so far."""

    public: ClassVar[bool] = False
    project: UUID


@dataclass(frozen=True)
class ProjectPublished(Event):
    """A project stands on the list for everybody."""

    project: UUID


@dataclass(frozen=True)
class ProjectChanged(Event):
    """A published project changed, for a reason."""

    project: UUID
    project_change: UUID


@dataclass(frozen=True)
class ProjectWithdrawn(Event):
    """A project was taken back; what was said to it goes out of sight with it."""

    project: UUID
