"""Papers, what they relate to, and their consultations, as OParl has them."""

import datetime as dt
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Described, Record, list_by_body, reference


class Paper(Record, Described):
    """What is put before the council: a proposal, a motion, an inquiry, a report."""

    __tablename__ = "papers"
    kind = "paper"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    name: Mapped[str | None]
    reference: Mapped[str | None] = mapped_column(index=True)
    date: Mapped[dt.date | None] = mapped_column(index=True)
    paper_type: Mapped[str | None]
    proposed_resolution: Mapped[str | None]
    """What is to be resolved, as plain text with one numbered point a line."""


class ReferenceCounter(Record):
    """The last number given in a series of references, such as the papers of a year."""

    __tablename__ = "reference_counters"
    body_id: Mapped[UUID] = reference("bodies.id", primary_key=True, index=False)
    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class PaperRelation(Record):
    """That a paper is related to another, or stands below or above it."""

    __tablename__ = "paper_relations"
    paper_id: Mapped[UUID] = reference(
        "papers.id", ondelete="CASCADE", primary_key=True, index=False
    )
    other_id: Mapped[UUID] = reference("papers.id", primary_key=True)
    relation: Mapped[str] = mapped_column(primary_key=True)
    """related, superordinated or subordinated: what the other is to the paper"""
    position: Mapped[int] = mapped_column(default=0)


class PaperOrganization(Record):
    """That an organization originated a paper or directs the work on it."""

    __tablename__ = "paper_organizations"
    paper_id: Mapped[UUID] = reference(
        "papers.id", ondelete="CASCADE", primary_key=True, index=False
    )
    organization_id: Mapped[UUID] = reference("organizations.id", primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    """originator or direction"""
    position: Mapped[int] = mapped_column(default=0)


class PaperPerson(Record):
    """That a person originated a paper."""

    __tablename__ = "paper_persons"
    paper_id: Mapped[UUID] = reference(
        "papers.id", ondelete="CASCADE", primary_key=True, index=False
    )
    person_id: Mapped[UUID] = reference("persons.id", primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class PaperLocation(Record):
    """That a paper concerns a place."""

    __tablename__ = "paper_locations"
    paper_id: Mapped[UUID] = reference(
        "papers.id", ondelete="CASCADE", primary_key=True, index=False
    )
    location_id: Mapped[UUID] = reference("locations.id", primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class Consultation(Record, Described):
    """One station of a paper's way: who deals with it, in which item of which meeting."""

    __tablename__ = "consultations"
    kind = "consultation"
    parents = ("paper_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    paper_id: Mapped[UUID | None] = reference("papers.id")
    agenda_item_id: Mapped[UUID | None] = reference("agenda_items.id")
    meeting_id: Mapped[UUID | None] = reference("meetings.id")
    authoritative: Mapped[bool | None]
    role: Mapped[str | None]
    position: Mapped[int] = mapped_column(default=0)


class ConsultationOrganization(Record):
    """That an organization deals with a paper in a consultation; the first leads."""

    __tablename__ = "consultation_organizations"
    consultation_id: Mapped[UUID] = reference(
        "consultations.id", ondelete="CASCADE", primary_key=True, index=False
    )
    organization_id: Mapped[UUID] = reference("organizations.id", primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


list_by_body(Paper, Consultation)
