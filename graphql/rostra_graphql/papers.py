"""Papers and their consultations in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.files import queries as files
from rostra.files.models import File, FileUse
from rostra.meetings import queries as meetings
from rostra.meetings.models import AgendaItem, Meeting
from rostra.organizations import models as organization_models
from rostra.organizations import queries as organizations
from rostra.papers import models, queries, services
from rostra.people.models import Person as PersonRecord
from rostra.posts import queries as posts
from rostra.posts.models import Post
from rostra.projects import queries as projects
from rostra.projects.models import Project
from rostra_graphql import names
from rostra_graphql.arguments import (
    After,
    Before,
    First,
    Last,
    OrderOfPapers,
    PaperOrder,
    Wanted,
    order_of,
)
from rostra_graphql.comments import Commented
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.organizations import Organization
from rostra_graphql.paging import Connection, connected, connection_type
from rostra_graphql.people import Person
from rostra_graphql.telling import answers, argument, described, described_input, told


@described
class Consultation(Node):
    """One station of a paper's way: who deals with it, in which item of which meeting."""

    authoritative: bool | None = told("Whether it is decided here.")
    role: str | None = told("What is done here, such as Vorberatung or Entscheidung.")
    position: int = told("Its place on the paper's way.")

    @answers(names.PAPER | None)
    async def paper(
        self, info: Info, consultation: strawberry.Parent[models.Consultation]
    ) -> models.Paper | None:
        """The paper that is dealt with."""
        return await info.context.one(queries.papers_by_id, consultation.paper_id)

    @answers(names.AGENDA_ITEM | None)
    async def agenda_item(
        self, info: Info, consultation: strawberry.Parent[models.Consultation]
    ) -> AgendaItem | None:
        """The item in which it is dealt with."""
        return await info.context.one(meetings.agenda_items_by_id, consultation.agenda_item_id)

    @answers(names.MEETING | None)
    async def meeting(
        self, info: Info, consultation: strawberry.Parent[models.Consultation]
    ) -> Meeting | None:
        """The meeting in which it is dealt with."""
        return await info.context.one(meetings.meetings_by_id, consultation.meeting_id)

    @answers(list[names.ORGANIZATION])
    async def organizations(
        self, info: Info, consultation: strawberry.Parent[models.Consultation]
    ) -> list[organization_models.Organization]:
        """The organizations that deal with it; the first leads."""
        return await info.context.many(queries.organizations_of_consultations, consultation.id)


@described
class PaperRelation:
    """What another paper is to a paper."""

    relation: str = told("related, superordinated or subordinated.")
    paper: names.PAPER = strawberry.field(graphql_type=names.PAPER, description="The other paper.")


Originator = Annotated[
    Organization | Person,
    strawberry.union("Originator", description="Who put a paper before the council."),
]


async def used_as(info: Info, paper: models.Paper, use: str) -> list[File]:
    """The files of the paper that serve this use."""
    used = await info.context.many(
        files.files_used_by, paper.id, owner=models.Paper, link=FileUse.paper_id
    )
    return [one.file for one in used if one.use == use]


