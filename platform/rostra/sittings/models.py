"""A meeting while it is held: its state, presence, exclusions, speeches, and what changed."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from rostra.records import Readable, Record, now, reference


class SittingState(StrEnum):
    """How a sitting stands."""

    OPEN = "open"
    INTERRUPTED = "interrupted"
    CLOSED = "closed"


class SpeechType(StrEnum):
    """What a request to speak is for; points of order come first."""

    SPEECH = "speech"
    POINT_OF_ORDER = "point_of_order"
    QUESTION = "question"
    REPLY = "reply"


class SpeechState(StrEnum):
    """How far a speech is."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Part(StrEnum):
    """A part of the live view: what a change touches and a screen draws anew."""

    SITTING = "sitting"
    """State, current item, clock."""
    AGENDA = "agenda"
    ATTENDANCE = "attendance"
    """Presence, exclusions, quorum."""
    SPEAKERS = "speakers"
    MOTIONS = "motions"
    BALLOTS = "ballots"
    TURNOUT = "turnout"
    """How many have voted in the open ballot."""


class Sitting(Record):
    """That a meeting is held or was held here; read with the meeting."""

    __tablename__ = "sittings"
    meeting_id: Mapped[UUID] = reference(
        "meetings.id", ondelete="CASCADE", primary_key=True, index=False
    )
    state: Mapped[str] = mapped_column(default=SittingState.OPEN)
    """A SittingState."""
    current_item_id: Mapped[UUID | None] = reference("agenda_items.id")
    behind_closed_doors: Mapped[bool] = mapped_column(default=False)
    opened: Mapped[dt.datetime] = mapped_column(default=now)
    closed: Mapped[dt.datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)
    """How many changes there were; the number of the last."""
    public_sequence: Mapped[int] = mapped_column(default=0)
    """How many of them the public may know of: its own numbers have no gap and tell nothing."""


class SittingChange(Record):
    """That parts of the live view changed, as the n-th change, for whom it is.

    Kept for those who come back after a drop; what a screen shows is read anew.
    """

    __tablename__ = "sitting_changes"
    meeting_id: Mapped[UUID] = reference(
        "meetings.id", ondelete="CASCADE", primary_key=True, index=False
    )
    sequence: Mapped[int] = mapped_column(primary_key=True)
    public_sequence: Mapped[int | None]
    """Its number for the public; None where the public may not know of it."""
    audience_id: Mapped[int] = reference("audiences.id", index=False)
    parts: Mapped[list[str]]
    """The Parts that changed."""
    at: Mapped[dt.datetime] = mapped_column(default=now)


class Pause(Record, Readable):
    """A pause of a sitting; behind closed doors only those inside know of it."""

    __tablename__ = "pauses"
    kind = "pause"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    meeting_id: Mapped[UUID] = reference("meetings.id", ondelete="CASCADE")
    agenda_item_id: Mapped[UUID | None] = reference("agenda_items.id")
    """The item under way."""
    began: Mapped[dt.datetime] = mapped_column(default=now)
    ended: Mapped[dt.datetime | None]
    reason: Mapped[str | None]


class QuorumFinding(Record, Readable):
    """What the chair established about the quorum at one moment (QUO-1, QUO-2)."""

    __tablename__ = "quorum_findings"
    kind = "quorum_finding"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    meeting_id: Mapped[UUID] = reference("meetings.id", ondelete="CASCADE")
    agenda_item_id: Mapped[UUID | None] = reference("agenda_items.id")
    """The item under way."""
    at: Mapped[dt.datetime] = mapped_column(default=now)
    rule: Mapped[str]
    """QUO-1, or QUO-2 after a second summons."""
    legal: Mapped[int]
    """The legal number of members."""
    entitled: Mapped[int]
    """Those in the hall who may vote on the item."""
    needed: Mapped[int]
    unsummoned: Mapped[int]
    """How many members were not duly summoned and did not come to heal it (INV-4)."""

    @property
    def quorate(self) -> bool:
        """Whether the council could decide: all duly summoned, and enough of them there."""
        return self.entitled >= self.needed and not self.unsummoned


class Presence(Record):
    """That a person was in the hall from one moment to another; many may follow each other."""

    __tablename__ = "presences"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    meeting_id: Mapped[UUID] = reference("meetings.id", ondelete="CASCADE")
    person_id: Mapped[UUID] = reference("persons.id")
    entitled: Mapped[bool] = mapped_column(default=True)
    """Whether the person may vote here, as a member or for one."""
    stands_in_for_id: Mapped[UUID | None] = reference("persons.id")
    arrived: Mapped[dt.datetime] = mapped_column(default=now)
    left: Mapped[dt.datetime | None]


class Exclusion(Record, Readable):
    """That a member neither debates nor votes on an item for bias (BIA-1)."""

    __tablename__ = "exclusions"
    kind = "exclusion"
    parents = ("agenda_item_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    agenda_item_id: Mapped[UUID] = reference("agenda_items.id")
    person_id: Mapped[UUID] = reference("persons.id")
    left_the_room: Mapped[bool] = mapped_column(default=False)


sa.Index(
    "uq_exclusions_agenda_item_id_person_id",
    Exclusion.agenda_item_id,
    Exclusion.person_id,
    unique=True,
)


class Speech(Record, Readable):
    """That somebody asks to speak, speaks or spoke to an item."""

    __tablename__ = "speeches"
    kind = "speech"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    meeting_id: Mapped[UUID] = reference("meetings.id")
    agenda_item_id: Mapped[UUID | None] = reference("agenda_items.id")
    person_id: Mapped[UUID | None] = reference("persons.id")
    guest: Mapped[str | None]
    """The name of a speaker who is no person of the council, such as a resident."""
    organization_id: Mapped[UUID | None] = reference("organizations.id")
    """The speaker's faction, for the balanced order and the totals."""
    speech_type: Mapped[str] = mapped_column(default=SpeechType.SPEECH)
    """A SpeechType."""
    state: Mapped[str] = mapped_column(default=SpeechState.WAITING)
    """A SpeechState."""
    requested: Mapped[dt.datetime] = mapped_column(default=now)
    position: Mapped[int] = mapped_column(default=0)
    """Its place among the requests, as they came or as the chair has put them."""
    started: Mapped[dt.datetime | None]
    ended: Mapped[dt.datetime | None]
    allowed: Mapped[int | None]
    """Seconds."""
