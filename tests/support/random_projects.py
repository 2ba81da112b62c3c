"""The projects of a random city, with a canary in every text and in what changed."""

import datetime as dt
from typing import Any

from rostra.projects.models import (
    Project,
    ProjectChange,
    ProjectPaper,
    ProjectState,
    ProjectTopic,
)
from rostra.projects.writing import Step, written_step

NOON = dt.datetime.now(dt.UTC).replace(hour=12, minute=0, second=0, microsecond=0)


async def build_projects(builder: Any) -> None:
    """Projects about the papers of the city, and what changed in them."""
    body = builder.body_id
    projects = await builder.keep(
        "project",
        lambda n, word: Project(
            body_id=body,
            organization_id=builder.city.organization_ids[0],
            state=ProjectState.PUBLISHED,
            title=f"Vorhaben {word}",
            aim=f"Ziel {word}",
            place=word,
            cost_cents=100 * n,
            cost_note=word,
            steps=[written_step(Step(f"Schritt {word}", NOON.date(), None, NOON.date()))],
            participation=True,
            participation_how=f"Werkstatt {word}",
            contact_name=word,
            published=NOON,
            changed=NOON,
            change_reason=f"Anlass {word}",
        ),
    )
    for number, project in enumerate(projects):
        word = builder.city.canaries["project"][number]
        builder.work.add(
            ProjectTopic(project_id=project.id, topic=f"Thema {word}"),
            ProjectPaper(project_id=project.id, paper_id=builder.papers[number].id),
        )
    await builder.work.flush()
    await builder.keep(
        "project_change",
        lambda n, word: ProjectChange(
            body_id=body,
            project_id=projects[n].id,
            revision=2,
            reason=f"Grund {word}",
            details=[{"field": "aim", "before": f"vorher {word}", "after": f"nachher {word}"}],
        ),
    )
