"""Keeping organizations: entering, changing and ending them, with the seats that this ends."""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import GRANTS, PUBLIC, Office, Permission
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.organizations.checking import line, refuse_disorder, refuse_stale, take, write
from rostra.organizations.events import BodyChanged, MembershipChanged, OrganizationChanged
from rostra.organizations.models import Body, Location, Membership, Organization
from rostra.organizations.services import BodyDetails, body_values
from rostra.people.models import Person
from rostra.people.powers import refuse_beyond
from rostra.work import Work

COUNCIL_OFFICE = "Council office"


@dataclass(frozen=True)
class OrganizationDetails:
    """What the clerk writes of an organization."""

    name: str
    short_name: str | None = None
    organization_type: str | None = None
    classification: str | None = None
    website: str | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    sub_organization_of_id: UUID | None = None
    location_id: UUID | None = None


RELATIONS = ("sub_organization_of_id", "location_id")
"""What an organization refers to; where it stays, it need not be looked up, nor read."""

TEXTS = ("name", "short_name", "organization_type", "classification", "website")


async def organization_values(
    work: Work, body_id: UUID, details: OrganizationDetails
) -> dict[str, Any]:
    """The columns of an organization as they were written, its relations looked up."""
    values = asdict(details)
    for name in TEXTS:
        values[name] = line(name, values[name], needed=name == "name")
    refuse_disorder(details.start_date, details.end_date)
    if details.sub_organization_of_id is not None:
        above = await work.find(Organization, details.sub_organization_of_id)
        if above.body_id != body_id:
            raise Invalid("subOrganizationOf", "This organization belongs to another body.")
    if details.location_id is not None:
        await work.find(Location, details.location_id)
    return values


async def enter_organization(
    work: Work, body_id: UUID, details: OrganizationDetails
) -> Organization:
    """Enter a council, committee, faction or whatever else sits in a body."""
    body = await work.find(Body, body_id)
    work.authorize_within(Permission.ORGANIZATION_KEEP, body.id)
    values = await organization_values(work, body.id, details)
    organization = Organization(body_id=body.id, audience_id=PUBLIC, **values)
    work.add(organization)
    await work.flush()
    work.record(OrganizationChanged(organization.id))
    return organization


async def change_organization(
    work: Work,
    organization_id: UUID,
    details: OrganizationDetails,
    seen: dt.datetime | None = None,
) -> Organization:
    """Change what is known of an organization; its end is a step of its own."""
    organization = await take(work, Organization, organization_id)
    work.authorize(Permission.ORGANIZATION_KEEP, organization)
    refuse_stale(organization, seen)
    if details.end_date != organization.end_date:
        raise Invalid("endDate", "To end an organization, look at the memberships that end too.")
    kept: dict[str, Any] = {
        name: getattr(details, name)
        for name in RELATIONS
        if getattr(details, name) == getattr(organization, name)
    }
    nothing: dict[str, Any] = dict.fromkeys(kept)
    fresh = replace(details, **nothing)
    await refuse_circle(work, organization.id, fresh.sub_organization_of_id)
    values = await organization_values(work, organization.body_id, fresh)
    write(work, organization, values | kept)
    work.record(OrganizationChanged(organization.id))
    return organization


async def refuse_circle(work: Work, organization_id: UUID, above: UUID | None) -> None:
    """Refuse an organization that would belong to itself, directly or by others."""
    passed: set[UUID] = set()  # what came from elsewhere may run in a circle already
    while above is not None and above not in passed:
        if above == organization_id:
            raise Invalid("subOrganizationOf", "An organization cannot belong to itself.")
        passed.add(above)
        found = await work.find(Organization, above)
        above = found.sub_organization_of_id


async def seats_beyond(work: Work, organization_id: UUID, last_day: dt.date) -> list[Membership]:
    """The memberships that would end if the organization ended with this day."""
    organization = await work.find(Organization, organization_id)
    return await work.fetch(
        work.readable(Membership)
        .where(
            Membership.organization_id == organization.id,
            sa.or_(Membership.end_date.is_(None), Membership.end_date > last_day),
        )
        .order_by(Membership.id)
    )


async def end_organization(
    work: Work, organization_id: UUID, last_day: dt.date, confirmed: tuple[UUID, ...] = ()
) -> Organization:
    """End an organization with a last day, and with it exactly the memberships that are confirmed.

    Those that would only have begun later are withdrawn. Conflict names what was not confirmed.
    """
    organization = await take(work, Organization, organization_id)
    work.authorize(Permission.ORGANIZATION_KEEP, organization)
    refuse_disorder(organization.start_date, last_day, "lastDay")
    seats = await seats_beyond(work, organization.id, last_day)
    if {one.id for one in seats} != set(confirmed):
        names = await names_of(work, seats)
        raise Conflict(
            f"This ends {len(seats)} memberships too: {names}. Look at them and confirm."
        )
    for seat in seats:
        work.authorize(Permission.MEMBERSHIP_KEEP, seat)
        refuse_beyond(work, seat.office, seat.body_id, seat.organization_id)
        if seat.start_date and seat.start_date > last_day:
            work.withdraw(seat)
        else:
            write(work, seat, {"end_date": last_day})
    write(work, organization, {"end_date": last_day})
    work.record(OrganizationChanged(organization.id, tuple(one.id for one in seats)))
    return organization


async def names_of(work: Work, seats: list[Membership]) -> str:
    """Whose memberships these are, by name."""
    persons = work.readable(Person).where(Person.id.in_([one.person_id for one in seats]))
    found = {one.id: one.name or "?" for one in await work.fetch(persons)}
    return ", ".join(sorted(found.get(one.person_id, "?") for one in seats)) or "none"


async def found_body(work: Work, founded_by: UUID, details: BodyDetails) -> Body:
    """Found another body, such as a district's, beside the one that the actor keeps.

    Who founds it keeps it: with the same office as at home, which permits no more there.
    """
    home = await work.find(Body, founded_by)
    work.authorize_within(Permission.BODY_KEEP, home.id)
    held = work.actor.grants.get(home.id, frozenset())
    offices = [one for one in (Office.ADMINISTRATOR, Office.CLERK) if held >= GRANTS[one]]
    if work.actor.person_id is None or not offices:
        raise NotPermitted("Only who keeps a body as a person can found another.")
    body = Body(audience_id=PUBLIC, **body_values(details))
    work.add(body)
    await work.flush()
    office = Organization(body_id=body.id, name=COUNCIL_OFFICE, audience_id=PUBLIC)
    work.add(office)
    await work.flush()
    seat = Membership(
        body_id=body.id, person_id=work.actor.person_id, organization_id=office.id,
        office=offices[0], start_date=work.today, audience_id=PUBLIC,
    )  # fmt: skip
    work.add(seat)
    await work.flush()
    work.record(BodyChanged(body.id))
    work.record(MembershipChanged(seat.id, work.actor.person_id, office.id))
    return body
