"""The register of resolutions in the API."""

import datetime as dt
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.access import PUBLIC
from rostra.meetings import queries as meetings
from rostra.meetings.models import AgendaItem, Meeting
from rostra.organizations import queries as organizations
from rostra.organizations.models import Organization
from rostra.papers import queries as papers
from rostra.papers.models import Paper
from rostra.resolutions import models, prospects, queries, services
from rostra.voting import queries as voting
from rostra.voting.models import Ballot
from rostra_graphql import names
from rostra_graphql.arguments import After, Before, First, Last, Wanted, order_of
from rostra_graphql.comments import Commented
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.paging import Connection, connected, connection_type
from rostra_graphql.telling import answers, argument, described, described_input, does, told

ProgressName = strawberry.enum(
    models.Progress, name="Progress", description="How far a resolution is carried out."
)


@strawberry.enum(description="How resolutions are sorted.")
class ResolutionOrder(Enum):
    """How resolutions are sorted."""

    LATEST_FIRST = strawberry.enum_value(
        queries.LATEST_FIRST, description="By their day, the latest first."
    )
    DUE_FIRST = strawberry.enum_value(
        queries.DUE_FIRST, description="By when they are due, the earliest first."
    )


@described
class ProgressReport(Node):
    """What those who carry a resolution out report."""

    progress: str = told("open, under_way, done or nothing_to_do.")
    text: str = told("What they say.")


@described
class Resolution(Node, Commented):
    """What the council resolved: number, text, result, and who carries it out."""

    number: str = told("Its number.")
    date: dt.date = told("The day on which it was taken.")
    title: str = told("What it is about.")
    text: str = told("What was resolved, word for word.")
    result: str = told("The result in words.")
    due: dt.date | None = told("Until when it is to be carried out.")
    progress: str = told("open, under_way, done or nothing_to_do.")
    published: dt.datetime | None = told(
        "When what was resolved behind closed doors was published (PUB-3)."
    )

    @answers(bool)
    def public(self, resolution: strawberry.Parent[models.Resolution]) -> bool:
        """Whether everybody may read it."""
        return resolution.audience_id == PUBLIC

    @answers(bool)
    def overdue(self, info: Info, resolution: strawberry.Parent[models.Resolution]) -> bool:
        """Whether it should have been carried out by now and is not."""
        unfinished = resolution.progress in queries.UNFINISHED
        return bool(unfinished and resolution.due and resolution.due < info.context.today)

    @answers(names.MEETING | None)
    async def meeting(
        self, info: Info, resolution: strawberry.Parent[models.Resolution]
    ) -> Meeting | None:
        """The meeting that resolved it."""
        return await info.context.one(meetings.meetings_by_id, resolution.meeting_id)

    @answers(names.AGENDA_ITEM | None)
    async def agenda_item(
        self, info: Info, resolution: strawberry.Parent[models.Resolution]
    ) -> AgendaItem | None:
        """The item under which it was resolved."""
        return await info.context.one(meetings.agenda_items_by_id, resolution.agenda_item_id)

    @answers(names.AGENDA_ITEM | None)
    async def published_by_item(
        self, info: Info, resolution: strawberry.Parent[models.Resolution]
    ) -> AgendaItem | None:
        """The item under which it was decided to publish it (PUB-3)."""
        return await info.context.one(meetings.agenda_items_by_id, resolution.published_by_item_id)

    @answers(names.PAPER | None)
    async def paper(
        self, info: Info, resolution: strawberry.Parent[models.Resolution]
    ) -> Paper | None:
        """The paper that was decided."""
        return await info.context.one(papers.papers_by_id, resolution.paper_id)

    @answers(names.BALLOT | None)
    async def ballot(
        self, info: Info, resolution: strawberry.Parent[models.Resolution]
    ) -> Ballot | None:
        """The vote by which it was taken."""
        return await info.context.one(voting.ballots_by_id, resolution.ballot_id)

    @answers(names.ORGANIZATION | None)
    async def organization(
        self, info: Info, resolution: strawberry.Parent[models.Resolution]
    ) -> Organization | None:
        """The department that carries it out."""
        return await info.context.one(organizations.organizations_by_id, resolution.organization_id)

    @answers(list[ProgressReport])
    async def reports(
        self, info: Info, resolution: strawberry.Parent[models.Resolution]
    ) -> list[models.ProgressReport]:
        """What was reported, the latest first."""
        return await info.context.many(queries.reports_of, resolution.id)

    @answers(list[names.AGENDA_ITEM])
    async def publishing_items(
        self, info: Info, resolution: strawberry.Parent[models.Resolution]
    ) -> list[AgendaItem]:
        """For whoever may publish it: the items under which that may have been decided (PUB-3)."""
        return await prospects.publishing_items(info.context.work, resolution.id)


ResolutionConnection = connection_type("Resolution", Resolution, "resolutions")


