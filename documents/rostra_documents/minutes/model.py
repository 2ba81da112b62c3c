"""What the minutes show: everything read already, in the order in which it is printed."""

import datetime as dt
from dataclasses import dataclass, field

from rostra_documents.papers.model import PaperLine


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who was at the meeting, or should have been (MIN-1)."""

    name: str
    faction: str | None = None
    role: str | None = None
    state: str = "present"
    """present, excused or absent"""
    arrived: dt.datetime | None = None
    left: dt.datetime | None = None
    reason: str | None = None
    member: bool = True
    """Whether the person belongs to the organization that met."""


@dataclass(frozen=True, slots=True)
class NamedVotes:
    """Those who made the same choice in a vote by name."""

    choice: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BallotSheet:
    """A vote and its numbers (VOT-1)."""

    outcome: str
    subject: str | None = None
    method: str = "open"
    present: int | None = None
    yes: int | None = None
    no: int | None = None
    abstention: int | None = None
    not_participating: int | None = None
    excluded: int | None = None
    tallies: tuple[tuple[str, int], ...] = ()
    votes: tuple[NamedVotes, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether any of its numbers are known."""
        return any(number is not None for number in (self.yes, self.no, self.abstention))


@dataclass(frozen=True, slots=True)
class ItemSheet:
    """One point of the agenda and what became of it."""

    anchor: str
    number: str | None
    name: str | None
    depth: int = 0
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    papers: tuple[PaperLine, ...] = ()
    texts: tuple[str, ...] = ()
    """Cleaned HTML."""
    motions: tuple[PaperLine, ...] = ()
    resolution: str | None = None
    resolution_number: str | None = None
    ballots: tuple[BallotSheet, ...] = ()
    result: str | None = None

    @property
    def silent(self) -> bool:
        """Whether there is nothing to read but its name."""
        return not (self.texts or self.motions or self.resolution or self.ballots or self.result)


@dataclass(frozen=True, slots=True)
class MinutesSheet:
    """The minutes of one meeting, as one reader may read them."""

    organization: str
    name: str | None
    number: int | None
    term: str | None
    start: dt.datetime | None
    end: dt.datetime | None
    place: str | None
    interruptions: tuple[tuple[str, str], ...] = ()
    chair: str | None = None
    secretary: str | None = None
    invited: dt.date | None = None
    invitation_note: str | None = None
    quorum: str | None = None
    state: str = "draft"
    attendees: tuple[Attendee, ...] = ()
    public_items: tuple[ItemSheet, ...] = ()
    nonpublic_items: tuple[ItemSheet, ...] = ()
    confidential: bool = False
    """Whether it shows anything that is not for everybody."""
    approved: dt.date | None = None
    approved_in: str | None = None
    dated: dt.datetime = field(default_factory=lambda: dt.datetime(2000, 1, 1, tzinfo=dt.UTC))

    @property
    def present(self) -> tuple[Attendee, ...]:
        """The members who attended."""
        return tuple(one for one in self.attendees if one.member and one.state == "present")

    @property
    def missing(self) -> tuple[Attendee, ...]:
        """The members who did not."""
        return tuple(one for one in self.attendees if one.member and one.state != "present")

    @property
    def others(self) -> tuple[Attendee, ...]:
        """Guests and administration."""
        return tuple(one for one in self.attendees if not one.member and one.state == "present")
