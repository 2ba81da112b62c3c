"""Bodies, legislative terms, locations and organizations in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from rostra.access import in_force
from rostra.meetings import queries as meetings
from rostra.organizations import models, queries
from rostra.papers import queries as papers
from rostra.people import queries as people
from rostra_graphql.arguments import (
    After,
    Before,
    Current,
    First,
    FromDay,
    Last,
    MeetingOrder,
    OrderOfMeetings,
    OrderOfPapers,
    PaperOrder,
    UntilDay,
    Wanted,
    between,
    order_of,
)
from rostra_graphql.context import Info
from rostra_graphql.names import BODY, MEETINGS, MEMBERSHIP, ORGANIZATION, PAPERS
from rostra_graphql.nodes import Node
from rostra_graphql.paging import Connection, connected, connected_below, connection_type
from rostra_graphql.telling import answers, argument, described, described_input, told


@described
class Location(Node):
    """A place: a hall, a street, an area."""

    description: str | None = told("The place in words.")
    geojson: JSON | None = told("The place as a GeoJSON feature.")
    street_address: str | None = told("Street and number.")
    room: str | None = told("The room.")
    postal_code: str | None = told("The postal code.")
    sub_locality: str | None = told("The district.")
    locality: str | None = told("The town.")


@described
class LegislativeTerm(Node):
    """The years for which a council is elected."""

    name: str | None = told("What it is called.")
    start_date: dt.date | None = told("Its first day.")
    end_date: dt.date | None = told("Its last day.")

    @answers(BODY | None)
    async def body(
        self, info: Info, term: strawberry.Parent[models.LegislativeTerm]
    ) -> models.Body | None:
        """The body whose council is elected."""
        return await info.context.one(queries.bodies_by_id, term.body_id)


@described
class Body(Node):
    """A corporation under public law: the city, or a district with councils of its own."""

    name: str = told("Its official name.")
    short_name: str | None = told("Its name for short.")
    website: str | None = told("Its website.")
    license: str | None = told("The licence under which its data stands, as an address.")
    license_valid_since: dt.datetime | None = told("Since when the licence holds.")
    oparl_since: dt.datetime | None = told("Since when its data is complete.")
    ags: str | None = told("The official municipality key (Amtlicher Gemeindeschlüssel).")
    rgs: str | None = told("The regional key (Regionalschlüssel).")
    equivalent: list[str] | None = told("Addresses of other descriptions of the same body.")
    contact_email: str | None = told("Where to write to.")
    contact_name: str | None = told("Whom to ask.")
    classification: str | None = told("What kind of body it is.")
    web: str | None = told("Its page in the system from which it was taken over.")

    @answers(Location | None)
    async def location(
        self, info: Info, body: strawberry.Parent[models.Body]
    ) -> models.Location | None:
        """Where its administration is."""
        return await info.context.one(queries.locations_by_id, body.location_id)

    @answers(list[LegislativeTerm])
    async def legislative_terms(
        self, info: Info, body: strawberry.Parent[models.Body]
    ) -> list[models.LegislativeTerm]:
        """Its legislative terms, the newest first."""
        return await info.context.many(queries.terms_of, body.id)


@described
class Organization(Node):
    """A council, committee, faction, department or working group."""

    name: str | None = told("Its official name.")
    short_name: str | None = told("Its name for short.")
    post: list[str] | None = told("The posts that it fills.")
    organization_type: str | None = told(
        "Its type in OParl's words: Gremium, Fraktion, Verwaltungsbereich and so on."
    )
    classification: str | None = told("What it is in the city's words, such as Ausschuss.")
    start_date: dt.date | None = told("Its first day.")
    end_date: dt.date | None = told("Its last day.")
    website: str | None = told("Its website.")
    external_body: str | None = told("The address of a body outside to which it belongs.")
    member_count: int | None = told("How many members it has by law.")
    voting_member_count: int | None = told("How many of them may vote.")
    web: str | None = told("Its page in the system from which it was taken over.")

    @answers(BODY | None)
    async def body(
        self, info: Info, organization: strawberry.Parent[models.Organization]
    ) -> models.Body | None:
        """The body to which it belongs."""
        return await info.context.one(queries.bodies_by_id, organization.body_id)

    @answers(Location | None)
    async def location(
        self, info: Info, organization: strawberry.Parent[models.Organization]
    ) -> models.Location | None:
        """Where it is to be found."""
        return await info.context.one(queries.locations_by_id, organization.location_id)

    @answers(ORGANIZATION | None)
    async def sub_organization_of(
        self, info: Info, organization: strawberry.Parent[models.Organization]
    ) -> models.Organization | None:
        """The organization to which it belongs."""
        above = organization.sub_organization_of_id
        return await info.context.one(queries.organizations_by_id, above)

    @answers(list[ORGANIZATION])
    async def sub_organizations(
        self, info: Info, organization: strawberry.Parent[models.Organization]
    ) -> list[models.Organization]:
        """The organizations that belong to it, by name."""
        return await info.context.many(queries.sub_organizations_of, organization.id)

    @answers(bool)
    def current(self, info: Info, organization: strawberry.Parent[models.Organization]) -> bool:
        """Whether it exists today."""
        return in_force(organization.start_date, organization.end_date, info.context.today)

    @answers(list[MEMBERSHIP])
    async def memberships(
        self,
        info: Info,
        organization: strawberry.Parent[models.Organization],
        current: Current = None,
    ) -> list[models.Membership]:
        """Who belongs to it: the chair, the deputies, then everybody by name."""
        today = info.context.today
        return await info.context.many(
            people.members_of, organization.id, current=current, today=today
        )

    @answers(MEETINGS)
    async def meetings(
        self,
        info: Info,
        organization: strawberry.Parent[models.Organization],
        from_: FromDay = None,
        until: UntilDay = None,
        order_by: OrderOfMeetings = MeetingOrder.LATEST_FIRST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The meetings in which it sits."""
        wanted = {"first": first, "after": after, "last": last, "before": before}
        return await connected_below(
            info, organization.id, meetings.meeting_sheets, meetings.meeting_counts,
            order_of(order_by), wanted, **between(info, from_, until),
        )  # fmt: skip

    @answers(PAPERS)
    async def papers(
        self,
        info: Info,
        organization: strawberry.Parent[models.Organization],
        order_by: OrderOfPapers = PaperOrder.NEWEST_FIRST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The papers that it originated."""
        wanted = {"first": first, "after": after, "last": last, "before": before}
        return await connected_below(
            info,
            organization.id,
            papers.paper_sheets,
            papers.paper_counts,
            order_of(order_by),
            wanted,
        )


BodyConnection = connection_type("Body", Body, "bodies")
LegislativeTermConnection = connection_type("LegislativeTerm", LegislativeTerm, "legislative terms")
OrganizationConnection = connection_type("Organization", Organization, "organizations")


@described_input
class OrganizationFilter:
    """Which organizations are wanted; what is left out narrows nothing."""

    body: UUID | None = told("Those of this body.", default=None)
    types: list[str] | None = told("Those of one of these types of OParl's.", default=None)
    classifications: list[str] | None = told(
        "Those with one of these classifications.", default=None
    )
    current: bool | None = told("Those that exist today, or those that do not.", default=None)
    text: str | None = told("Those with these words in their name.", default=None)


@described
class OrganizationQueries:
    """What can be asked about bodies, terms and organizations."""

    @answers(BodyConnection)
    async def bodies(
        self, info: Info, first: First = None, after: After = None, last: Last = None,
        before: Before = None,
    ) -> Connection:  # fmt: skip
        """All bodies, by name."""
        return await connected(
            info, queries.BODY, queries.bodies(info.context.work), queries.BODIES_BY_NAME,
            first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(Body | None)
    async def body(self, info: Info, uuid: Wanted) -> models.Body | None:
        """One body."""
        return await info.context.one(queries.bodies_by_id, uuid)

    @answers(LegislativeTermConnection)
    async def legislative_terms(
        self,
        info: Info,
        body: Annotated[UUID | None, argument("Those of this body.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The legislative terms, the newest first."""
        return await connected(
            info, queries.TERM, queries.legislative_terms(info.context.work, body),
            queries.TERMS_NEWEST_FIRST, first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(LegislativeTerm | None)
    async def legislative_term(self, info: Info, uuid: Wanted) -> models.LegislativeTerm | None:
        """One legislative term."""
        return await info.context.one(queries.terms_by_id, uuid)

    @answers(OrganizationConnection)
    async def organizations(
        self,
        info: Info,
        filter: Annotated[OrganizationFilter | None, argument("Which are wanted.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The organizations, by name."""
        wanted = filter or OrganizationFilter()
        found = queries.organizations(
            info.context.work,
            wanted.body,
            wanted.types or (),
            wanted.classifications or (),
            wanted.current,
            info.context.today,
            wanted.text,
        )
        return await connected(
            info, queries.ORGANIZATION, found, queries.ORGANIZATIONS_BY_NAME,
            first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(Organization | None)
    async def organization(self, info: Info, uuid: Wanted) -> models.Organization | None:
        """One organization."""
        return await info.context.one(queries.organizations_by_id, uuid)
