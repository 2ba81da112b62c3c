"""Agendas in the making, as they went out, and what members answer to the invitation."""

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from rostra.records import Readable, Record, list_by_body, now, reference


class Edition(StrEnum):
    """For whom a frozen agenda is."""

    FULL = "full"
    PUBLIC = "public"


class Occasion(StrEnum):
    """Why a version of the agenda went out."""

    INVITATION = "invitation"
    SUPPLEMENT = "supplement"
    MOVE = "move"
    CANCELLATION = "cancellation"
    ADDITION = "addition"
    """The council put an item on it in the meeting (AGD-2)."""


class Answer(StrEnum):
    """What a member says to an invitation."""

    COMING = "coming"
    LATE = "late"
    EXCUSED = "excused"
    DEPUTY = "deputy"
    """Not coming; the deputy is asked."""


class Channel(StrEnum):
    """How an invitation reaches somebody (INV-1)."""

    ELECTRONIC = "electronic"
    """Where the person consented."""
    POST = "post"


class Proof(StrEnum):
    """How we know that an invitation arrived (INV-1)."""

    OPENED = "opened"
    """The person opened it, logged in."""
    CONFIRMED = "confirmed"
    """The person said so."""
    DELIVERED = "delivered"
    """A clerk recorded the day of delivery."""
    POSTED = "posted"
    """A clerk recorded the day of posting; when it arrived is presumed."""


class Change(StrEnum):
    """What became of an item from one version of the agenda to the next."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENAMED = "renamed"
    PAPERS = "papers"
    """Other papers or files belong to it."""


class Fate(StrEnum):
    """What has become of a request for an item (AGD-1)."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class AgendaStep(Record):
    """One step of building an agenda, with how it was before: what undo goes back to."""

    __tablename__ = "agenda_steps"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    meeting_id: Mapped[UUID] = reference("meetings.id", ondelete="CASCADE")
    account_id: Mapped[UUID | None] = reference("accounts.id", ondelete="SET NULL")
    what: Mapped[str]
    """What was done, as the name of the verb."""
    before: Mapped[list[Any]]
    """The items as they were: their ids, parents, numbers, names and so on, in order."""
    at: Mapped[dt.datetime] = mapped_column(default=now)


class AgendaVersion(Record, Readable):
    """An agenda as it went out: frozen, numbered, with the hash of what it says."""

    __tablename__ = "agenda_versions"
    kind = "agenda_version"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    meeting_id: Mapped[UUID] = reference("meetings.id")
    number: Mapped[int]
    edition: Mapped[str]
    """An Edition. Each counts for itself: the public's numbers have no gap that would tell of
    a version in which only non-public items changed."""
    occasion: Mapped[str]
    """An Occasion."""
    note: Mapped[str | None]
    content: Mapped[dict[str, Any]]
    """The meeting and its items with their papers, as they were; changes to the last marked."""
    hash: Mapped[str]
    """The SHA-256 of the content in its canonical spelling."""
    sent: Mapped[dt.datetime] = mapped_column(default=now)


sa.Index(
    "uq_agenda_versions_meeting_id_number_edition",
    AgendaVersion.meeting_id,
    AgendaVersion.number,
    AgendaVersion.edition,
    unique=True,
)


class Summons(Record, Readable):
    """The invitation of one person to one meeting, with the proof that it arrived (INV-1)."""

    __tablename__ = "summonses"
    kind = "summons"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    meeting_id: Mapped[UUID] = reference("meetings.id")
    person_id: Mapped[UUID] = reference("persons.id")
    number: Mapped[int]
    """The agenda version that it is about."""
    channel: Mapped[str] = mapped_column(default=Channel.ELECTRONIC)
    """A Channel."""
    entitled: Mapped[bool] = mapped_column(default=True)
    """Whether the person may vote; others are invited as well (INV-1)."""
    stands_in_for_id: Mapped[UUID | None] = reference("persons.id")
    """The member for whom the person was asked to come."""
    guest: Mapped[bool] = mapped_column(default=False)
    """Whether the person belongs to none of the organizations that sit."""
    sent: Mapped[dt.datetime] = mapped_column(default=now)
    received: Mapped[dt.datetime | None]
    """When it arrived, where that is proved (INV-2)."""
    proof: Mapped[str | None]
    """A Proof."""
    healed: Mapped[dt.datetime | None]
    """When the person attended without objecting although it came late (INV-4)."""


sa.Index(
    "uq_summonses_meeting_id_person_id_number",
    Summons.meeting_id,
    Summons.person_id,
    Summons.number,
    unique=True,
)


class Reply(Record, Readable):
    """What an invited person answers; read by the person, the chair and the clerks."""

    __tablename__ = "replies"
    kind = "reply"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    meeting_id: Mapped[UUID] = reference("meetings.id")
    person_id: Mapped[UUID] = reference("persons.id")
    answer: Mapped[str]
    """An Answer."""
    reason: Mapped[str | None]
    expected: Mapped[dt.datetime | None]
    """When somebody who is late will come."""
    deputy_id: Mapped[UUID | None] = reference("persons.id")


sa.Index("uq_replies_meeting_id_person_id", Reply.meeting_id, Reply.person_id, unique=True)


class ItemRequest(Record, Readable):
    """That a faction or a quarter of the members want an item on the agenda (AGD-1)."""

    __tablename__ = "item_requests"
    kind = "item_request"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    organization_id: Mapped[UUID] = reference("organizations.id")
    """The council or committee on whose agenda it is to stand."""
    faction_id: Mapped[UUID | None] = reference("organizations.id")
    person_id: Mapped[UUID | None] = reference("persons.id")
    """Who handed it in."""
    title: Mapped[str]
    reasons: Mapped[str | None]
    paper_id: Mapped[UUID | None] = reference("papers.id")
    received: Mapped[dt.datetime] = mapped_column(default=now)
    meeting_id: Mapped[UUID | None] = reference("meetings.id")
    """The meeting for which it is in time."""
    agenda_item_id: Mapped[UUID | None] = reference("agenda_items.id")
    fate: Mapped[str] = mapped_column(default=Fate.OPEN)
    """A Fate."""
    fate_reason: Mapped[str | None]
    decided: Mapped[dt.datetime | None]


class Signatory(Record):
    """That a member signed a request for an item."""

    __tablename__ = "signatories"
    request_id: Mapped[UUID] = reference(
        "item_requests.id", ondelete="CASCADE", primary_key=True, index=False
    )
    person_id: Mapped[UUID] = reference("persons.id", primary_key=True)
    signed: Mapped[dt.datetime] = mapped_column(default=now)


list_by_body(ItemRequest)
