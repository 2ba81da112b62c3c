"""The minutes of a meeting: what was said and done, item by item (ThürKO § 42)."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Readable, Record, reference


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
