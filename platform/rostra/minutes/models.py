"""The minutes of a meeting: what was said and done, item by item (ThürKO § 42)."""

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Readable, Record, now, reference


class MinutesState(StrEnum):
    """How far minutes are (MIN-3)."""

    DRAFT = "draft"
    SIGNED = "signed"
    APPROVED = "approved"
    PUBLISHED = "published"


class Signer(StrEnum):
    """As what somebody signs minutes (MIN-3)."""

    CHAIR = "chair"
    SECRETARY = "secretary"


class ObjectionState(StrEnum):
    """What has become of an objection to minutes."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class StatementType(StrEnum):
    """What a member wants in the minutes (MIN-2)."""

    VERBATIM = "verbatim"
    OWN_VOTE = "own_vote"


class Minutes(Record, Readable):
    """The results protocol of a meeting, from draft to publication (MIN-3)."""

    __tablename__ = "minutes"
    kind = "minutes"
    parents = ("meeting_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    meeting_id: Mapped[UUID] = reference("meetings.id", unique=True)
    state: Mapped[str] = mapped_column(default=MinutesState.DRAFT)
    """A MinutesState."""
    chair_id: Mapped[UUID | None] = reference("persons.id")
    secretary_id: Mapped[UUID | None] = reference("persons.id")
    secretary_name: Mapped[str | None]
    """Where the secretary is no person of the council."""
    invited: Mapped[dt.date | None]
    invitation_note: Mapped[str | None]
    quorum_note: Mapped[str | None]
    interruptions: Mapped[list[Any] | None]
    """[{"from": "19:05", "until": "19:20"}, …] in the city's time"""
    approved: Mapped[dt.date | None]
    approved_in_item_id: Mapped[UUID | None] = reference("agenda_items.id")
    signed: Mapped[dt.datetime | None]
    """When the second signature came; from then on members may object."""
    voided: Mapped[dt.datetime | None]
    """When a change last voided signatures, until there are new ones."""


class MinutesEntry(Record, Readable):
    """What the minutes say to one agenda item; read by those who may read the item."""

    __tablename__ = "minutes_entries"
    kind = "minutes_entry"
    parents = ("minutes_id",)
    minutes_id: Mapped[UUID] = reference("minutes.id")
    agenda_item_id: Mapped[UUID] = reference("agenda_items.id")
    position: Mapped[int] = mapped_column(default=0)
    text: Mapped[str]
    """Cleaned HTML: paragraphs, lists, emphasis."""
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    """Goes up with every change; who writes names the one that was read."""


class MinutesEntryVersion(Record):
    """A wording of an entry, the present one included; nothing that was written is lost."""

    __tablename__ = "minutes_entry_versions"
    entry_id: Mapped[UUID] = reference(
        "minutes_entries.id", ondelete="CASCADE", primary_key=True, index=False
    )
    revision: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    account_id: Mapped[UUID | None] = reference("accounts.id", ondelete="SET NULL")
    at: Mapped[dt.datetime] = mapped_column(default=now)


class MinutesSignature(Record):
    """That the chair or the secretary signed the minutes in one exact wording (MIN-3)."""

    __tablename__ = "minutes_signatures"
    minutes_id: Mapped[UUID] = reference(
        "minutes.id", ondelete="CASCADE", primary_key=True, index=False
    )
    part: Mapped[str] = mapped_column(primary_key=True)
    """A Signer."""
    account_id: Mapped[UUID | None] = reference("accounts.id", ondelete="SET NULL")
    name: Mapped[str]
    at: Mapped[dt.datetime] = mapped_column(default=now)
    content_hash: Mapped[str]
    """The SHA-256 of what was signed."""


class Absence(Record, Readable):
    """That a member was not there, and why (MIN-1); the reason is not for everybody."""

    __tablename__ = "absences"
    kind = "absence"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    minutes_id: Mapped[UUID] = reference("minutes.id")
    person_id: Mapped[UUID] = reference("persons.id")
    state: Mapped[str]
    """excused or absent"""
    reason: Mapped[str | None]
    noted: Mapped[bool] = mapped_column(default=False)
    """Whether a clerk wrote it, so that it no longer follows what the member answered."""


sa.Index("uq_absences_minutes_id_person_id", Absence.minutes_id, Absence.person_id, unique=True)


class Objection(Record, Readable):
    """What a member holds against the minutes, and what became of it (MIN-3)."""

    __tablename__ = "objections"
    kind = "objection"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    minutes_id: Mapped[UUID] = reference("minutes.id")
    agenda_item_id: Mapped[UUID | None] = reference("agenda_items.id")
    person_id: Mapped[UUID | None] = reference("persons.id")
    text: Mapped[str]
    state: Mapped[str] = mapped_column(default=ObjectionState.OPEN)
    """An ObjectionState."""
    answer: Mapped[str | None]


class Statement(Record, Readable):
    """What a member wants in the minutes word for word, or the member's own vote (MIN-2)."""

    __tablename__ = "statements"
    kind = "statement"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    agenda_item_id: Mapped[UUID] = reference("agenda_items.id")
    person_id: Mapped[UUID] = reference("persons.id")
    statement_type: Mapped[str]
    """A StatementType."""
    ballot_id: Mapped[UUID | None] = reference("ballots.id")
    text: Mapped[str]
