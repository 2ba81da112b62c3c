"""What can be done with projects, in the API."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from rostra.projects import models, queries, services
from rostra.projects.writing import Step, Writing
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.projects import PhaseName, Project, StateName
from rostra_graphql.telling import argument, described, described_input, does, told


@described_input
class ProjectStepInput:
    """A step of a timeline."""

    title: str = told("What happens.")
    planned_from: dt.date | None = told("From when it is planned.", default=None)
    planned_until: dt.date | None = told("Until when it is planned.", default=None)
    actual_from: dt.date | None = told("When it began.", default=None)
    actual_until: dt.date | None = told("When it was done.", default=None)


@described_input
class ProjectInput:
    """A project as a department writes it; what is left out is empty."""

    title: str = told("What it is called.")
    aim: str = told("What it is for, as plain text.")
    topics: list[str] | None = told("The topics to which it belongs.", default=None)
    phase: PhaseName = told("How far it is.", default=models.Phase.IDEA)  # type: ignore[valid-type]
    place: str | None = told("Where it is, in words.", default=None)
    district: str | None = told("In which part of the city.", default=None)
    latitude: float | None = told("Degrees north.", default=None)
    longitude: float | None = told("Degrees east.", default=None)
    cost: Decimal | None = told("What it costs in all, in euros.", default=None)
    cost_note: str | None = told("What the cost includes.", default=None)
    steps: list[ProjectStepInput] | None = told("Its timeline.", default=None)
    participation: bool = told("Whether citizens can take part.", default=False)
    participation_how: str | None = told("How they can take part.", default=None)
    participation_from: dt.date | None = told("From when.", default=None)
    participation_until: dt.date | None = told("Until when.", default=None)
    contact_name: str | None = told("Whom to ask.", default=None)
    contact_email: str | None = told("The address for questions.", default=None)
    contact_phone: str | None = told("The telephone for questions.", default=None)
    papers: list[str] | None = told(
        "The papers about it: references, ids or addresses of public papers.", default=None
    )
    resolutions: list[str] | None = told(
        "What was resolved about it: numbers, ids or addresses.", default=None
    )


def writing_of(input: ProjectInput) -> Writing:
    """What is written, as the house takes it."""
    values: dict[str, Any] = dict(vars(input))
    values["steps"] = tuple(Step(**vars(step)) for step in input.steps or ())
    for name in ("topics", "papers", "resolutions"):
        values[name] = tuple(values[name] or ())
    return Writing(**values)


@described_input
class EditProjectInput:
    """A project written anew."""

    project: UUID = told("The project.")
    revision: int = told("The revision that the writer has seen.")
    reason: str | None = told(
        "Why; needed once the project is published, and to be read by everybody.", default=None
    )
    writing: ProjectInput = told("What it says now.")


@described_input
class MoveProjectInput:
    """Where a published project goes."""

    project: UUID = told("The project.")
    state: StateName = told("FINISHED, ARCHIVED, or PUBLISHED again.")  # type: ignore[valid-type]
    reason: str = told("Why, to be read by everybody.")


@described
class ProjectMutations:
    """What can be done with projects."""

    @does(Project)
    async def draft_project(
        self,
        info: Info,
        organization: Annotated[UUID, argument("The department.")],
        input: Annotated[ProjectInput, argument("What it says.")],
    ) -> models.Project:
        """Begin a project of a department; until it is published only the department reads it."""
        project = await services.draft_project(info.context.work, organization, writing_of(input))
        return await info.context.written(queries.projects_by_id, project.id)

    @does(Project)
    async def edit_project(
        self, info: Info, input: Annotated[EditProjectInput, argument("What changes.")]
    ) -> models.Project:
        """Write a project anew; refused when somebody else changed it meanwhile."""
        project = await services.edit_project(
            info.context.work, input.project, input.revision, writing_of(input.writing),
            input.reason,
        )  # fmt: skip
        return await info.context.written(queries.projects_by_id, project.id)

    @does(Project)
    async def publish_project(self, info: Info, uuid: Wanted) -> models.Project:
        """Put a project on the list for everybody."""
        project = await services.publish_project(info.context.work, uuid)
        return await info.context.written(queries.projects_by_id, project.id)

    @does(Project)
    async def move_project(
        self, info: Info, input: Annotated[MoveProjectInput, argument("Where it goes.")]
    ) -> models.Project:
        """Say that a project is finished, belongs into the archive, or goes on after all."""
        project = await services.move_project(
            info.context.work, input.project, input.state, input.reason
        )
        return await info.context.written(queries.projects_by_id, project.id)

    @does(bool)
    async def withdraw_project(
        self,
        info: Info,
        uuid: Wanted,
        reason: Annotated[
            str | None, argument("Why; needed once the project was published.")
        ] = None,
    ) -> bool:
        """Take a project back: it goes out of sight with its history."""
        await services.withdraw_project(info.context.work, uuid, reason)
        return True
