"""Readings for those who keep accounts and memberships."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.organizations.models import Deputy, Membership, Organization
from rostra.organizations.queries import lasts
from rostra.people.models import Account, Person
from rostra.people.powers import keeps_the_house
from rostra.people.queries import PERSONS_BY_NAME
from rostra.work import Work


async def account_of(work: Work, person_id: UUID) -> Account | None:
    """The account of a person, open or closed; None for who may not keep accounts there."""
    person = await work.find(Person, person_id)
    if not work.may(Permission.ACCOUNT_CREATE, person) and not await keeps_the_house(work):
        return None
    found: Account | None = await work.first(
        sa.select(Account).where(Account.person_id == person.id)
    )
    return found


async def without_account(work: Work, body_id: UUID, today: dt.date) -> list[Person]:
    """Those with a seat on the day and without an account, by name; [] for who may not know."""
    if not work.actor.may_within(Permission.ACCOUNT_CREATE, body_id):
        return []
    seated = work.readable(Membership).where(
        Membership.body_id == body_id,
        Membership.person_id == Person.id,
        lasts(Membership, today),
    )
    accounts = sa.select(Account.id).where(Account.person_id == Person.id, Account.active)
    return await work.fetch(
        work.readable(Person)
        .where(Person.body_id == body_id, seated.exists(), ~accounts.exists())
        .order_by(PERSONS_BY_NAME.key, Person.id)
    )


async def invited_not_taken(work: Work, body_id: UUID) -> list[Person]:
    """Those who have not used the link to their account yet; [] for who may not know."""
    if not work.actor.may_within(Permission.ACCOUNT_CREATE, body_id):
        return []
    waiting = sa.select(Account.id).where(
        Account.person_id == Person.id, Account.active, Account.password_hash.is_(None)
    )
    return await work.fetch(
        work.readable(Person)
        .where(Person.body_id == body_id, waiting.exists())
        .order_by(PERSONS_BY_NAME.key, Person.id)
    )


async def ending(work: Work, body_id: UUID, today: dt.date, until: dt.date) -> list[Membership]:
    """The memberships that end from today until a day, the next first."""
    return await work.fetch(
        work.readable(Membership)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(
            work.may_read(Organization),
            Membership.body_id == body_id,
            Membership.end_date >= today,
            Membership.end_date <= until,
        )
        .order_by(Membership.end_date, Membership.id)
    )


async def deputies_of(work: Work, membership_id: UUID) -> list[Person]:
    """Who stands in for the holder of a seat, in this order."""
    seat = await work.find(Membership, membership_id)
    return await work.fetch(
        work.readable(Person)
        .join(Deputy, Deputy.person_id == Person.id)
        .where(Deputy.membership_id == seat.id)
        .order_by(Deputy.position)
    )
