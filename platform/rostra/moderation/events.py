"""What can happen in moderation."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class ContentNoticed(Event):
    """Somebody gave notice of something."""

    public: ClassVar[bool] = False
    notice: UUID


@dataclass(frozen=True)
class BlockProposed(Event):
    """A moderator proposed that somebody may not write; another one has to confirm it."""

    public: ClassVar[bool] = False
    moderation_decision: UUID


@dataclass(frozen=True)
class BlockRefused(Event):
    """The second moderator did not confirm a block."""

    public: ClassVar[bool] = False
    moderation_decision: UUID


@dataclass(frozen=True)
class ModerationDecided(Event):
    """A decision is in force; its line stands in the public log."""

    moderation_decision: UUID
    moderation_entry: UUID
    notice: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class AppealMade(Event):
    """Somebody does not accept a decision."""

    public: ClassVar[bool] = False
    appeal: UUID


@dataclass(frozen=True)
class AppealDecided(Event):
    """Another moderator decided an appeal."""

    appeal: UUID
    moderation_entry: UUID


@dataclass(frozen=True)
class HouseRuleKept(Event):
    """A rule of the house was set or changed."""

    house_rule: UUID
