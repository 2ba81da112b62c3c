"""Defect reports in the API."""

import datetime as dt
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from rostra.organizations import queries as organizations
from rostra.organizations.models import Body, Organization
from rostra.reports import models, queries, readings
from rostra.reports.models import ReportState
from rostra.reports.nearby import Near, box_for, reported_near
from rostra.reports.places import NEARBY, Point
from rostra_graphql import names
from rostra_graphql.arguments import After, Before, First, Last, order_of
from rostra_graphql.comments import Commented
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.paging import Connection, connected, connection_type
from rostra_graphql.report_attributes import ReportAnswer, ReportAttribute
from rostra_graphql.telling import answers, argument, described, described_input, told

StateName = strawberry.enum(
    ReportState, name="ReportState", description="How far a defect report is."
)
EntryKindName = strawberry.enum(
    models.EntryKind, name="ReportEntryKind", description="What a line of a report's history is."
)


@strawberry.enum(description="How defect reports are sorted.")
class ReportOrder(Enum):
    """How defect reports are sorted."""

    LATEST_FIRST = strawberry.enum_value(
        queries.LATEST_FIRST, description="By when they were received, the latest first."
    )
    DUE_FIRST = strawberry.enum_value(
        queries.DUE_FIRST, description="By when they are due, the earliest first."
    )
    LAST_CHANGED_FIRST = strawberry.enum_value(
        queries.LAST_CHANGED_FIRST, description="By their last change, the latest first."
    )


@described
class ReportCategory(Node):
    """What can be reported: a service of Open311."""

    code: str = told("The code by which programmes know it.")
    name: str = told("What it is called.")
    description: str | None = told("What belongs here.")
    group_name: str | None = told("The group in which it stands.")
    keywords: list[str] = told("Further words by which it is found.")
    days: int | None = told("Within how many days such a report is to be closed.")
    active: bool = told("Whether new reports can be made of it.")

    @answers(list[ReportAttribute])
    def attributes(
        self, category: strawberry.Parent[models.ReportCategory]
    ) -> list[dict[str, Any]]:
        """What is asked further of such a report, in its order."""
        return list(category.attributes)

    @answers(names.BODY | None)
    async def body(
        self, info: Info, category: strawberry.Parent[models.ReportCategory]
    ) -> Body | None:
        """The body to which it belongs."""
        return await info.context.one(organizations.bodies_by_id, category.body_id)

    @answers(names.ORGANIZATION | None)
    async def organization(
        self, info: Info, category: strawberry.Parent[models.ReportCategory]
    ) -> Organization | None:
        """The department that answers for it."""
        return await info.context.one(organizations.organizations_by_id, category.organization_id)


@described
class ReportPhoto(Node):
    """A picture of what was reported; its bytes lie at /reports/photos/<uuid>.jpg."""

    width: int = told("Its width in pixels.")
    height: int = told("Its height in pixels.")
    description: str | None = told("What is to be seen, for those who do not see it.")


@described
class ReportEntry(Node):
    """A line in the history of a report."""

    text: str | None = told("What was said, or why it was done.")
    responsible: str | None = told("Who is responsible where the city is not.")

    @answers(EntryKindName)
    def kind(self, entry: strawberry.Parent[models.ReportEntry]) -> models.EntryKind:
        """What it is."""
        return models.EntryKind(entry.entry_kind)

    @answers(StateName | None)
    def state(self, entry: strawberry.Parent[models.ReportEntry]) -> ReportState | None:
        """The state that the report reached."""
        return ReportState(entry.state) if entry.state else None

    @answers(names.ORGANIZATION | None)
    async def organization(
        self, info: Info, entry: strawberry.Parent[models.ReportEntry]
    ) -> Organization | None:
        """The department that says it; null where it is said by whoever made the report."""
        return await info.context.one(organizations.organizations_by_id, entry.organization_id)


@described
class ReportContact:
    """How whoever made a report can be reached; for the department and nobody else."""

    name: str | None = told("The name.")
    email: str | None = told("The e-mail address.")
    phone: str | None = told("The telephone number.")


