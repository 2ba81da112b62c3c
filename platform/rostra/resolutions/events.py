"""What can happen to resolutions in the register."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class ResolutionEntered(Event):
    """A public resolution stands in the register."""

    resolution: UUID


@dataclass(frozen=True)
class InnerResolutionEntered(Event):
    """A resolution of the non-public part stands in the register, for those who may read it."""

    public: ClassVar[bool] = False
    resolution: UUID


@dataclass(frozen=True)
class ResolutionAssigned(Event):
    """A department is to carry a resolution out; its extract goes there."""

    public: ClassVar[bool] = True
    resolution: UUID
    organization: UUID


@dataclass(frozen=True)
class InnerResolutionAssigned(Event):
    """The same for a resolution that is not for everybody."""

    public: ClassVar[bool] = False
    resolution: UUID
    organization: UUID


@dataclass(frozen=True)
class ProgressReported(Event):
    """Those who carry a resolution out reported how far it is."""

    progress_report: UUID
    resolution: UUID


@dataclass(frozen=True)
class InnerProgressReported(Event):
    """The same for a resolution that is not for everybody."""

    public: ClassVar[bool] = False
    progress_report: UUID
    resolution: UUID


@dataclass(frozen=True)
class ResolutionPublished(Event):
    """What was resolved behind closed doors can be read by everybody (PUB-3)."""

    resolution: UUID
