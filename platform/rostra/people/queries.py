"""Readings of persons and of their memberships."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.errors import Invalid
from rostra.organizations.models import Membership, Organization
from rostra.organizations.queries import lasts
from rostra.paging import Order, alphabetical
from rostra.people.models import Account, Person
from rostra.reading import TIMES, Shape
from rostra.work import Work

UNREAD = (*TIMES, "keyword", "license")

PERSON = Shape(Person, without=UNREAD)
MEMBERSHIP = Shape(Membership, without=UNREAD)

PERSONS_BY_NAME = Order(
    "persons.name",
    alphabetical(sa.func.coalesce(Person.family_name, Person.name), Person.given_name),
)


async def persons_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Person]:
    """The persons with these ids that the actor may read."""
    return await PERSON.by_id(work, ids)


async def memberships_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Membership]:
    """The memberships with these ids that the actor may read."""
    return await MEMBERSHIP.by_id(work, ids)


def persons(work: Work, body_id: UUID | None = None, text: str | None = None) -> sa.Select[Person]:
    """The persons, of one body or of all, with each of these words in their name."""
    found = PERSON.select(work)
    if body_id is not None:
        found = found.where(Person.body_id == body_id)
    for word in (text or "").split():
        found = found.where(Person.name.icontains(word, autoescape=True))
    return found


async def persons_named(work: Work, body_id: UUID, names: Collection[str]) -> list[Person]:
    """The persons of a body with these names as they are written; Invalid where one is unclear."""
    found = []
    for name in names:
        called = work.readable(Person).where(Person.body_id == body_id, Person.name == name)
        same = await work.fetch(called.limit(2))
        if not same:
            raise Invalid("names", f"Nobody is known here as “{name}”.")
        if len(same) > 1:
            raise Invalid("names", f"More than one person is called “{name}”.")
        found += same
    return found


async def members_of(
    work: Work, organization_ids: Collection[UUID], current: bool | None, today: dt.date
) -> dict[UUID, list[Membership]]:
    """The memberships in each organization, those of today or former ones: chairs, then by name."""
    held = (
        MEMBERSHIP.select(work, Membership.organization_id)
        .join(Organization, Organization.id == Membership.organization_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            work.may_read(Organization),
            work.may_read(Person),
            Membership.organization_id.in_(organization_ids),
        )
        .order_by(rank_of_role(), PERSONS_BY_NAME.key, Membership.id)
    )
    return await MEMBERSHIP.grouped(work, narrowed(held, current, today))


async def memberships_of(
    work: Work, person_ids: Collection[UUID], current: bool | None, today: dt.date
) -> dict[UUID, list[Membership]]:
    """The memberships of each person, those of today or former ones: the newest first."""
    held = (
        MEMBERSHIP.select(work, Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(work.may_read(Person), Membership.person_id.in_(person_ids))
        .order_by(Membership.start_date.desc().nulls_last(), Membership.id)
    )
    return await MEMBERSHIP.grouped(work, narrowed(held, current, today))


def narrowed(
    held: sa.Select[Membership], current: bool | None, today: dt.date
) -> sa.Select[Membership]:
    """Only memberships in force, only former or future ones, or all of them."""
    if current is None:
        return held
    in_force = lasts(Membership, today)
    return held.where(in_force if current else sa.not_(in_force))


def rank_of_role() -> sa.ColumnElement[int]:
    """Chairs first, their deputies next, then everybody else."""
    deputy = sa.or_(Membership.role.ilike("%stellv%"), Membership.role.ilike("%deputy%"))
    chair = sa.or_(Membership.role.ilike("%vorsitz%"), Membership.role.ilike("%chair%"))
    return sa.case((deputy, 1), (chair, 0), else_=2)


async def own_account(work: Work) -> Account | None:
    """The account with which the actor is logged in."""
    return await work.first(sa.select(Account).where(Account.id == work.actor.account_id))
