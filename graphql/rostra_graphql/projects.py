"""The list of projects in the API."""

import datetime as dt
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from rostra.organizations import queries as organizations
from rostra.organizations.models import Body, Organization
from rostra.papers.models import Paper
from rostra.posts.models import Post
from rostra.projects import models, queries
from rostra.projects.writing import Step, euros, read_step
from rostra.resolutions.models import Resolution
from rostra_graphql import names
from rostra_graphql.arguments import After, Before, First, Last, Wanted, order_of
from rostra_graphql.comments import Commented
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.paging import Connection, connected, connection_type
from rostra_graphql.telling import answers, argument, described, described_input, told

PhaseName = strawberry.enum(models.Phase, name="ProjectPhase", description="How far a project is.")
StateName = strawberry.enum(
    models.ProjectState, name="ProjectState", description="Whether a project stands on the list."
)
FieldName = strawberry.enum(
    models.Field, name="ProjectField", description="What of a project can change."
)


@strawberry.enum(description="How projects are sorted.")
class ProjectOrder(Enum):
    """How projects are sorted."""

    LAST_CHANGED_FIRST = strawberry.enum_value(
        queries.LAST_CHANGED_FIRST, description="What changed last comes first."
    )
    BY_TITLE = strawberry.enum_value(queries.BY_TITLE, description="By their titles.")


@described
class ProjectStep:
    """A step of a project's timeline."""

    title: str = told("What happens.")
    planned_from: dt.date | None = told("From when it was planned.")
    planned_until: dt.date | None = told("Until when it was planned.")
    actual_from: dt.date | None = told("When it began.")
    actual_until: dt.date | None = told("When it was done.")


@described
class ProjectDifference:
    """Something of a project that is not what it was."""

    @answers(FieldName)
    def field(self, told: strawberry.Parent[dict[str, Any]]) -> models.Field:
        """What changed."""
        return models.Field(told["field"])

    @answers(str | None)
    def before(self, told: strawberry.Parent[dict[str, Any]]) -> str | None:
        """What stood there before; null for what is not told, or stood not there."""
        return in_words(told.get("before"))

    @answers(str | None)
    def after(self, told: strawberry.Parent[dict[str, Any]]) -> str | None:
        """What stands there since."""
        return in_words(told.get("after"))

    @answers(list[ProjectStep])
    def steps_before(self, told: strawberry.Parent[dict[str, Any]]) -> list[Step]:
        """The timeline as it was, where that changed."""
        return steps_in(told.get("before"))

    @answers(list[ProjectStep])
    def steps_after(self, told: strawberry.Parent[dict[str, Any]]) -> list[Step]:
        """The timeline since, where that changed."""
        return steps_in(told.get("after"))


def in_words(kept: Any) -> str | None:
    """What can be told in words."""
    return kept if isinstance(kept, str) else None


def steps_in(kept: Any) -> list[Step]:
    """The steps of a timeline."""
    return [read_step(one) for one in kept] if isinstance(kept, list) else []


@described
class ProjectChange(Node):
    """What changed in a published project, when and why."""

    reason: str = told("Why it was changed.")
    revision: int = told("The project's revision since.")

    @answers(list[ProjectDifference])
    def differences(self, change: strawberry.Parent[models.ProjectChange]) -> list[dict[str, Any]]:
        """What is not what it was."""
        return change.details

    @answers(names.PROJECT | None)
    async def project(
        self, info: Info, change: strawberry.Parent[models.ProjectChange]
    ) -> models.Project | None:
        """The project that changed."""
        return await info.context.one(queries.projects_by_id, change.project_id)


