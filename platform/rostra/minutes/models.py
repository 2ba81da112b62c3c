"""The minutes of a meeting: what was said and done, item by item (ThürKO § 42)."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Readable, Record, now, reference


class Minutes(Record, Readable):
    """The results protocol of a meeting, from draft to publication (MIN-3)."""

    __tablename__ = "minutes"
    kind = "minutes"
    parents = ("meeting_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    meeting_id: Mapped[UUID] = reference("meetings.id", unique=True)
    state: Mapped[str] = mapped_column(default="draft")
    """draft, signed, approved or published"""
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
    """An earlier wording of an entry; nothing that was written is lost."""

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
    """chair or secretary"""
    account_id: Mapped[UUID | None] = reference("accounts.id", ondelete="SET NULL")
    name: Mapped[str]
    at: Mapped[dt.datetime] = mapped_column(default=now)
    content_hash: Mapped[str]
    """The SHA-256 of what was signed."""


class Objection(Record, Readable):
    """What a member holds against the minutes, and what became of it (MIN-3)."""

    __tablename__ = "objections"
    kind = "objection"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    minutes_id: Mapped[UUID] = reference("minutes.id")
    agenda_item_id: Mapped[UUID | None] = reference("agenda_items.id")
    person_id: Mapped[UUID | None] = reference("persons.id")
    text: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    """open, accepted or refused"""
    answer: Mapped[str | None]


class Statement(Record, Readable):
    """What a member wants in the minutes word for word, or the member's own vote (MIN-2)."""

    __tablename__ = "statements"
    kind = "statement"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    agenda_item_id: Mapped[UUID] = reference("agenda_items.id")
    person_id: Mapped[UUID] = reference("persons.id")
    statement_type: Mapped[str]
    """verbatim or own_vote"""
    ballot_id: Mapped[UUID | None] = reference("ballots.id")
    text: Mapped[str]
