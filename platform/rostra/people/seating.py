"""Keeping memberships: who sits where, as what, from when to when, and who stands in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Office, Permission
from rostra.errors import Conflict, Invalid
from rostra.organizations.checking import line, refuse_disorder, refuse_stale, take, write
from rostra.organizations.events import MembershipChanged
from rostra.organizations.models import Deputy, Membership, Organization
from rostra.people.models import Person
from rostra.people.powers import office_of, refuse_beyond, refuse_for_oneself
from rostra.work import Work


@dataclass(frozen=True)
class SeatDetails:
    """As what somebody sits in an organization, and when."""

    role: str | None = None
    office: str | None = None
    voting_right: bool | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    on_behalf_of_id: UUID | None = None


VOTES = (False, None, True)
"""Whether somebody may vote, from less to more; None: it is not said."""


async def seat_person(
    work: Work, person_id: UUID, organization_id: UUID, details: SeatDetails
) -> Membership:
    """Let somebody belong to an organization; what that permits holds from the first day on."""
    person = await work.find(Person, person_id)
    organization = await take(work, Organization, organization_id)
    work.authorize_within(Permission.MEMBERSHIP_KEEP, organization.id, organization.body_id)
    refuse_for_oneself(work, person.id)
    if person.body_id != organization.body_id:
        raise Invalid("person", "This person belongs to another body.")
    refuse_beyond(work, details.office, organization.body_id, organization.id)
    await refuse_unfit(work, organization, details)
    await refuse_second_seat(work, person.id, organization.id, details)

    seat = Membership(
        body_id=organization.body_id,
        person_id=person.id,
        organization_id=organization.id,
        audience_id=organization.audience_id,
        **seat_values(details),
    )
    work.add(seat)
    await work.flush()
    work.record(MembershipChanged(seat.id, person.id, organization.id))
    return seat


def seat_values(details: SeatDetails) -> dict[str, object]:
    """The columns of a membership as they were written."""
    return {
        "role": line("role", details.role),
        "office": details.office or None,
        "voting_right": details.voting_right,
        "start_date": details.start_date,
        "end_date": details.end_date,
        "on_behalf_of_id": details.on_behalf_of_id,
    }


async def change_seat(
    work: Work, membership_id: UUID, details: SeatDetails, seen: dt.datetime | None = None
) -> Membership:
    """Change as what somebody sits somewhere; another person or organization is another seat."""
    seat = await take(work, Membership, membership_id)
    organization = await held_by(work, seat)
    refuse_stale(seat, seen)
    if gives_more(seat, details):
        refuse_for_oneself(work, seat.person_id)
    refuse_beyond(work, details.office, seat.body_id, seat.organization_id)
    stays = details.on_behalf_of_id == seat.on_behalf_of_id
    await refuse_unfit(
        work, organization, replace(details, on_behalf_of_id=None) if stays else details
    )
    assert seat.person_id is not None
    await refuse_second_seat(work, seat.person_id, organization.id, details, seat.id)
    write(work, seat, seat_values(details))
    work.record(MembershipChanged(seat.id, seat.person_id, organization.id))
    return seat


def gives_more(seat: Membership, details: SeatDetails) -> bool:
    """Whether a seat would permit something else than it did, or longer; less is no matter."""
    office = office_of(details.office)
    begins, ends = details.start_date, details.end_date
    return (
        (office is not Office.MEMBER and office is not office_of(seat.office))
        or VOTES.index(details.voting_right) > VOTES.index(seat.voting_right)
        or (seat.start_date is not None and (begins is None or begins < seat.start_date))
        or (seat.end_date is not None and (ends is None or ends > seat.end_date))
    )


async def end_seat(
    work: Work, membership_id: UUID, last_day: dt.date, seen: dt.datetime | None = None
) -> Membership:
    """End a membership with a last day; its rights end with that day, everywhere."""
    seat = await take(work, Membership, membership_id)
    organization = await held_by(work, seat)
    refuse_stale(seat, seen)
    refuse_disorder(seat.start_date, last_day, "lastDay")
    write(work, seat, {"end_date": last_day})
    assert seat.person_id is not None
    work.record(MembershipChanged(seat.id, seat.person_id, organization.id))
    return seat


async def withdraw_seat(work: Work, membership_id: UUID) -> None:
    """Take back a membership that never was; its rights end at this moment, the record stays."""
    seat = await take(work, Membership, membership_id)
    organization = await held_by(work, seat)
    work.withdraw(seat)
    assert seat.person_id is not None
    work.record(MembershipChanged(seat.id, seat.person_id, organization.id))


async def name_deputies(work: Work, membership_id: UUID, person_ids: Sequence[UUID]) -> Membership:
    """Say who stands in for the holder of a seat, in this order."""
    seat = await take(work, Membership, membership_id)
    organization = await held_by(work, seat)
    if len(set(person_ids)) != len(person_ids):
        raise Invalid("deputies", "Each deputy is named once.")
    if seat.person_id in person_ids:
        raise Invalid("deputies", "Nobody is their own deputy.")
    for person_id in person_ids:
        person = await work.find(Person, person_id)
        if person.body_id != seat.body_id:
            raise Invalid("deputies", "A deputy belongs to the same body.")
    await work.change(sa.delete(Deputy).where(Deputy.membership_id == seat.id))
    work.add(
        *(
            Deputy(membership_id=seat.id, person_id=one, position=position)
            for position, one in enumerate(person_ids)
        )
    )
    write(work, seat, {})
    assert seat.person_id is not None
    work.record(MembershipChanged(seat.id, seat.person_id, organization.id))
    return seat


async def held_by(work: Work, seat: Membership) -> Organization:
    """The organization of a seat that the actor may change, with the office that is in it."""
    if seat.organization_id is None or seat.person_id is None:
        raise Conflict("This membership names no person or no organization.")
    work.authorize_within(Permission.MEMBERSHIP_KEEP, seat.organization_id, seat.body_id)
    refuse_beyond(work, seat.office, seat.body_id, seat.organization_id)
    return await work.find(Organization, seat.organization_id)


async def refuse_unfit(work: Work, organization: Organization, details: SeatDetails) -> None:
    """Refuse an unknown office, days that do not fit, or the faction of another body."""
    if office_of(details.office) is None:
        raise Invalid("office", "There is no such office.")
    refuse_disorder(details.start_date, details.end_date)
    begins, ends = organization.start_date, organization.end_date
    if begins and details.start_date and details.start_date < begins:
        raise Invalid("startDate", "The organization did not exist yet on this day.")
    if ends and (details.end_date is None or details.end_date > ends):
        raise Invalid("endDate", "The organization ends before this membership does.")
    if details.on_behalf_of_id is not None:
        faction = await work.find(Organization, details.on_behalf_of_id)
        if faction.body_id != organization.body_id:
            raise Invalid("onBehalfOf", "This organization belongs to another body.")


async def refuse_second_seat(
    work: Work,
    person_id: UUID,
    organization_id: UUID,
    details: SeatDetails,
    besides: UUID | None = None,
) -> None:
    """Refuse a membership that shares a day with another of the same person in the same place."""
    others = work.readable(Membership).where(
        Membership.person_id == person_id, Membership.organization_id == organization_id
    )
    if details.start_date:
        ends = Membership.end_date
        others = others.where(sa.or_(ends.is_(None), ends >= details.start_date))
    if details.end_date:
        begins = Membership.start_date
        others = others.where(sa.or_(begins.is_(None), begins <= details.end_date))
    if besides is not None:
        others = others.where(Membership.id != besides)
    if await work.first(others):
        raise Conflict("This person belongs to this organization on these days already.")
