"""How projects are found."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.models import Organization
from rostra.projects.models import Project, ProjectTopic
from rostra_search.entries.source import Reading, shared, text_of
from rostra_search.entry import Entry, Kind

WORDS = (
    Project.title, Project.aim, Project.place, Project.district, Project.participation_how,
)  # fmt: skip


async def projects(reading: Reading, ids: Collection[UUID]) -> list[Entry]:
    """The projects: by title, aim, topics, place and participation, on the day of their last
    change, with their department."""
    of_project = sa.and_(Organization.id == Project.organization_id, shared(Organization, Project))
    found = await reading.work.rows(
        sa.select(
            Project.id,
            Project.audience_id,
            Project.body_id,
            Project.changed,
            *WORDS,
            Organization.id.label("organization_id"),
        )
        .outerjoin(Organization, of_project)
        .where(reading.standing(Project, ids))
    )
    topics = await reading.grouped(
        sa.select(ProjectTopic.project_id, ProjectTopic.topic)
        .where(ProjectTopic.project_id.in_([row.id for row in found]))
        .order_by(ProjectTopic.project_id, ProjectTopic.position)
    )
    return [
        Entry.of(
            Kind.PROJECT,
            row,
            title=row.title,
            text=said_of(row, topics.get(row.id, [])),
            organization_ids=(row.organization_id,) if row.organization_id else (),
            date=reading.day(row.changed),
        )
        for row in found
    ]


def said_of(row: Any, topics: Collection[str]) -> str:
    """What a project says beside its title."""
    return text_of(row.aim, row.place, row.district, ", ".join(topics), row.participation_how)
