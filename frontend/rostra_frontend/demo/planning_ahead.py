"""The projects of the demo city: published over the year, changed for reasons, and one draft."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from rostra.access import PUBLIC, system
from rostra.database import Database
from rostra.projects.models import Phase, Project, ProjectChange
from rostra.projects.services import draft_project, edit_project, publish_project
from rostra.projects.writing import Step, Writing
from rostra.resolutions.models import Resolution
from rostra.work import Work
from rostra_frontend.demo.clock import Earlier
from rostra_frontend.demo.dates import DAY, ZONE
from rostra_frontend.demo.founding import id_of
from rostra_frontend.demo.stories import Story

TEXTS = Path(__file__).parent / "texts" / "projects.toml"
IN_THE_MORNING = dt.time(9, 40)


class StepText(Story, frozen=True):
    """A step of a timeline, in days from today; one that took place until today is under way."""

    title: str
    planned: tuple[int, int]
    actual: tuple[int, int] | None = None


class ChangeText(Story, frozen=True):
    """What changed so many days ago, and why."""

    days: int
    reason: str
    cost: str | None = None
    phase: Phase | None = None
    steps: list[StepText] | None = None


class ProjectText(Story, frozen=True):
    """A project; without a day of publication a draft."""

    by: str
    title: str
    aim: str
    topics: list[str]
    phase: Phase
    place: str
    district: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    cost: str | None = None
    cost_note: str | None = None
    participation: str | None = None
    participation_from: int | None = None
    participation_until: int | None = None
    contact: tuple[str, str, str] = ("", "", "")
    papers: list[str] = []
    published: int | None = None
    steps: list[StepText] = []
    changes: list[ChangeText] = []


class ListText(Story, frozen=True):
    """The whole list."""

    projects: list[ProjectText]


async def plan_ahead(database: Database, today: dt.date) -> None:
    """Write the list, publish it project by project, and change it as the year went on."""
    told = msgspec.toml.decode(TEXTS.read_bytes(), type=ListText)
    for text in told.projects:
        await tell(database, text, today)


async def tell(database: Database, text: ProjectText, today: dt.date) -> None:
    """One project from its draft to its last change."""
    async with database.work(system) as work:
        words = await writing_of(work, text, today)
        project = await draft_project(work, id_of("organization", text.by), words)
        if text.published is None:
            return
        began = moment(today, text.published)
        await publish_project(Earlier(work, began), project.id)
        await dated(work, Project, project.id, began)
    for change in sorted(text.changes, key=lambda one: one.days):
        words = changed(words, change, today)
        async with database.work(system) as work:
            then = Earlier(work, moment(today, change.days))
            project = await work.find(Project, project.id)
            await edit_project(then, project.id, project.revision, words, change.reason)
            last = (
                sa.select(ProjectChange.id)
                .where(ProjectChange.project_id == project.id)
                .order_by(ProjectChange.revision.desc())
            )
            await dated(work, ProjectChange, await work.first(last), then.moment)


async def writing_of(work: Work, text: ProjectText, today: dt.date) -> Writing:
    """The project as it was first written: before anything changed."""
    papers = [id_of("paper", key) for key in text.papers]
    resolutions = await work.fetch(
        sa.select(Resolution.id)
        .where(Resolution.paper_id.in_(papers), Resolution.audience_id == PUBLIC)
        .order_by(Resolution.date, Resolution.id)
    )
    first_phase = next((Phase.PLANNING for one in text.changes if one.phase), text.phase)
    name, email, phone = text.contact
    return Writing(
        title=text.title,
        aim=text.aim,
        topics=tuple(text.topics),
        phase=first_phase,
        place=text.place,
        district=text.district,
        latitude=text.latitude,
        longitude=text.longitude,
        cost=Decimal(text.cost) if text.cost else None,
        cost_note=text.cost_note,
        steps=steps_of(text.steps, today),
        participation=text.participation is not None,
        participation_how=text.participation,
        participation_from=day(today, text.participation_from),
        participation_until=day(today, text.participation_until),
        contact_name=name,
        contact_email=email,
        contact_phone=phone,
        papers=tuple(str(id) for id in papers),
        resolutions=tuple(str(id) for id in resolutions),
    )


def changed(words: Writing, change: ChangeText, today: dt.date) -> Writing:
    """The project as it was written anew."""
    values: dict[str, Any] = {}
    if change.cost is not None:
        values["cost"] = Decimal(change.cost)
    if change.phase is not None:
        values["phase"] = change.phase
    if change.steps is not None:
        values["steps"] = steps_of(change.steps, today)
    return replace(words, **values)


def steps_of(steps: Sequence[StepText], today: dt.date) -> tuple[Step, ...]:
    """The timeline with its days; what is under way has no last day yet."""
    return tuple(
        Step(
            step.title,
            planned_from=day(today, step.planned[0]),
            planned_until=day(today, step.planned[1]),
            actual_from=day(today, step.actual[0]) if step.actual else None,
            actual_until=day(today, step.actual[1]) if step.actual and step.actual[1] else None,
        )
        for step in steps
    )


def day(today: dt.date, days: int | None) -> dt.date | None:
    """So many days from today."""
    return None if days is None else today + days * DAY


def moment(today: dt.date, days: int) -> dt.datetime:
    """In the morning of the day that is so many days from today."""
    return dt.datetime.combine(today + days * DAY, IN_THE_MORNING, ZONE)


async def dated(
    work: Work, model: type[Project] | type[ProjectChange], id: UUID, then: dt.datetime
) -> None:
    """Let a record be as old as its story says."""
    await work.flush()
    times = sa.update(model).where(model.id == id).values(created=then, modified=then)
    await work.change(times.execution_options(synchronize_session=False))
