"""What can happen to papers."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class PaperDrafted(Event):
    """An organization began to write a paper."""

    public: ClassVar[bool] = False
    paper: UUID


@dataclass(frozen=True)
class PaperChanged(Event):
    """A paper, its originators or its way through the council changed."""

    paper: UUID
    consultation: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class PaperFiled(Event):
    """A paper got its reference and is before the council."""

    paper: UUID
    consultation: tuple[UUID, ...]


@dataclass(frozen=True)
class PaperWithdrawn(Event):
    """A paper was taken back."""

    paper: UUID
    consultation: tuple[UUID, ...]