@described
class Report(Node, Commented):
    """Something broken or in the way, and how far it is with it."""

    text: str = told("What is the matter; empty where a moderator took the words out of sight.")
    address: str | None = told("Where it is, in words.")
    latitude: float | None = told("Where it is: degrees north.")
    longitude: float | None = told("Where it is: degrees east.")
    media_url: str | None = told("Where the system it was imported from has a picture of it.")
    author_name: str | None = told("The name or pseudonym under which it stands.")
    received: dt.datetime | None = told("When everybody could read it for the first time.")
    due: dt.date | None = told("By when it is to be closed.")
    closed: dt.datetime | None = told("When it was resolved or rejected.")
    reason: str | None = told("Why it is in its state.")
    responsible: str | None = told("Who is responsible where the city is not.")
    hidden: dt.datetime | None = told("Since when a moderator keeps its words out of sight.")

    @answers(str | None)
    def reference(self, report: strawberry.Parent[models.Report]) -> str | None:
        """Its number; null until it was received."""
        return models.reference_of(report.year, report.number)

    @answers(list[ReportAnswer])
    def attributes(self, report: strawberry.Parent[models.Report]) -> list[dict[str, Any]]:
        """What was answered to the further questions of its category."""
        return list(report.attributes)

    @answers(StateName)
    def state(self, report: strawberry.Parent[models.Report]) -> ReportState:
        """How far it is."""
        return ReportState(report.state)

    @answers(bool)
    def overdue(self, info: Info, report: strawberry.Parent[models.Report]) -> bool:
        """Whether it should have been closed by now and is not."""
        late = report.due is not None and report.due < info.context.today
        return late and report.state in queries.OPEN

    @answers(bool)
    def by_viewer(self, info: Info, report: strawberry.Parent[models.Report]) -> bool:
        """Whether the viewer made it, and so may add to it."""
        account_id = info.context.work.actor.account_id
        return account_id is not None and account_id == report.author_id

    @answers(bool)
    async def viewer_may_reopen(self, info: Info, report: strawberry.Parent[models.Report]) -> bool:
        """Whether the viewer may have it looked at again."""
        return await readings.may_reopen(info.context.work, report)

    @answers(list[StateName])
    def next_states(
        self, info: Info, report: strawberry.Parent[models.Report]
    ) -> list[ReportState]:
        """For whoever deals with it: the states that may follow."""
        return readings.next_states(info.context.work, report)

    @answers(ReportCategory | None)
    async def category(
        self, info: Info, report: strawberry.Parent[models.Report]
    ) -> models.ReportCategory | None:
        """What is reported."""
        return await info.context.one(queries.categories_by_id, report.category_id)

    @answers(names.ORGANIZATION | None)
    async def organization(
        self, info: Info, report: strawberry.Parent[models.Report]
    ) -> Organization | None:
        """The department that has it in hand."""
        return await info.context.one(organizations.organizations_by_id, report.organization_id)

    @answers(names.BODY | None)
    async def body(self, info: Info, report: strawberry.Parent[models.Report]) -> Body | None:
        """The body to which it belongs."""
        return await info.context.one(organizations.bodies_by_id, report.body_id)

    @answers(list[ReportEntry])
    async def history(
        self, info: Info, report: strawberry.Parent[models.Report]
    ) -> list[models.ReportEntry]:
        """What was done with it and said about it, oldest first."""
        return await info.context.many(queries.entries_of, report.id)

    @answers(list[ReportPhoto])
    async def photos(
        self, info: Info, report: strawberry.Parent[models.Report]
    ) -> list[models.ReportPhoto]:
        """Its photos."""
        return await info.context.many(queries.photos_of, report.id)

    @answers(ReportContact | None)
    async def contact(
        self, info: Info, report: strawberry.Parent[models.Report]
    ) -> models.ReportContact | None:
        """How whoever made it can be reached; for the department and nobody else."""
        return await info.context.one(queries.contacts_of, report.id)


ReportConnection = connection_type("Report", Report, "defect reports")


@described
class NearReport:
    """A report and how far away it is."""

    metres: float | None = told("The distance; null where only the address is the same.")

    @answers(Report)
    def report(self, near: strawberry.Parent[Near]) -> models.Report:
        """The report."""
        return near.report


@described_input
class Surroundings:
    """What lies around a place: in the square whose sides are so far from its middle."""

    latitude: float = told("Degrees north.")
    longitude: float = told("Degrees east.")
    metres: float = told("How far, 5,000 at most.", default=500.0)


