"""What can happen to letters that others must hear of."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class RhythmChosen(Event):
    """An account wants letters about a topic more often, less often or not at all."""

    public: ClassVar[bool] = False
    account: UUID


@dataclass(frozen=True)
class LetterBounced(Event):
    """A letter came back: its address does not take it."""

    public: ClassVar[bool] = False
    letter: UUID


@dataclass(frozen=True)
class ThingFollowed(Event):
    """An account wants to hear what is new about a thing, or no more."""

    public: ClassVar[bool] = False
    following: UUID
