"""Keeping bodies, terms, places, organizations and the standing orders in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from rostra.errors import Invalid
from rostra.organizations import models, numbers, services
from rostra.organizations.queries import (
    bodies_by_id,
    locations_by_id,
    locations_kept,
    organizations_by_id,
    terms_by_id,
)
from rostra.organizations.services import BodyDetails, LocationDetails, TermDetails
from rostra.people import governing
from rostra.people.governing import OrganizationDetails
from rostra_graphql.context import Info
from rostra_graphql.names import BODY, LEGISLATIVE_TERM, LOCATION, MEMBERSHIP, ORGANIZATION
from rostra_graphql.standing_orders import StandingOrders
from rostra_graphql.telling import answers, argument, described, described_input, does, told

SEEN = "The time of change of what the form was made from; a stale form is refused."


@described_input
class BodyInput:
    """What is known of a body."""

    name: str = told("The name.")
    short_name: str | None = told("The short name.", default=None)
    website: str | None = told("Its website.", default=None)
    contact_name: str | None = told("Whom to ask.", default=None)
    contact_email: str | None = told("Where to write to.", default=None)
    ags: str | None = told("The official municipality key.", default=None)
    classification: str | None = told("What kind of body it is.", default=None)

    def details(self) -> BodyDetails:
        """As the house takes it."""
        return BodyDetails(**vars(self))


@described_input
class TermInput:
    """A legislative term."""

    body: UUID = told("Whose council is elected.")
    name: str = told("The name.")
    start_date: dt.date = told("The first day.")
    end_date: dt.date | None = told("The last day.", default=None)
    uuid: UUID | None = told("The term to change; a new one unless given.", default=None)
    seen: dt.datetime | None = told(SEEN, default=None)


@described_input
class LocationInput:
    """A place."""

    body: UUID = told("The body that keeps it.")
    description: str | None = told("In words.", default=None)
    room: str | None = told("The room.", default=None)
    street_address: str | None = told("Street and number.", default=None)
    postal_code: str | None = told("The postal code.", default=None)
    sub_locality: str | None = told("The district.", default=None)
    locality: str | None = told("The town.", default=None)
    uuid: UUID | None = told("The place to change; a new one unless given.", default=None)
    seen: dt.datetime | None = told(SEEN, default=None)


@described_input
class OrganizationInput:
    """What is known of an organization."""

    name: str = told("The name.")
    short_name: str | None = told("The short name.", default=None)
    organization_type: str | None = told("One of OParl's types.", default=None)
    classification: str | None = told("What it is, in the city's words.", default=None)
    website: str | None = told("Its website.", default=None)
    start_date: dt.date | None = told("The first day.", default=None)
    end_date: dt.date | None = told("The last day.", default=None)
    sub_organization_of: UUID | None = told("To which organization it belongs.", default=None)
    location: UUID | None = told("Where it is to be found.", default=None)

    def details(self) -> OrganizationDetails:
        """As the house takes it."""
        values = dict(vars(self))
        values["sub_organization_of_id"] = values.pop("sub_organization_of")
        values["location_id"] = values.pop("location")
        return OrganizationDetails(**values)


@described_input
class NumberInput:
    """One number of the standing orders."""

    name: str = told("Which.")
    value: str = told("What it is to be, as typed.")


@described_input
class SetStandingOrdersInput:
    """Which numbers hold from which day on."""

    body: UUID = told("The body.")
    organization: UUID | None = told("One committee; the whole body unless given.", default=None)
    valid_from: dt.date = told("The first day.")
    numbers: list[NumberInput] = told("What changes; everything else stays as it is.")
    note: str | None = told("Why, such as the resolution that did it.", default=None)


@described
class KeepingQueries:
    """What is looked at before something ends."""

    @answers(list[MEMBERSHIP])
    async def memberships_ended_with(
        self,
        info: Info,
        organization: Annotated[UUID, argument("The organization.")],
        last_day: Annotated[dt.date, argument("Its last day.")],
    ) -> list[models.Membership]:
        """The memberships that would end if the organization ended with this day."""
        return await governing.seats_beyond(info.context.work, organization, last_day)

    @answers(list[LOCATION])
    async def locations(
        self,
        info: Info,
        body: Annotated[UUID | None, argument("The body; all of them unless given.")] = None,
    ) -> list[models.Location]:
        """The places that a body keeps, by what they are called."""
        return await locations_kept(info.context.work, body)


@described
class KeepingMutations:
    """What the clerk keeps of the council itself."""

    @does(BODY)
    async def found_body(
        self,
        info: Info,
        founded_by: Annotated[UUID, argument("The body that the founder keeps.")],
        input: Annotated[BodyInput, argument("The new body.")],
    ) -> models.Body:
        """Found another body, such as a district's; the founder keeps it from then on."""
        body = await governing.found_body(info.context.work, founded_by, input.details())
        return await info.context.written(bodies_by_id, body.id)

    @does(BODY)
    async def change_body(
        self,
        info: Info,
        uuid: Annotated[UUID, argument("The body.")],
        input: Annotated[BodyInput, argument("All that is known of it.")],
        seen: Annotated[dt.datetime | None, argument(SEEN)] = None,
    ) -> models.Body:
        """Write down what a body is called and how it is reached."""
        await services.change_body(info.context.work, uuid, input.details(), seen)
        return await info.context.written(bodies_by_id, uuid)

    @does(LEGISLATIVE_TERM)
    async def keep_legislative_term(
        self, info: Info, input: Annotated[TermInput, argument("The term.")]
    ) -> models.LegislativeTerm:
        """Enter a legislative term, or change one."""
        details = TermDetails(input.name, input.start_date, input.end_date)
        term = await services.keep_term(
            info.context.work, input.body, details, input.uuid, input.seen
        )
        return await info.context.written(terms_by_id, term.id)

    @does(LOCATION)
    async def keep_location(
        self, info: Info, input: Annotated[LocationInput, argument("The place.")]
    ) -> models.Location:
        """Enter a place, or change one."""
        known = {k: v for k, v in vars(input).items() if k not in {"body", "uuid", "seen"}}
        location = await services.keep_location(
            info.context.work, input.body, LocationDetails(**known), input.uuid, input.seen
        )
        return await info.context.written(locations_by_id, location.id)

    @does(ORGANIZATION)
    async def enter_organization(
        self,
        info: Info,
        body: Annotated[UUID, argument("Where it sits.")],
        input: Annotated[OrganizationInput, argument("The organization.")],
    ) -> models.Organization:
        """Enter a council, committee, faction or whatever else sits in a body."""
        made = await governing.enter_organization(info.context.work, body, input.details())
        return await info.context.written(organizations_by_id, made.id)

    @does(ORGANIZATION)
    async def change_organization(
        self,
        info: Info,
        uuid: Annotated[UUID, argument("The organization.")],
        input: Annotated[OrganizationInput, argument("All that is known of it.")],
        seen: Annotated[dt.datetime | None, argument(SEEN)] = None,
    ) -> models.Organization:
        """Change what is known of an organization; its end is a step of its own."""
        await governing.change_organization(info.context.work, uuid, input.details(), seen)
        return await info.context.written(organizations_by_id, uuid)

    @does(ORGANIZATION)
    async def end_organization(
        self,
        info: Info,
        uuid: Annotated[UUID, argument("The organization.")],
        last_day: Annotated[dt.date, argument("Its last day.")],
        confirmed: Annotated[
            list[UUID] | None, argument("The memberships that are known to end with it.")
        ] = None,
    ) -> models.Organization:
        """End an organization and exactly the memberships that were looked at and confirmed."""
        await governing.end_organization(info.context.work, uuid, last_day, tuple(confirmed or ()))
        return await info.context.written(organizations_by_id, uuid)

    @does(StandingOrders)
    async def set_standing_orders(
        self, info: Info, input: Annotated[SetStandingOrdersInput, argument("The numbers.")]
    ) -> models.StandingOrders:
        """Let other numbers of the standing orders hold from a day on; the history stays."""
        typed = {one.name: one.value for one in input.numbers}
        if len(typed) != len(input.numbers):
            raise Invalid("numbers", "Each number is set once.")
        return await numbers.set_standing_orders(
            info.context.work, input.body, typed, input.valid_from, info.context.today,
            input.organization, input.note,
        )  # fmt: skip

    @does(bool)
    async def withdraw_standing_orders(
        self, info: Info, uuid: Annotated[UUID, argument("Which.")]
    ) -> bool:
        """Take back numbers that do not hold yet."""
        await numbers.withdraw_standing_orders(info.context.work, uuid, info.context.today)
        return True