@described_input
class ReportFilter:
    """Which reports are wanted; what is left out narrows nothing."""

    body: UUID | None = told("Those of this body.", default=None)
    states: list[StateName] | None = told("Those in one of these states.", default=None)  # type: ignore[valid-type]
    categories: list[UUID] | None = told("Those of one of these categories.", default=None)
    codes: list[str] | None = told("Those of categories with one of these codes.", default=None)
    organizations: list[UUID] | None = told("Those of one of these departments.", default=None)
    references: list[str] | None = told("Those with one of these numbers.", default=None)
    received_from: dt.datetime | None = told("Received at this moment or later.", default=None)
    received_until: dt.datetime | None = told("Received at this moment or before.", default=None)
    changed_from: dt.datetime | None = told("Last changed then or later.", default=None)
    changed_until: dt.datetime | None = told("Last changed then or before.", default=None)
    near: Surroundings | None = told("Those around a place.", default=None)
    overdue: bool = told("Only those that should be closed by now.", default=False)
    text: str | None = told(
        "Those with these words, at this address, of this number.", default=None
    )
    on_viewers_desk: bool = told("Only those that the viewer deals with.", default=False)


def wanted_by(info: Info, filter: ReportFilter | None) -> queries.Wanted:
    """A filter as the platform reads it."""
    given = filter or ReportFilter()
    near = given.near
    return queries.Wanted(
        body_id=given.body,
        states=given.states or (),
        category_ids=given.categories or (),
        codes=given.codes or (),
        organization_ids=given.organizations or (),
        references=given.references or (),
        received_from=given.received_from,
        received_until=given.received_until,
        changed_from=given.changed_from,
        changed_until=given.changed_until,
        overdue_on=info.context.today if given.overdue else None,
        text=given.text or "",
        box=box_for(near.latitude, near.longitude, near.metres) if near else None,
        desk=given.on_viewers_desk,
    )


@described
class ReportQueries:
    """What can be asked about defect reports."""

    @answers(ReportConnection)
    async def reports(
        self,
        info: Info,
        filter: Annotated[ReportFilter | None, argument("Which are wanted.")] = None,
        order_by: Annotated[
            ReportOrder, argument("How they are sorted.")
        ] = ReportOrder.LATEST_FIRST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The defect reports that the city has received."""
        found = queries.reports(info.context.work, wanted_by(info, filter))
        return await connected(
            info, queries.REPORT, found, order_of(order_by),
            first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(Report | None)
    async def report(
        self, info: Info, name: Annotated[str, argument("Its number or its bare id.")]
    ) -> models.Report | None:
        """One defect report."""
        return await queries.report_called(info.context.work, name)

    @answers(list[Report])
    async def my_reports(self, info: Info) -> list[models.Report]:
        """The viewer's own reports, the newest first; also those that wait."""
        return await readings.reports_of_viewer(info.context.work)

    @answers(list[ReportCategory])
    async def report_categories(
        self,
        info: Info,
        ended: Annotated[bool, argument("Also those of which nothing new is taken.")] = False,
    ) -> list[models.ReportCategory]:
        """What can be reported, group by group."""
        return await queries.all_categories(info.context.work, ended)

    @answers(ReportCategory | None)
    async def report_category(
        self, info: Info, code: Annotated[str, argument("Its code.")]
    ) -> models.ReportCategory | None:
        """One category, by its code."""
        found = await queries.all_categories(info.context.work, True)
        return next((one for one in found if one.code == code), None)

    @answers(list[names.ORGANIZATION])
    async def reporting_departments(self, info: Info) -> list[Organization]:
        """The departments that deal with reports, by name."""
        return await queries.reporting_departments(info.context.work)

    @answers(list[NearReport])
    async def reports_near(
        self,
        info: Info,
        latitude: Annotated[float | None, argument("Degrees north.")] = None,
        longitude: Annotated[float | None, argument("Degrees east.")] = None,
        address: Annotated[str | None, argument("The address; the same one is near.")] = None,
        metres: Annotated[float, argument("How far at most.")] = NEARBY,
    ) -> list[Near]:
        """What is reported near a place, the nearest first: open, or closed lately."""
        whole = latitude is not None and longitude is not None
        point = Point(latitude, longitude) if whole else None  # type: ignore[arg-type]
        return await reported_near(info.context.work, point, address or "", metres)
