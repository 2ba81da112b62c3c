"""What changed in a project: the same things compared before and after."""

from collections.abc import Mapping
from typing import Any

from rostra.projects.linking import linked
from rostra.projects.models import Field, Project
from rostra.projects.writing import euros
from rostra.work import Work

UNTOLD = frozenset({Field.CONTACT, Field.PAPERS, Field.RESOLUTIONS})
"""Of which the history says only that it changed: it names nobody, and nothing that may one day
not be public any more."""

Portrait = Mapping[Field, Any]


async def portrait_of(work: Work, project: Project) -> Portrait:
    """Everything that a change of the project can be about, as it stands."""
    topics, papers, decided = await linked(work, project.id)
    return {
        Field.TITLE: project.title,
        Field.AIM: project.aim,
        Field.TOPICS: ", ".join(topics) or None,
        Field.PHASE: project.phase,
        Field.PLACE: place_said(project),
        Field.COST: None if project.cost_cents is None else str(euros(project.cost_cents)),
        Field.COST_NOTE: project.cost_note,
        Field.TIMELINE: list(project.steps),
        Field.PARTICIPATION: project.participation_how if project.participation else None,
        Field.PARTICIPATION_TIME: time_said(project),
        Field.CONTACT: [project.contact_name, project.contact_email, project.contact_phone],
        Field.PAPERS: [str(one) for one in papers],
        Field.RESOLUTIONS: [str(one) for one in decided],
        Field.STATE: project.state,
    }


def place_said(project: Project) -> str | None:
    """Where the project is, on one line."""
    here = None
    if project.latitude is not None and project.longitude is not None:
        here = f"{project.latitude:.5f}, {project.longitude:.5f}"
    return " · ".join(one for one in (project.place, project.district, here) if one) or None


def time_said(project: Project) -> str | None:
    """From when until when citizens can take part: two days with a slash between them."""
    first, last = project.participation_from, project.participation_until
    if not project.participation or not (first or last):
        return None
    return "/".join(day.isoformat() if day else "" for day in (first, last))


def differences(before: Portrait, after: Portrait) -> list[dict[str, Any]]:
    """Each field that is not what it was, with what is told of both."""
    return [
        {"field": str(field)}
        | ({} if field in UNTOLD else {"before": before[field], "after": after[field]})
        for field in Field
        if before[field] != after[field]
    ]
