"""Readings of the list of projects."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.models import Organization
from rostra.paging import Order, alphabetical
from rostra.papers.models import Paper
from rostra.papers.queries import PAPER
from rostra.posts.models import Post, PostState
from rostra.posts.queries import POST, in_state
from rostra.projects.models import (
    Project,
    ProjectChange,
    ProjectPaper,
    ProjectResolution,
    ProjectState,
    ProjectTopic,
)
from rostra.reading import Shape
from rostra.resolutions.models import Resolution
from rostra.resolutions.queries import RESOLUTION
from rostra.work import Work

PROJECT = Shape(Project)
CHANGE = Shape(ProjectChange)

LAST_CHANGED_FIRST = Order("projects.-changed", Project.changed, descending=True)
LAST_WRITTEN_FIRST = Order("projects.-modified", Project.modified, descending=True)
BY_TITLE = Order("projects.title", alphabetical(Project.title))
LATEST_CHANGE_FIRST = Order("project_changes.-created", ProjectChange.created, descending=True)

LISTED = (ProjectState.PUBLISHED, ProjectState.FINISHED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which projects are wanted; what is left out narrows nothing."""

    body_id: UUID | None = None
    organization_ids: Collection[UUID] = ()
    topics: Collection[str] = ()
    phases: Collection[str] = ()
    states: Collection[str] = LISTED
    participation: bool | None = None
    text: str | None = None


async def projects_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Project]:
    """The projects with these ids that the actor may read."""
    return await PROJECT.by_id(work, ids)


async def project_changes_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, ProjectChange]:
    """The changes with these ids that the actor may read."""
    return await CHANGE.by_id(work, ids)


def projects(work: Work, wanted: Wanted = Wanted()) -> sa.Select[Any]:
    """The projects on the list, or those in other states."""
    found = PROJECT.select(work).where(Project.state.in_(wanted.states))
    if wanted.body_id is not None:
        found = found.where(Project.body_id == wanted.body_id)
    if wanted.organization_ids:
        readable = sa.select(Organization.id).where(
            work.may_read(Organization), Organization.id.in_(wanted.organization_ids)
        )
        found = found.where(Project.organization_id.in_(readable))
    if wanted.topics:
        of_topic = sa.select(ProjectTopic.project_id).where(ProjectTopic.topic.in_(wanted.topics))
        found = found.where(Project.id.in_(of_topic))
    if wanted.phases:
        found = found.where(Project.phase.in_(wanted.phases))
    if wanted.participation is not None:
        found = found.where(Project.participation.is_(wanted.participation))
    if wanted.text:
        words = (Project.title, Project.aim, Project.place, Project.district)
        found = found.where(sa.or_(*(one.icontains(wanted.text, autoescape=True) for one in words)))
    return found


def changes(work: Work) -> sa.Select[Any]:
    """What changed in the projects on the list."""
    return (
        CHANGE.select(work)
        .join(Project, Project.id == ProjectChange.project_id)
        .where(work.may_read(Project))
    )


async def changes_of(work: Work, project_ids: Collection[UUID]) -> dict[UUID, list[ProjectChange]]:
    """What changed in each project, the latest first."""
    found = (
        CHANGE.select(work, ProjectChange.project_id)
        .join(Project, Project.id == ProjectChange.project_id)
        .where(work.may_read(Project), ProjectChange.project_id.in_(project_ids))
        .order_by(ProjectChange.revision.desc(), ProjectChange.id.desc())
    )
    return await CHANGE.grouped(work, found)


async def topics_of(work: Work, project_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The topics of each project, in its order."""
    rows = await work.rows(
        sa.select(ProjectTopic.project_id, ProjectTopic.topic)
        .join(Project, Project.id == ProjectTopic.project_id)
        .where(work.may_read(Project), ProjectTopic.project_id.in_(project_ids))
        .order_by(ProjectTopic.project_id, ProjectTopic.position)
    )
    return in_groups(rows)


def in_groups(rows: Sequence[Any]) -> dict[UUID, list[str]]:
    """Pairs by their first half."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


async def topics_used(work: Work) -> list[str]:
    """The topics of the projects on the list that the actor may read, by name."""
    return await work.fetch(
        sa.select(ProjectTopic.topic)
        .join(Project, Project.id == ProjectTopic.project_id)
        .where(work.may_read(Project), Project.state.in_(LISTED))
        .distinct()
        .order_by(ProjectTopic.topic)
    )


async def departments_used(work: Work) -> list[Organization]:
    """The departments that have a project on the list, by name."""
    busy = sa.select(Project.organization_id).where(
        work.may_read(Project), Project.state.in_(LISTED)
    )
    return await work.fetch(
        work.readable(Organization)
        .where(Organization.id.in_(busy))
        .order_by(Organization.name, Organization.id)
    )


async def papers_of(work: Work, project_ids: Collection[UUID]) -> dict[UUID, list[Paper]]:
    """The papers about each project."""
    found = (
        PAPER.select(work, ProjectPaper.project_id)
        .join(ProjectPaper, ProjectPaper.paper_id == Paper.id)
        .join(Project, Project.id == ProjectPaper.project_id)
        .where(work.may_read(Project), ProjectPaper.project_id.in_(project_ids))
        .order_by(ProjectPaper.project_id, ProjectPaper.position)
    )
    return await PAPER.grouped(work, found)


async def resolutions_of(work: Work, project_ids: Collection[UUID]) -> dict[UUID, list[Resolution]]:
    """The resolutions about each project."""
    found = (
        RESOLUTION.select(work, ProjectResolution.project_id)
        .join(ProjectResolution, ProjectResolution.resolution_id == Resolution.id)
        .join(Project, Project.id == ProjectResolution.project_id)
        .where(work.may_read(Project), ProjectResolution.project_id.in_(project_ids))
        .order_by(ProjectResolution.project_id, ProjectResolution.position)
    )
    return await RESOLUTION.grouped(work, found)


async def posts_of(work: Work, project_ids: Collection[UUID]) -> dict[UUID, list[Post]]:
    """The published posts about each project, newest first."""
    about = (
        POST.select(work, Post.project_id)
        .join(Project, Project.id == Post.project_id)
        .where(
            work.may_read(Project),
            in_state(PostState.PUBLISHED, work.now),
            Post.project_id.in_(project_ids),
        )
        .order_by(Post.published.desc(), Post.id.desc())
    )
    return await POST.grouped(work, about)


async def projects_about(work: Work, paper_ids: Collection[UUID]) -> dict[UUID, list[Project]]:
    """The projects on the list that name each paper."""
    found = (
        PROJECT.select(work, ProjectPaper.paper_id)
        .join(ProjectPaper, ProjectPaper.project_id == Project.id)
        .join(Paper, Paper.id == ProjectPaper.paper_id)
        .where(
            work.may_read(Paper),
            Project.state.in_((*LISTED, ProjectState.ARCHIVED)),
            ProjectPaper.paper_id.in_(paper_ids),
        )
        .order_by(ProjectPaper.paper_id, Project.title, Project.id)
    )
    return await PROJECT.grouped(work, found)
