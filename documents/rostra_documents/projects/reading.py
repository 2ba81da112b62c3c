"""The list of projects as one reader may read it, ready to be set."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from rostra.organizations.models import Organization
from rostra.organizations.queries import organizations_by_id
from rostra.papers.models import Paper
from rostra.projects import queries
from rostra.projects.models import Project, ProjectChange
from rostra.projects.writing import Step, euros, read_step
from rostra.resolutions.models import Resolution
from rostra.work import Work
from rostra_documents.records import given


@dataclass(frozen=True, slots=True)
class ProjectSheet:
    """One project with what surrounds it."""

    project: Project
    department: Organization | None
    topics: Sequence[str]
    papers: Sequence[Paper]
    resolutions: Sequence[Resolution]
    changes: Sequence[ProjectChange]

    @property
    def anchor(self) -> str:
        """Where it stands in the document."""
        return f"project-{self.project.id}"

    @property
    def steps(self) -> list[Step]:
        """Its timeline."""
        return [read_step(one) for one in self.project.steps]

    @property
    def cost(self) -> Decimal | None:
        """What it costs in all."""
        return euros(self.project.cost_cents)

    @property
    def place(self) -> str:
        """Where it is, on one line."""
        return ", ".join(one for one in (self.project.place, self.project.district) if one)

    @property
    def contact(self) -> str:
        """Whom to ask, on one line."""
        project = self.project
        told = (project.contact_name, project.contact_email, project.contact_phone)
        return ", ".join(one for one in told if one)


async def sheets_of(reader: Work, body_id: UUID | None) -> list[ProjectSheet]:
    """The projects on the list of a body, or of all, by title."""
    wanted = queries.projects(reader, queries.Wanted(body_id=body_id))
    rows = await reader.rows(wanted.order_by(queries.BY_TITLE.key, Project.id))
    projects = [queries.PROJECT.one(row) for row in rows]
    ids = [one.id for one in projects]
    relations: list[dict[UUID, list[Any]]] = [
        await relation(reader, ids)
        for relation in (
            queries.topics_of, queries.papers_of, queries.resolutions_of, queries.changes_of,
        )
    ]  # fmt: skip
    departments = await organizations_by_id(reader, given(one.organization_id for one in projects))
    return [
        ProjectSheet(
            one,
            departments.get(one.organization_id),
            *(found.get(one.id, []) for found in relations),
        )
        for one in projects
    ]


def newest_change(sheets: Sequence[ProjectSheet]) -> dt.datetime:
    """When the list last changed; the beginning of time for an empty one."""
    moments = [sheet.project.modified for sheet in sheets]
    return max(moments, default=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
