"""The papers and resolutions that a project names: by reference, by id or by address."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC
from rostra.errors import Invalid
from rostra.papers.models import Paper
from rostra.projects.models import Project, ProjectPaper, ProjectResolution, ProjectTopic
from rostra.resolutions.models import Resolution
from rostra.work import Work

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


async def papers_named(work: Work, body_id: UUID, lines: Sequence[str]) -> list[UUID]:
    """The ids of the papers that the lines name; none that not everybody may read."""
    sentence = "Line {} names no public paper; write its reference or its address."
    return await named(work, Paper, Paper.reference, body_id, lines, "papers", sentence)


async def resolutions_named(work: Work, body_id: UUID, lines: Sequence[str]) -> list[UUID]:
    """The ids of the resolutions that the lines name; none that not everybody may read."""
    sentence = "Line {} names no public resolution; write its number or its address."
    return await named(work, Resolution, Resolution.number, body_id, lines, "resolutions", sentence)


async def named(
    work: Work,
    model: Any,
    known_by: Any,
    body_id: UUID,
    lines: Sequence[str],
    field: str,
    sentence: str,
) -> list[UUID]:
    """The ids of the public things of a body that the lines name, each once; the latest of those
    that share a reference."""
    found: dict[UUID, None] = {}
    for number, line in enumerate(lines, 1):
        id = ID.search(line)
        wanted = model.id == UUID(id[0]) if id else known_by == line
        public = sa.select(model.id).where(
            wanted, model.body_id == body_id, model.audience_id == PUBLIC
        )
        one = await work.first(public.order_by(model.date.desc().nulls_last(), model.id.desc()))
        if one is None:
            raise Invalid(field, sentence.format(number))
        found[one] = None
    return list(found)


async def link(
    work: Work, project: Project, topics: Sequence[str], papers: list[UUID], decided: list[UUID]
) -> None:
    """Let the project stand with exactly these topics, papers and resolutions."""
    for model, column, values in (
        (ProjectTopic, "topic", topics),
        (ProjectPaper, "paper_id", papers),
        (ProjectResolution, "resolution_id", decided),
    ):
        await work.change(sa.delete(model).where(model.project_id == project.id))
        rows = [
            {"project_id": project.id, column: value, "position": position}
            for position, value in enumerate(values)
        ]
        if rows:
            await work.change(sa.insert(model), rows)


async def linked(work: Work, project_id: UUID) -> tuple[list[str], list[UUID], list[UUID]]:
    """The topics, papers and resolutions with which a project stands."""
    topics = sa.select(ProjectTopic.topic).where(ProjectTopic.project_id == project_id)
    papers = sa.select(ProjectPaper.paper_id).where(ProjectPaper.project_id == project_id)
    decided = sa.select(ProjectResolution.resolution_id).where(
        ProjectResolution.project_id == project_id
    )
    return (
        await work.fetch(topics.order_by(ProjectTopic.position)),
        await work.fetch(papers.order_by(ProjectPaper.position)),
        await work.fetch(decided.order_by(ProjectResolution.position)),
    )
