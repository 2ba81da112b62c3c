"""Projects for tests."""

import datetime as dt
from typing import Any

from rostra.organizations.models import Organization
from rostra.projects.models import Project, ProjectChange, ProjectState
from rostra.projects.writing import Step, Writing, written_step
from support.make.organizations import make_organization
from support.making import Place, kept

DAY = dt.date(2026, 3, 2)


async def make_department(place: Place, **values: Any) -> Organization:
    """A department that keeps projects."""
    usual = {"name": "Amt für Stadtgrün", "short_name": "ASG"}
    return await make_organization(
        place, organization_type="Verwaltungsbereich", **{**usual, **values}
    )


async def make_project(
    place: Place, /, organization: Organization | None = None, **values: Any
) -> Project:
    """A project on the list."""
    organization = organization or await make_department(place)
    moment = dt.datetime.now(dt.UTC).replace(microsecond=0)
    usual = {
        "state": ProjectState.PUBLISHED,
        "title": "Spielplatz am Anger",
        "aim": "Kinder sollen hier wieder spielen können.",
        "steps": [written_step(Step("Entwurf", DAY, DAY + dt.timedelta(days=60), DAY))],
        "published": moment,
        "changed": moment,
    }
    return await kept(
        place,
        Project,
        body_id=organization.body_id,
        organization_id=organization.id,
        **{**usual, **values},
    )


async def make_project_change(place: Place, project: Project, **values: Any) -> ProjectChange:
    """That the project became dearer and later."""
    step = written_step(Step("Entwurf", DAY))
    usual = {
        "revision": 2,
        "reason": "Der Stahl wurde teurer.",
        "details": [
            {"field": "cost", "before": "1000.00", "after": "1200.50"},
            {"field": "phase", "before": "idea", "after": "planning"},
            {"field": "timeline", "before": [step], "after": []},
            {"field": "participation_time", "before": None, "after": "2026-03-02/"},
            {"field": "contact"},
        ],
    }
    return await kept(
        place, ProjectChange, body_id=project.body_id, project_id=project.id, **{**usual, **values}
    )


def writing(**values: Any) -> Writing:
    """What an editor writes about a project."""
    usual: dict[str, Any] = {
        "title": "Spielplatz am Anger",
        "aim": "Kinder sollen hier wieder spielen können.",
        "topics": ("Familie", "Grün"),
    }
    return Writing(**{**usual, **values})
