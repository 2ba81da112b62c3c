"""Who is told that a project has changed: those who follow it, with the reason."""

import sqlalchemy as sa

from rostra.events import LoggedEvent
from rostra.notifications.following import followers
from rostra.notifications.letters import Note
from rostra.notifications.topics import Topic
from rostra.projects.models import Project, ProjectChange
from rostra.work import Work


async def project_changed(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells those who follow a project what changed in it and why, as everybody reads it."""
    public = work.as_the_public()
    rows = await public.rows(
        sa.select(Project.id, Project.title, ProjectChange.reason, ProjectChange.details)
        .join(ProjectChange, ProjectChange.project_id == Project.id)
        .where(
            public.may_read(Project),
            public.may_read(ProjectChange),
            ProjectChange.id.in_(event.things().get(ProjectChange.kind, [])),
        )
    )
    return [
        Note(
            account_id,
            Topic.FOLLOWING,
            f"{event.position}:{row.id}:{account_id}",
            "project_changed",
            f"/projects/{row.id}",
            {
                "title": row.title,
                "reason": row.reason,
                "fields": [told["field"] for told in row.details],
            },
        )
        for row in rows
        for account_id in await followers(work, Project.kind, row.id)
    ]
