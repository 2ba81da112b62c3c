"""What can happen to motions and ballots.

A secret vote is no event: that somebody voted stands with the electors, without a time. The
others name the ballot and never a choice.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from rostra.events import Event


@dataclass(frozen=True)
class MotionMade(Event):
    """A motion was moved."""

    public: ClassVar[bool] = False
    motion: UUID
    agenda_item: UUID


@dataclass(frozen=True)
class MotionRevised(MotionMade):
    """Whoever moved it changed its words, or the chair its place in the order."""


@dataclass(frozen=True)
class MotionWithdrawn(MotionMade):
    """A motion was taken back by whoever moved it."""


@dataclass(frozen=True)
class MotionLapsed(MotionMade):
    """A motion needs no vote any more."""


@dataclass(frozen=True)
class BallotOpened(Event):
    """A vote was called."""

    public: ClassVar[bool] = False
    ballot: UUID
    agenda_item: UUID


@dataclass(frozen=True)
class VoteCast(BallotOpened):
    """Somebody voted by name on a device; how, is not said."""


@dataclass(frozen=True)
class BallotEntered(BallotOpened):
    """What was counted or called was entered or corrected."""


@dataclass(frozen=True)
class BallotClosed(BallotOpened):
    """No more votes are taken."""


@dataclass(frozen=True)
class BallotCancelled(BallotOpened):
    """A vote was broken off; what was cast is gone."""


@dataclass(frozen=True)
class BallotAnnounced(Event):
    """The result of a vote on a public item was announced."""

    ballot: UUID
    agenda_item: UUID
    motion: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class BallotAnnouncedInside(BallotAnnounced):
    """The result of a vote behind closed doors was announced to those inside."""

    public: ClassVar[bool] = False


@dataclass(frozen=True)
class LotDrawn(BallotAnnounced):
    """The lot decided an election (VOT-2)."""


@dataclass(frozen=True)
class LotDrawnInside(LotDrawn):
    """The lot decided an election behind closed doors (VOT-2)."""

    public: ClassVar[bool] = False
