"""Persons, memberships and the viewer in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.access import Permission, in_force
from rostra.organizations import models as organization_models
from rostra.organizations import queries as organizations
from rostra.people import models, queries
from rostra_graphql.arguments import After, Before, Current, First, Last, Wanted
from rostra_graphql.context import Info
from rostra_graphql.names import BODY, LOCATION, MEMBERSHIP, ORGANIZATION
from rostra_graphql.nodes import Node, PermissionName
from rostra_graphql.paging import Connection, connected, connection_type
from rostra_graphql.telling import answers, argument, described, described_input, told


@described
class Person(Node):
    """Somebody with a mandate or an office, as the council publishes it."""

    name: str | None = told("The whole name.")
    family_name: str | None = told("The family name.")
    given_name: str | None = told("The given name.")
    form_of_address: str | None = told("How the person is addressed.")
    affix: str | None = told("What follows the name.")
    title: list[str] | None = told("Academic titles.")
    gender: str | None = told("The gender, where the person states it.")
    phone: list[str] | None = told("Telephone numbers for the public.")
    email: list[str] | None = told("E-mail addresses for the public.")
    status: list[str] | None = told("What the person does in the council.")
    life: str | None = told("A short biography.")
    life_source: str | None = told("Where the biography comes from.")
    web: str | None = told("The person's page in the system from which it was taken over.")

    @answers(BODY | None)
    async def body(
        self, info: Info, person: strawberry.Parent[models.Person]
    ) -> organization_models.Body | None:
        """The body to which the person belongs."""
        return await info.context.one(organizations.bodies_by_id, person.body_id)

    @answers(LOCATION | None)
    async def location(
        self, info: Info, person: strawberry.Parent[models.Person]
    ) -> organization_models.Location | None:
        """Where the person can be written to."""
        return await info.context.one(organizations.locations_by_id, person.location_id)

    @answers(list[MEMBERSHIP])
    async def memberships(
        self, info: Info, person: strawberry.Parent[models.Person], current: Current = None
    ) -> list[organization_models.Membership]:
        """Where the person belongs and belonged, the newest first."""
        today = info.context.today
        return await info.context.many(
            queries.memberships_of, person.id, current=current, today=today
        )


@described
class Membership(Node):
    """That a person belongs to an organization, as what, and from when to when."""

    role: str | None = told("As what, in the council's words.")
    voting_right: bool | None = told("Whether the person may vote there.")
    start_date: dt.date | None = told("The first day.")
    end_date: dt.date | None = told("The last day.")
    office: str | None = told("What the membership permits in the software, such as clerk.")

    @answers(bool)
    def current(
        self, info: Info, membership: strawberry.Parent[organization_models.Membership]
    ) -> bool:
        """Whether it is in force today."""
        return in_force(membership.start_date, membership.end_date, info.context.today)

    @answers(Person | None)
    async def person(
        self, info: Info, membership: strawberry.Parent[organization_models.Membership]
    ) -> models.Person | None:
        """Who belongs to the organization."""
        return await info.context.one(queries.persons_by_id, membership.person_id)

    @answers(ORGANIZATION | None)
    async def organization(
        self, info: Info, membership: strawberry.Parent[organization_models.Membership]
    ) -> organization_models.Organization | None:
        """Where the person belongs."""
        return await info.context.one(organizations.organizations_by_id, membership.organization_id)

    @answers(ORGANIZATION | None)
    async def on_behalf_of(
        self, info: Info, membership: strawberry.Parent[organization_models.Membership]
    ) -> organization_models.Organization | None:
        """For whom the person sits there, such as a faction."""
        return await info.context.one(organizations.organizations_by_id, membership.on_behalf_of_id)


PersonConnection = connection_type("Person", Person, "persons")


@described
class Viewer:
    """Whoever is logged in and asks."""

    account: strawberry.Private[models.Account]

    @answers(str)
    def name(self, viewer: strawberry.Parent["Viewer"]) -> str:
        """The name that the account shows."""
        return viewer.account.display_name

    @answers(str)
    def email(self, viewer: strawberry.Parent["Viewer"]) -> str:
        """The address with which the viewer logs in."""
        return viewer.account.email

    @answers(str)
    def language(self, viewer: strawberry.Parent["Viewer"]) -> str:
        """The language that the viewer prefers."""
        return viewer.account.language

    @answers(Person | None)
    async def person(self, info: Info, viewer: strawberry.Parent["Viewer"]) -> models.Person | None:
        """The person of the council behind the account."""
        return await info.context.one(queries.persons_by_id, viewer.account.person_id)

    @answers(list[Membership])
    async def offices(
        self, info: Info, viewer: strawberry.Parent["Viewer"]
    ) -> list[organization_models.Membership]:
        """The viewer's memberships that are in force today."""
        person_id = viewer.account.person_id
        if person_id is None:
            return []
        today = info.context.today
        return await info.context.many(queries.memberships_of, person_id, current=True, today=today)

    @answers(list[ORGANIZATION])
    async def organizations_where(
        self,
        info: Info,
        permission: Annotated[PermissionName, argument("What is to be done there.")],
    ) -> list[organization_models.Organization]:
        """The organizations in which the viewer may do this, by name."""
        return await organizations_where(info, permission)

    @answers(bool)
    def may(
        self,
        info: Info,
        permission: Annotated[PermissionName, argument("What is to be done.")],
    ) -> bool:
        """Whether the viewer may do this anywhere."""
        return any(permission in held for held in info.context.work.actor.grants.values())


async def organizations_where(
    info: Info, permission: Permission
) -> list[organization_models.Organization]:
    """The organizations in which the actor holds the permission."""
    work = info.context.work
    grants = work.actor.grants
    places = {place for place, held in grants.items() if permission in held}
    return await organizations.organizations_within(work, places)


@described_input
class PersonFilter:
    """Which persons are wanted; what is left out narrows nothing."""

    body: UUID | None = told("Those of this body.", default=None)
    text: str | None = told("Those with these words in their name.", default=None)


@described
class PeopleQueries:
    """What can be asked about persons and about the viewer."""

    @answers(PersonConnection)
    async def persons(
        self,
        info: Info,
        filter: Annotated[PersonFilter | None, argument("Which are wanted.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The persons, by name."""
        wanted = filter or PersonFilter()
        found = queries.persons(info.context.work, wanted.body, wanted.text)
        return await connected(
            info, queries.PERSON, found, queries.PERSONS_BY_NAME,
            first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(Person | None)
    async def person(self, info: Info, uuid: Wanted) -> models.Person | None:
        """One person."""
        return await info.context.one(queries.persons_by_id, uuid)

    @answers(Viewer | None)
    async def viewer(self, info: Info) -> Viewer | None:
        """Whoever is logged in; null for the public."""
        work = info.context.work
        if work.actor.account_id is None:
            return None
        account = await queries.own_account(work)
        return None if account is None else Viewer(account=account)
