"""What can happen at the door."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class ScreeningChanged(Event):
    """A rule of the city after which something is held was set or changed."""

    public: ClassVar[bool] = False
    screening_rule: UUID
