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
    stays: tuple[tuple[dt.datetime, dt.datetime | None], ...] = ()
    """From when to when the person was there, where it was more than once."""


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
    announced: str | None = None
    """The result of an election in the words in which it was announced: who is elected, and how."""

    @property
    def counted(self) -> bool:
        """Whether any of its numbers are known."""
        return any(number is not None for number in (self.yes, self.no, self.abstention))


@dataclass(frozen=True, slots=True)
class MotionSheet:
    """What somebody moved in the meeting, and what became of it."""

    motion_type: str
    text: str
    by: str | None = None
    state: str = "moved"


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """What a member wanted in the minutes (MIN-2)."""

    name: str
    text: str
    vote: bool = False
    """Whether the text is the member's own vote: yes, no or abstention."""


@dataclass(frozen=True, slots=True)
class SignatureSheet:
    """That somebody signed."""

    name: str
    day: dt.date


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
    speakers: tuple[str, ...] = ()
    """In the order in which they first spoke."""
    moved: tuple[MotionSheet, ...] = ()
    excluded: tuple[str, ...] = ()
    """Excluded for bias (BIA-1)."""
    pauses: tuple[tuple[dt.datetime, dt.datetime | None], ...] = ()
    """Those behind closed doors."""
    statements: tuple[StatementSheet, ...] = ()

    @property
    def silent(self) -> bool:
        """Whether there is nothing to read but its name."""
        said = (self.texts, self.motions, self.resolution, self.ballots, self.result)
        noted = (self.speakers, self.moved, self.excluded, self.statements, self.pauses)
        return not any((*said, *noted))


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
    signed_chair: SignatureSheet | None = None
    signed_secretary: SignatureSheet | None = None
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
