"""Meetings, agenda items and attendance, as OParl has them and as the minutes need them."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Described, Record, list_by_body, reference


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


sa.Index("ix_agenda_items_meeting_id_item_order", AgendaItem.meeting_id, AgendaItem.order)
sa.Index(
    "ix_meeting_organizations_organization_id_meeting_id",
    MeetingOrganization.organization_id,
    MeetingOrganization.meeting_id,
)

list_by_body(Meeting, AgendaItem)
