"""What defect reports are made of."""

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Readable, Record, list_by_body, reference


class ReportState(StrEnum):
    """How far a report is."""

    UNCONFIRMED = "unconfirmed"
    """It waits for its author to open the link in the letter."""
    HELD = "held"
    """A rule of the city holds it for a moderator."""
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    REFERRED = "referred"
    """Another authority is responsible, which is named, and was told."""
    RESOLVED = "resolved"
    REJECTED = "rejected"
    """The city does nothing about it, and says why and who is responsible."""
    REOPENED = "reopened"


class EntryKind(StrEnum):
    """What a line of a report's history is."""

    STATE = "state"
    """It went on to another state."""
    ANSWER = "answer"
    """The department says something to everybody."""
    MESSAGE = "message"
    """Who made the report adds something, for everybody."""
    NOTE = "note"
    """The department notes something for itself."""
    ASSIGNMENT = "assignment"
    """Another category or department, with the reason."""


class ReportCategory(Record, Readable):
    """What can be reported: a service of Open311, with the department that answers for it."""

    __tablename__ = "report_categories"
    kind = "report_category"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    code: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[str]
    description: Mapped[str | None]
    group_name: Mapped[str | None]
    keywords: Mapped[list[str]]
    organization_id: Mapped[UUID | None] = reference("organizations.id")
    """The department that answers for it."""
    days: Mapped[int | None]
    """Within how many days it is to be closed."""
    active: Mapped[bool] = mapped_column(default=True)
    """Whether new reports can be made of it."""
    attributes: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """What is asked further of such a report, in its order."""


class Report(Record, Readable):
    """Something broken or in the way, and how far it is with it.

    What a moderator took out of sight keeps its place and its number with empty words; the
    words are then in ReportWords.
    """

    __tablename__ = "reports"
    kind = "report"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    category_id: Mapped[UUID] = reference("report_categories.id")
    organization_id: Mapped[UUID | None] = reference("organizations.id")
    """The department that has it in hand."""
    year: Mapped[int | None]
    number: Mapped[int | None]
    """Its place among those of the year; given when it is received, so that none is missing."""
    text: Mapped[str]
    address: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    state: Mapped[str] = mapped_column(sa.String(16), default=ReportState.UNCONFIRMED)
    """A ReportState."""
    attributes: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """What its category asked further, with the answers in the words of that day."""
    media_url: Mapped[str | None]
    """Where the system from which it was imported has a picture of it."""
    author_id: Mapped[UUID | None] = reference("accounts.id")
    author_name: Mapped[str | None]
    """The name or pseudonym under which it stands."""
    received: Mapped[dt.datetime | None]
    """When everybody could read it for the first time."""
    due: Mapped[dt.date | None]
    closed: Mapped[dt.datetime | None]
    """When it was resolved or rejected; none while something is to be done."""
    reason: Mapped[str | None]
    """Why it is in its state."""
    responsible: Mapped[str | None]
    """Who is responsible where the city is not."""
    hidden: Mapped[dt.datetime | None]
    """Since when a moderator keeps its words out of sight."""
    ticket_hash: Mapped[str | None]
    """With what a photo is added by whoever has just made the report."""
    key_hash: Mapped[str | None]
    """The hashed key with which its author sent it: sent twice, it is made once."""
    api_key_id: Mapped[UUID | None]
    """By which programme it came."""

    @property
    def reference(self) -> str | None:
        """Its number as people write it."""
        return reference_of(self.year, self.number)


def reference_of(year: int | None, number: int | None) -> str | None:
    """The number of a report as people write it, such as 2026-00017."""
    return None if number is None else f"{year}-{number:05}"


sa.Index("uq_reports_body_number", Report.body_id, Report.year, Report.number, unique=True)
sa.Index("uq_reports_author_key", Report.author_id, Report.key_hash, unique=True)
sa.Index("ix_reports_place", Report.latitude, Report.longitude)
sa.Index("ix_reports_received", Report.received, Report.id)


class ReportWords(Record, Readable):
    """The words of a report that a moderator took out of sight, for those who may read them."""

    __tablename__ = "report_words"
    kind = "report_words"
    report_id: Mapped[UUID] = reference("reports.id")
    text: Mapped[str]
    address: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    author_name: Mapped[str | None]
    media_url: Mapped[str | None]
    attributes: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class ReportContact(Record, Readable):
    """How whoever made a report can be reached; for the department and nobody else."""

    __tablename__ = "report_contacts"
    kind = "report_contact"
    report_id: Mapped[UUID] = reference("reports.id")
    name: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]


class ReportEntry(Record, Readable):
    """A line in the history of a report: what was done with it, or said about it."""

    __tablename__ = "report_entries"
    kind = "report_entry"
    parents = ("report_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    report_id: Mapped[UUID] = reference("reports.id")
    entry_kind: Mapped[str] = mapped_column(sa.String(16))
    """An EntryKind."""
    state: Mapped[str | None]
    """The ReportState that it reached."""
    text: Mapped[str | None]
    responsible: Mapped[str | None]
    author_id: Mapped[UUID | None] = reference("accounts.id", ondelete="SET NULL")
    organization_id: Mapped[UUID | None] = reference("organizations.id")
    """The department that says it; none where it is said by whoever made the report."""


class ReportPhoto(Record, Readable):
    """A picture of what was reported, without anything that its camera added."""

    __tablename__ = "report_photos"
    kind = "report_photo"
    parents = ("report_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    report_id: Mapped[UUID] = reference("reports.id")
    content_hash: Mapped[str]
    """The SHA-512 under which the store holds the bytes."""
    width: Mapped[int]
    height: Mapped[int]
    description: Mapped[str | None]
    """What is to be seen, for those who do not see it."""


class ApiKey(Record, Readable):
    """The key of a programme that makes reports for others (Open311)."""

    __tablename__ = "api_keys"
    kind = "api_key"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    name: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    ended: Mapped[dt.datetime | None]


list_by_body(Report, ReportCategory)
sa.Index("uq_report_categories_code", ReportCategory.body_id, ReportCategory.code, unique=True)