@described
class Project(Node, Commented):
    """Something that the city intends or carries out."""

    revision: int = told("Counts up with every change; who edits names the one they have seen.")
    title: str = told("What it is called.")
    aim: str = told("What it is for, as plain text.")
    place: str | None = told("Where it is, in words.")
    district: str | None = told("In which part of the city.")
    latitude: float | None = told("Where it is: degrees north.")
    longitude: float | None = told("Where it is: degrees east.")
    cost_note: str | None = told("What the cost includes.")
    participation: bool = told("Whether citizens can take part.")
    participation_how: str | None = told("How they can take part.")
    participation_from: dt.date | None = told("From when.")
    participation_until: dt.date | None = told("Until when.")
    contact_name: str | None = told("Whom to ask.")
    contact_email: str | None = told("The address for questions.")
    contact_phone: str | None = told("The telephone for questions.")
    published: dt.datetime | None = told("When it was published; null for a draft.")
    changed: dt.datetime | None = told("When it was published or last changed since.")
    change_reason: str | None = told("Why it was last changed; null while it stands as published.")

    @answers(StateName)
    def state(self, project: strawberry.Parent[models.Project]) -> models.ProjectState:
        """Whether it stands on the list."""
        return models.ProjectState(project.state)

    @answers(PhaseName)
    def phase(self, project: strawberry.Parent[models.Project]) -> models.Phase:
        """How far it is."""
        return models.Phase(project.phase)

    @answers(Decimal | None)
    def cost(self, project: strawberry.Parent[models.Project]) -> Decimal | None:
        """What it costs in all, in euros, as far as that is known."""
        return euros(project.cost_cents)

    @answers(list[ProjectStep])
    def steps(self, project: strawberry.Parent[models.Project]) -> list[Step]:
        """Its timeline: what was planned, and what took place."""
        return steps_in(project.steps)

    @answers(list[str])
    async def topics(self, info: Info, project: strawberry.Parent[models.Project]) -> list[str]:
        """The topics to which it belongs."""
        return await info.context.many(queries.topics_of, project.id)

    @answers(names.BODY | None)
    async def body(self, info: Info, project: strawberry.Parent[models.Project]) -> Body | None:
        """The body to which it belongs."""
        return await info.context.one(organizations.bodies_by_id, project.body_id)

    @answers(names.ORGANIZATION | None)
    async def organization(
        self, info: Info, project: strawberry.Parent[models.Project]
    ) -> Organization | None:
        """The department that carries it out."""
        return await info.context.one(organizations.organizations_by_id, project.organization_id)

    @answers(list[names.PAPER])
    async def papers(self, info: Info, project: strawberry.Parent[models.Project]) -> list[Paper]:
        """The papers about it."""
        return await info.context.many(queries.papers_of, project.id)

    @answers(list[names.RESOLUTION])
    async def resolutions(
        self, info: Info, project: strawberry.Parent[models.Project]
    ) -> list[Resolution]:
        """What was resolved about it."""
        return await info.context.many(queries.resolutions_of, project.id)

    @answers(list[names.POST])
    async def posts(self, info: Info, project: strawberry.Parent[models.Project]) -> list[Post]:
        """The published posts about it, newest first."""
        return await info.context.many(queries.posts_of, project.id)

    @answers(list[ProjectChange])
    async def changes(
        self, info: Info, project: strawberry.Parent[models.Project]
    ) -> list[models.ProjectChange]:
        """What changed since it was published, the latest first."""
        return await info.context.many(queries.changes_of, project.id)


ProjectConnection = connection_type("Project", Project, "projects")
ProjectChangeConnection = connection_type("ProjectChange", ProjectChange, "changes of projects")


@described_input
class ProjectFilter:
    """Which projects are wanted; what is left out narrows nothing."""

    body: UUID | None = told("Those of this body.", default=None)
    organizations: list[UUID] | None = told("Those of one of these departments.", default=None)
    topics: list[str] | None = told("Those that belong to one of these topics.", default=None)
    phases: list[PhaseName] | None = told("Those that are so far.", default=None)  # type: ignore[valid-type]
    participation: bool | None = told("Those in which citizens can take part.", default=None)
    archived: bool = told("Those in the archive instead of those on the list.", default=False)
    text: str | None = told("Those with these words in title, aim or place.", default=None)


@described
class ProjectQueries:
    """What can be asked about projects."""

    @answers(ProjectConnection)
    async def projects(
        self,
        info: Info,
        filter: Annotated[ProjectFilter | None, argument("Which are wanted.")] = None,
        order_by: Annotated[
            ProjectOrder, argument("How they are sorted.")
        ] = ProjectOrder.LAST_CHANGED_FIRST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The list of projects."""
        wanted = filter or ProjectFilter()
        found = queries.projects(info.context.work, narrowed(wanted))
        return await connected(
            info, queries.PROJECT, found, order_of(order_by),
            first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(ProjectConnection)
    async def project_drafts(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The projects not yet published that the viewer may read, the last written first."""
        drafts = queries.Wanted(states=(models.ProjectState.DRAFT,))
        return await connected(
            info, queries.PROJECT, queries.projects(info.context.work, drafts),
            queries.LAST_WRITTEN_FIRST, first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(ProjectChangeConnection)
    async def project_changes(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """What changed in all projects, the latest first."""
        return await connected(
            info, queries.CHANGE, queries.changes(info.context.work),
            queries.LATEST_CHANGE_FIRST, first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(Project | None)
    async def project(self, info: Info, uuid: Wanted) -> models.Project | None:
        """One project."""
        return await info.context.one(queries.projects_by_id, uuid)

    @answers(list[str])
    async def project_topics(self, info: Info) -> list[str]:
        """The topics of the projects on the list, by name."""
        return await queries.topics_used(info.context.work)

    @answers(list[names.ORGANIZATION])
    async def project_organizations(self, info: Info) -> list[Organization]:
        """The departments that have a project on the list, by name."""
        return await queries.departments_used(info.context.work)


def narrowed(wanted: ProjectFilter) -> queries.Wanted:
    """What the list is asked for."""
    return queries.Wanted(
        body_id=wanted.body,
        organization_ids=wanted.organizations or (),
        topics=wanted.topics or (),
        phases=wanted.phases or (),
        states=(models.ProjectState.ARCHIVED,) if wanted.archived else queries.LISTED,
        participation=wanted.participation,
        text=wanted.text,
    )
