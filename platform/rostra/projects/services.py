"""Writing projects, publishing them, changing them with a reason, and taking them back."""

from typing import Any
from uuid import UUID

from rostra.access import PUBLIC, Permission
from rostra.errors import Conflict, Invalid, NotFound
from rostra.organizations.models import Organization
from rostra.posts.services import department
from rostra.projects.changes import Portrait, differences, portrait_of
from rostra.projects.events import (
    ProjectChanged,
    ProjectDrafted,
    ProjectPublished,
    ProjectWithdrawn,
)
from rostra.projects.linking import link, papers_named, resolutions_named
from rostra.projects.models import Project, ProjectChange, ProjectState
from rostra.projects.writing import Writing, cents, checked, needed, written_step
from rostra.work import Work

LONGEST_REASON = 1_000
ON_THE_LIST = (ProjectState.PUBLISHED, ProjectState.FINISHED, ProjectState.ARCHIVED)
"""Between these a published project moves, each time for a reason."""

PLAIN = (
    "title", "aim", "phase", "place", "district", "latitude", "longitude", "cost_note",
    "participation", "participation_how", "participation_from", "participation_until",
    "contact_name", "contact_email", "contact_phone",
)  # fmt: skip
"""What stands in the project as it was written."""


async def draft_project(work: Work, organization_id: UUID, writing: Writing) -> Project:
    """Begin a project of a department; until it is published only the department reads it."""
    organization = await work.find(Organization, organization_id)
    work.authorize(Permission.PROJECT_KEEP, organization)
    project = Project(
        body_id=organization.body_id,
        organization_id=organization.id,
        title="",
        aim="",
        steps=[],
        audience_id=await work.audience(department(organization)),
    )
    await write(work, project, writing)
    work.record(ProjectDrafted(project.id))
    return project


async def edit_project(
    work: Work, project_id: UUID, revision: int, writing: Writing, reason: str | None = None
) -> Project:
    """Write a project anew; once it is published every change needs a reason, which stays to be
    read. `revision` is that which the writer has seen."""
    project = await held(work, project_id)
    work.authorize(Permission.PROJECT_KEEP, project)
    refuse_unless_seen(project, revision)
    before = await portrait_of(work, project)

    await write(work, project, writing)
    if not differences(before, await portrait_of(work, project)):
        return project
    if project.state == ProjectState.DRAFT:
        project.revision += 1
        work.record(ProjectDrafted(project.id))
    else:
        change = await kept_change(work, project, before, reason)
        work.record(ProjectChanged(project.id, change.id))
    return project


async def publish_project(work: Work, project_id: UUID) -> Project:
    """Put a project on the list for everybody."""
    project = await held(work, project_id)
    work.authorize(Permission.PROJECT_KEEP, project)
    if project.state != ProjectState.DRAFT:
        raise Conflict("This project is published already.")

    project.state, project.audience_id = ProjectState.PUBLISHED, PUBLIC
    project.published = project.changed = work.now
    project.revision += 1
    work.record(ProjectPublished(project.id))
    return project


async def move_project(
    work: Work, project_id: UUID, state: ProjectState, reason: str | None
) -> Project:
    """Say that a published project is finished, belongs into the archive, or goes on after all."""
    project = await held(work, project_id)
    work.authorize(Permission.PROJECT_KEEP, project)
    if state not in ON_THE_LIST or project.state not in ON_THE_LIST:
        raise Conflict("Only a published project can be finished, archived or taken up again.")
    if project.state == state:
        raise Conflict("This is so already.")

    before = await portrait_of(work, project)
    project.state = state
    change = await kept_change(work, project, before, reason)
    work.record(ProjectChanged(project.id, change.id))
    return project


async def withdraw_project(work: Work, project_id: UUID, reason: str | None = None) -> Project:
    """Take a project back: it goes out of sight with its history, and nothing is lost."""
    project = await held(work, project_id)
    work.authorize(Permission.PROJECT_KEEP, project)
    openly = project.state != ProjectState.DRAFT
    before = await portrait_of(work, project)

    project.state = ProjectState.WITHDRAWN
    if openly:
        await kept_change(work, project, before, reason)
    for change in await work.fetch(
        work.readable(ProjectChange).where(ProjectChange.project_id == project.id)
    ):
        work.withdraw(change)
    work.withdraw(project)
    work.record(ProjectWithdrawn(project.id) if openly else ProjectDrafted(project.id))
    return project


async def held(work: Work, project_id: UUID) -> Project:
    """The project, which nobody else changes until this is done."""
    mine = work.readable(Project).where(Project.id == project_id).with_for_update()
    found: Project | None = await work.first(mine.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def refuse_unless_seen(project: Project, revision: int) -> None:
    """Refuse who writes over what they have not read."""
    if project.revision != revision:
        raise Conflict(
            "Somebody has changed this project since you opened it; please look at what "
            "stands there now."
        )


async def write(work: Work, project: Project, writing: Writing) -> None:
    """Let the project say what was written."""
    wanted = checked(writing)
    papers = await papers_named(work, project.body_id, wanted.papers)
    decided = await resolutions_named(work, project.body_id, wanted.resolutions)
    for name in PLAIN:
        setattr(project, name, getattr(wanted, name))
    project.cost_cents = cents(wanted.cost)
    steps = [written_step(step) for step in wanted.steps]
    if project.steps != steps:
        project.steps = steps
    work.add(project)
    await work.flush()
    await link(work, project, wanted.topics, papers, decided)


async def kept_change(
    work: Work, project: Project, before: Portrait, reason: str | None
) -> ProjectChange:
    """What changed in a published project, and why, kept where everybody reads it."""
    if not (reason or "").strip():
        raise Invalid("reason", "Please give the reason for this change; it stays to be read.")
    why = needed("reason", reason or "", LONGEST_REASON)
    details: list[Any] = differences(before, await portrait_of(work, project))
    project.revision += 1
    project.changed, project.change_reason = work.now, why
    change = ProjectChange(
        body_id=project.body_id,
        project_id=project.id,
        account_id=work.actor.account_id,
        revision=project.revision,
        reason=why,
        details=details,
        audience_id=project.audience_id,
    )
    work.add(change)
    await work.flush()
    return change
