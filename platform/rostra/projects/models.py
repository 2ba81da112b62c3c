"""The list of projects, their timelines, and the history of their changes."""

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Readable, Record, list_by_body, reference


class ProjectState(StrEnum):
    """Whether a project stands on the list."""

    DRAFT = "draft"
    PUBLISHED = "published"
    FINISHED = "finished"
    """Done; it stays on the list."""
    ARCHIVED = "archived"
    """Not on the list any more, and to be read by whoever has its address."""
    WITHDRAWN = "withdrawn"


class Phase(StrEnum):
    """How far a project is."""

    IDEA = "idea"
    PLANNING = "planning"
    PARTICIPATION = "participation"
    DECISION = "decision"
    CARRYING_OUT = "carrying_out"
    PAUSED = "paused"
    DONE = "done"


class Field(StrEnum):
    """What of a project can change."""

    TITLE = "title"
    AIM = "aim"
    TOPICS = "topics"
    PHASE = "phase"
    PLACE = "place"
    COST = "cost"
    COST_NOTE = "cost_note"
    TIMELINE = "timeline"
    PARTICIPATION = "participation"
    PARTICIPATION_TIME = "participation_time"
    CONTACT = "contact"
    PAPERS = "papers"
    RESOLUTIONS = "resolutions"
    STATE = "state"


class Project(Record, Readable):
    """Something that the city intends or carries out."""

    __tablename__ = "projects"
    kind = "project"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    organization_id: Mapped[UUID] = reference("organizations.id")
    """The department that carries it out."""
    state: Mapped[str] = mapped_column(sa.String(16), default=ProjectState.DRAFT)
    """A ProjectState."""
    revision: Mapped[int] = mapped_column(default=1)
    """Counts up with every change, so that nobody overwrites what they have not read."""
    title: Mapped[str]
    aim: Mapped[str]
    """What it is for, as plain text."""
    phase: Mapped[str] = mapped_column(sa.String(16), default=Phase.IDEA)
    """A Phase."""
    place: Mapped[str | None]
    """Where it is, in words."""
    district: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    cost_cents: Mapped[int | None] = mapped_column(sa.BigInteger)
    cost_note: Mapped[str | None]
    """What the cost includes."""
    steps: Mapped[list[Any]]
    """Its timeline, each step as `written_step` has it."""
    participation: Mapped[bool] = mapped_column(default=False)
    """Whether citizens can take part."""
    participation_how: Mapped[str | None]
    participation_from: Mapped[dt.date | None]
    participation_until: Mapped[dt.date | None]
    contact_name: Mapped[str | None]
    contact_email: Mapped[str | None]
    contact_phone: Mapped[str | None]
    published: Mapped[dt.datetime | None]
    changed: Mapped[dt.datetime | None] = mapped_column(index=True)
    """When it was published or last changed since."""
    change_reason: Mapped[str | None]
    """Why it was last changed."""


class ProjectTopic(Record):
    """A topic to which a project belongs."""

    __tablename__ = "project_topics"
    project_id: Mapped[UUID] = reference(
        "projects.id", ondelete="CASCADE", primary_key=True, index=False
    )
    topic: Mapped[str] = mapped_column(primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class ProjectPaper(Record):
    """That a paper is about a project."""

    __tablename__ = "project_papers"
    project_id: Mapped[UUID] = reference(
        "projects.id", ondelete="CASCADE", primary_key=True, index=False
    )
    paper_id: Mapped[UUID] = reference("papers.id", primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class ProjectResolution(Record):
    """That a resolution was taken about a project."""

    __tablename__ = "project_resolutions"
    project_id: Mapped[UUID] = reference(
        "projects.id", ondelete="CASCADE", primary_key=True, index=False
    )
    resolution_id: Mapped[UUID] = reference("resolutions.id", primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class ProjectChange(Record, Readable):
    """What changed in a published project, when and why; read by whoever reads the project."""

    __tablename__ = "project_changes"
    kind = "project_change"
    parents = ("project_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    project_id: Mapped[UUID] = reference("projects.id")
    account_id: Mapped[UUID | None] = reference("accounts.id", ondelete="SET NULL")
    """Who changed it; never shown."""
    revision: Mapped[int]
    """The project's revision since."""
    reason: Mapped[str]
    details: Mapped[list[Any]]
    """Each changed Field with what stood there before and stands there now, where both are words
    that may stand in a history: not whom to ask, and not what other records are called."""


list_by_body(Project)