@described
class Paper(Node, Commented):
    """What is put before the council: a proposal, a motion, an inquiry, a report."""

    name: str | None = told("What it is about.")
    reference: str | None = told("Its reference, such as 26/1024-BV.")
    date: dt.date | None = told("Its date.")
    paper_type: str | None = told("What kind of paper it is, in the council's words.")
    proposed_resolution: str | None = told("What is to be resolved, a point a line.")
    web: str | None = told("Its page in the system from which it was taken over.")

    @answers(bool)
    def draft(self, paper: strawberry.Parent[models.Paper]) -> bool:
        """Whether it was not filed yet."""
        return services.is_draft(paper)

    @answers(bool)
    async def viewer_may_edit(self, info: Info, paper: strawberry.Parent[models.Paper]) -> bool:
        """Whether the viewer may change it: its originator while it is a draft, later a clerk."""
        return await services.may_edit(info.context.work, paper)

    @answers(names.BODY | None)
    async def body(
        self, info: Info, paper: strawberry.Parent[models.Paper]
    ) -> organization_models.Body | None:
        """The body to which it belongs."""
        return await info.context.one(organizations.bodies_by_id, paper.body_id)

    @answers(list[Consultation])
    async def consultations(
        self, info: Info, paper: strawberry.Parent[models.Paper]
    ) -> list[models.Consultation]:
        """Its way through the council, station by station (Beratungsfolge)."""
        return await info.context.many(queries.consultations_of, paper.id)

    @answers(list[Originator])
    async def originators(
        self, info: Info, paper: strawberry.Parent[models.Paper]
    ) -> list[organization_models.Organization | PersonRecord]:
        """Who put it before the council: organizations, then persons."""
        return [
            *await info.context.many(queries.organizations_of_papers, paper.id, part="originator"),
            *await info.context.many(queries.persons_of_papers, paper.id),
        ]

    @answers(list[names.ORGANIZATION])
    async def under_direction_of(
        self, info: Info, paper: strawberry.Parent[models.Paper]
    ) -> list[organization_models.Organization]:
        """The departments that direct the work on it."""
        return await info.context.many(queries.organizations_of_papers, paper.id, part="direction")

    @answers(list[names.LOCATION])
    async def locations(
        self, info: Info, paper: strawberry.Parent[models.Paper]
    ) -> list[organization_models.Location]:
        """The places that it concerns."""
        return await info.context.many(queries.locations_of_papers, paper.id)

    @answers(list[PaperRelation])
    async def relations(
        self, info: Info, paper: strawberry.Parent[models.Paper]
    ) -> list[queries.Relation]:
        """The papers to which it is related."""
        return await info.context.many(queries.relations_of, paper.id)

    @answers(names.FILE | None)
    async def main_file(self, info: Info, paper: strawberry.Parent[models.Paper]) -> File | None:
        """The paper itself as a document."""
        return next(iter(await used_as(info, paper, "main")), None)

    @answers(list[names.FILE])
    async def auxiliary_files(
        self, info: Info, paper: strawberry.Parent[models.Paper]
    ) -> list[File]:
        """Its annexes."""
        return await used_as(info, paper, "auxiliary")

    @answers(list[names.FILE])
    async def files(self, info: Info, paper: strawberry.Parent[models.Paper]) -> list[File]:
        """The paper itself and its annexes."""
        return [*await used_as(info, paper, "main"), *await used_as(info, paper, "auxiliary")]

    @answers(list[names.POST])
    async def posts(self, info: Info, paper: strawberry.Parent[models.Paper]) -> list[Post]:
        """The published posts about it, newest first."""
        return await info.context.many(posts.posts_about, paper.id)

    @answers(list[names.PROJECT])
    async def projects(self, info: Info, paper: strawberry.Parent[models.Paper]) -> list[Project]:
        """The projects that name it, by title."""
        return await info.context.many(projects.projects_about, paper.id)


PaperConnection = connection_type("Paper", Paper, "papers")


@described_input
class PaperFilter:
    """Which papers are wanted; what is left out narrows nothing."""

    body: UUID | None = told("Those of this body.", default=None)
    types: list[str] | None = told(
        "Those of one of these types, in the council's words.", default=None
    )
    reference: str | None = told("Those whose reference begins like this.", default=None)
    organizations: list[UUID] | None = told(
        "Those that one of these organizations originated or deals with.", default=None
    )
    from_: dt.date | None = strawberry.field(
        name="from", default=None, description="Those from this day on."
    )
    until: dt.date | None = told("Those up to this day.", default=None)


@described
class PaperQueries:
    """What can be asked about papers."""

    @answers(PaperConnection)
    async def papers(
        self,
        info: Info,
        filter: Annotated[PaperFilter | None, argument("Which are wanted.")] = None,
        order_by: OrderOfPapers = PaperOrder.NEWEST_FIRST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The papers."""
        wanted = filter or PaperFilter()
        found = queries.papers(
            info.context.work,
            wanted.body,
            wanted.types or (),
            wanted.reference,
            wanted.organizations or (),
            wanted.from_,
            wanted.until,
        )
        return await connected(
            info, queries.PAPER, found, order_of(order_by),
            first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(Paper | None)
    async def paper(self, info: Info, uuid: Wanted) -> models.Paper | None:
        """One paper."""
        return await info.context.one(queries.papers_by_id, uuid)

    @answers(list[Paper])
    async def paper_drafts(self, info: Info) -> list[models.Paper]:
        """The papers that the viewer may read and that were not filed yet, the last first."""
        work = info.context.work
        return [queries.PAPER.one(row) for row in await work.rows(queries.drafts(work))]