@described_input
class ResolutionFilter:
    """Which resolutions are wanted; what is left out narrows nothing."""

    body: UUID | None = told("Those of this body.", default=None)
    year: int | None = told("Those of this year.", default=None)
    resolved_by: UUID | None = told("Those of this council or committee.", default=None)
    organization: UUID | None = told("Those that this department carries out.", default=None)
    progress: ProgressName | None = told("Those that are so far.", default=None)  # type: ignore[valid-type]
    overdue: bool = told("Only those that should be carried out by now.", default=False)
    text: str | None = told("Those with these words in number, title or text.", default=None)


@described
class ResolutionQueries:
    """What can be asked about resolutions."""

    @answers(ResolutionConnection)
    async def resolutions(
        self,
        info: Info,
        filter: Annotated[ResolutionFilter | None, argument("Which are wanted.")] = None,
        order_by: Annotated[
            ResolutionOrder, argument("How they are sorted.")
        ] = ResolutionOrder.LATEST_FIRST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The register of resolutions."""
        wanted = filter or ResolutionFilter()
        found = queries.resolutions(
            info.context.work,
            wanted.body,
            year_in_calendar(wanted.year),
            wanted.resolved_by,
            wanted.organization,
            wanted.progress,
            info.context.today if wanted.overdue else None,
            wanted.text,
        )
        return await connected(
            info, queries.RESOLUTION, found, order_of(order_by),
            first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(Resolution | None)
    async def resolution(self, info: Info, uuid: Wanted) -> models.Resolution | None:
        """One resolution."""
        return await info.context.one(queries.resolutions_by_id, uuid)

    @answers(list[int])
    async def resolution_years(self, info: Info) -> list[int]:
        """From the latest to the first year in which something was resolved."""
        return await queries.years_of(info.context.work)

    @answers(list[names.ORGANIZATION])
    async def resolving_organizations(self, info: Info) -> list[Organization]:
        """The councils and committees that have something in the register, by name."""
        return await queries.resolvers(info.context.work)


def year_in_calendar(year: int | None) -> int | None:
    """The year, if a calendar knows it; one at the end of the calendar has no resolutions."""
    return year if year is None or dt.MINYEAR <= year <= dt.MAXYEAR else dt.MAXYEAR


@described_input
class AssignResolutionInput:
    """Who carries a resolution out, until when."""

    resolution: UUID = told("The resolution.")
    organization: UUID = told("The department.")
    due: dt.date | None = told("Until when.", default=None)


@described_input
class ReportProgressInput:
    """How far a resolution is carried out."""

    resolution: UUID = told("The resolution.")
    progress: ProgressName = told("How far it is.")  # type: ignore[valid-type]
    text: str = told("What is to be said of it.")


@described_input
class PublishResolutionInput:
    """What was resolved behind closed doors and is to be published (PUB-3)."""

    resolution: UUID = told("The resolution.")
    agenda_item: UUID = told("The item under which it was decided that the reason has gone.")
    title: str | None = told("The title for everybody, where it is another.", default=None)
    text: str | None = told("The words for everybody, such as without names.", default=None)


@described
class ResolutionMutations:
    """What can be done with resolutions."""

    @does(list[Resolution])
    async def enter_resolutions(
        self, info: Info, meeting: Annotated[UUID, argument("The meeting.")]
    ) -> list[models.Resolution]:
        """Enter what was resolved in a meeting into the register; each thing once."""
        entered = await services.enter_resolutions(
            info.context.work, meeting, info.context.house.zone
        )
        return [await info.context.written(queries.resolutions_by_id, one.id) for one in entered]

    @does(Resolution)
    async def assign_resolution(
        self, info: Info, input: Annotated[AssignResolutionInput, argument("To whom.")]
    ) -> models.Resolution:
        """Say who carries a resolution out and until when; the extract goes there."""
        resolution = await services.assign_resolution(
            info.context.work, input.resolution, input.organization, input.due
        )
        return await info.context.written(queries.resolutions_by_id, resolution.id)

    @does(ProgressReport)
    async def report_progress(
        self, info: Info, input: Annotated[ReportProgressInput, argument("How far it is.")]
    ) -> models.ProgressReport:
        """Report how far a resolution is, as the department whose task it is."""
        report = await services.report_progress(
            info.context.work, input.resolution, input.progress, input.text
        )
        return await info.context.written(queries.reports_by_id, report.id)

    @does(Resolution)
    async def publish_resolution(
        self, info: Info, input: Annotated[PublishResolutionInput, argument("By which item.")]
    ) -> models.Resolution:
        """Show everybody what was resolved behind closed doors (PUB-3); nothing else with it."""
        wording = services.Wording(input.title, input.text)
        resolution = await services.publish_resolution(
            info.context.work, input.resolution, input.agenda_item, info.context.house.zone, wording
        )
        return await info.context.written(queries.resolutions_by_id, resolution.id)
