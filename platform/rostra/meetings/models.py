"""Meetings, agenda items and attendance, as OParl has them and as the minutes need them."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Described, Readable, Record, list_by_body, reference


class MeetingState(StrEnum):
    """How far a meeting is, in OParl's German words."""

    PLANNED = "terminiert"
    INVITED = "eingeladen"
    HELD = "durchgeführt"


class ItemState(StrEnum):
    """What has become of an item in the sitting."""

    PENDING = "pending"
    CALLED = "called"
    DONE = "done"
    TAKEN_OFF = "taken_off"
    DEFERRED = "deferred"
    REFERRED = "referred"


class ItemType(StrEnum):
    """What sort of item it is, where it is not an ordinary one."""

    OPENING = "opening"
    URGENCY = "urgency"
    """That the meeting is urgent, which the council must establish first (INV-3)."""
    MINUTES = "minutes"
    """Approval of the minutes of an earlier meeting (MIN-3)."""
    QUESTION_TIME = "question_time"
    INFORMATION = "information"
    ELECTION = "election"
    STANDING = "standing"
    """Any other item that stands on every agenda."""


class Meeting(Record, Described):
    """A sitting of one or more organizations."""

    __tablename__ = "meetings"
    kind = "meeting"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    name: Mapped[str | None]
    number: Mapped[int | None]
    """The how-manieth sitting of the term it is."""
    legislative_term_id: Mapped[UUID | None] = reference("legislative_terms.id")
    meeting_state: Mapped[str | None]
    cancelled: Mapped[bool | None]
    start: Mapped[dt.datetime | None] = mapped_column(index=True)
    end: Mapped[dt.datetime | None]
    location_id: Mapped[UUID | None] = reference("locations.id")
    urgent: Mapped[bool | None]
    """Whether the period of notice was shortened (INV-3)."""
    second_summons: Mapped[bool | None]
    """Whether it was called again on the same subject, so that any number decides (QUO-2)."""
    public: Mapped[bool | None]
    """Whether it has a public part at all (PUB-2, PUB-4); None where nobody said so."""
    cancelled_because: Mapped[str | None]
    moved_from: Mapped[dt.datetime | None]
    """When it was to begin before it was moved."""


class MeetingOrganization(Record):
    """That an organization sits in a meeting; the first leads."""

    __tablename__ = "meeting_organizations"
    meeting_id: Mapped[UUID] = reference(
        "meetings.id", ondelete="CASCADE", primary_key=True, index=False
    )
    organization_id: Mapped[UUID] = reference("organizations.id", primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class Attendance(Record):
    """Whether a person was at a meeting, as what, from when to when, or why not (MIN-1)."""

    __tablename__ = "attendances"
    meeting_id: Mapped[UUID] = reference(
        "meetings.id", ondelete="CASCADE", primary_key=True, index=False
    )
    person_id: Mapped[UUID] = reference("persons.id", primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default="present")
    """present, excused or absent"""
    role: Mapped[str | None]
    """As what the person took part, in the council's words."""
    arrived: Mapped[dt.datetime | None]
    left: Mapped[dt.datetime | None]
    reason: Mapped[str | None]


class AgendaItem(Record, Described):
    """One point of an agenda."""

    __tablename__ = "agenda_items"
    kind = "agenda_item"
    parents = ("meeting_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    meeting_id: Mapped[UUID | None] = reference("meetings.id", index=False)
    parent_id: Mapped[UUID | None] = reference("agenda_items.id")
    """The item below which this one stands on a nested agenda."""
    number: Mapped[str | None]
    order: Mapped[int] = mapped_column("item_order", default=0)
    """Its place through the whole meeting, from 0."""
    name: Mapped[str | None]
    public: Mapped[bool | None]
    """Whether it is debated in the public part; who may read it is its audience."""
    result: Mapped[str | None]
    resolution_text: Mapped[str | None]
    start: Mapped[dt.datetime | None]
    end: Mapped[dt.datetime | None]
    state: Mapped[str | None]
    """An ItemState, once the sitting has come to it or decided about it."""
    item_type: Mapped[str | None]
    """An ItemType; None is an ordinary item."""
    time_limit: Mapped[int | None]
    """In minutes, as for residents' question time."""
    debated_with_id: Mapped[UUID | None] = mapped_column(index=True)
    """The item together with which it is debated; they are voted on separately."""
    speakers_closed: Mapped[bool | None]
    """Whether nobody more is put on the list of speakers, as the council decided."""
    deciding_ballot_id: Mapped[UUID | None] = mapped_column(index=True)
    """The ballot that decided it; no foreign key, since ballots stand above meetings."""


class NeutralTitle(Record, Readable):
    """What everybody may know of a non-public item: its number and a title that tells nothing."""

    __tablename__ = "neutral_titles"
    kind = "neutral_title"
    parents = ("meeting_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    meeting_id: Mapped[UUID] = reference("meetings.id")
    agenda_item_id: Mapped[UUID] = reference("agenda_items.id", unique=True)
    number: Mapped[str | None]
    order: Mapped[int] = mapped_column("item_order", default=0)
    name: Mapped[str]


sa.Index("ix_agenda_items_meeting_id_item_order", AgendaItem.meeting_id, AgendaItem.order)
sa.Index(
    "ix_meeting_organizations_organization_id_meeting_id",
    MeetingOrganization.organization_id,
    MeetingOrganization.meeting_id,
)

list_by_body(Meeting, AgendaItem)
