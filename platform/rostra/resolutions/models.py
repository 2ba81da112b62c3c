"""The register of resolutions, and the reports on how they are carried out."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Readable, Record, list_by_body, reference


class Progress(StrEnum):
    """How far a resolution is carried out."""

    OPEN = "open"
    UNDER_WAY = "under_way"
    DONE = "done"
    NOTHING_TO_DO = "nothing_to_do"
    """It needs no carrying out, as when something was only taken note of."""


class Resolution(Record, Readable):
    """What the council resolved under an item: number, text, result, and who carries it out."""

    __tablename__ = "resolutions"
    kind = "resolution"
    parents = ("agenda_item_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    meeting_id: Mapped[UUID] = reference("meetings.id")
    agenda_item_id: Mapped[UUID] = reference("agenda_items.id")
    paper_id: Mapped[UUID | None] = reference("papers.id")
    ballot_id: Mapped[UUID | None] = reference("ballots.id")
    number: Mapped[str] = mapped_column(index=True)
    counter: Mapped[int | None]
    """Its place among those of the year, where no paper gives it its number."""
    date: Mapped[dt.date] = mapped_column(index=True)
    title: Mapped[str]
    text: Mapped[str]
    result: Mapped[str]
    """In words, as the minutes have it."""
    organization_id: Mapped[UUID | None] = reference("organizations.id")
    """Which department carries it out."""
    due: Mapped[dt.date | None]
    progress: Mapped[str] = mapped_column(default=Progress.OPEN)
    """A Progress."""
    published: Mapped[dt.datetime | None]
    """When what was resolved behind closed doors was published (PUB-3)."""
    published_by_item_id: Mapped[UUID | None] = reference("agenda_items.id")
    """The item under which the council found that the reason for secrecy has gone."""


class ProgressReport(Record, Readable):
    """What those who carry a resolution out report; read by those who read the resolution."""

    __tablename__ = "progress_reports"
    kind = "progress_report"
    parents = ("resolution_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    resolution_id: Mapped[UUID] = reference("resolutions.id")
    account_id: Mapped[UUID | None] = reference("accounts.id", ondelete="SET NULL")
    progress: Mapped[str]
    """A Progress."""
    text: Mapped[str]


list_by_body(Resolution)
