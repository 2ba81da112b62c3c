"""Readings of bodies, terms, locations and organizations."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rostra.organizations.models import (
    Body,
    LegislativeTerm,
    Location,
    Membership,
    Organization,
)
from rostra.paging import Order, alphabetical
from rostra.reading import TIMES, Shape
from rostra.work import Work

UNREAD = (*TIMES, "keyword", "license")

BODY = Shape(Body)
TERM = Shape(LegislativeTerm)
LOCATION = Shape(Location, without=UNREAD)
ORGANIZATION = Shape(Organization, without=UNREAD)

BODIES_BY_NAME = Order("bodies.name", alphabetical(Body.name))
ORGANIZATIONS_BY_NAME = Order("organizations.name", alphabetical(Organization.name))
TERMS_NEWEST_FIRST = Order("terms.-start", LegislativeTerm.start_date, descending=True)


async def bodies_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Body]:
    """The bodies with these ids that the actor may read."""
    return await BODY.by_id(work, ids)


async def terms_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, LegislativeTerm]:
    """The legislative terms with these ids that the actor may read."""
    return await TERM.by_id(work, ids)


async def locations_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Location]:
    """The locations with these ids that the actor may read."""
    return await LOCATION.by_id(work, ids)


async def locations_kept(work: Work, body_id: UUID | None) -> list[Location]:
    """The places that a body keeps, or all of them, by what they are called."""
    found = LOCATION.select(work)
    if body_id is not None:
        found = found.where(Location.body_id == body_id)
    called = sa.func.coalesce(Location.description, Location.room, Location.street_address)
    rows = await work.rows(found.order_by(called, Location.id))
    return [LOCATION.one(row) for row in rows]


async def organizations_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Organization]:
    """The organizations with these ids that the actor may read."""
    return await ORGANIZATION.by_id(work, ids)


def bodies(work: Work) -> sa.Select[Body]:
    """All bodies that the actor may read."""
    return BODY.select(work)


def legislative_terms(work: Work, body_id: UUID | None = None) -> sa.Select[LegislativeTerm]:
    """The legislative terms, of one body or of all."""
    terms = TERM.select(work)
    return terms if body_id is None else terms.where(LegislativeTerm.body_id == body_id)


async def terms_of(work: Work, body_ids: Collection[UUID]) -> dict[UUID, list[LegislativeTerm]]:
    """The legislative terms of each body, the newest first."""
    terms = (
        TERM.select(work, LegislativeTerm.body_id)
        .join(Body, Body.id == LegislativeTerm.body_id)
        .where(work.may_read(Body), LegislativeTerm.body_id.in_(body_ids))
        .order_by(LegislativeTerm.start_date.desc().nulls_last(), LegislativeTerm.id)
    )
    return await TERM.grouped(work, terms)


def organizations(
    work: Work,
    body_id: UUID | None = None,
    organization_types: Collection[str] = (),
    classifications: Collection[str] = (),
    current: bool | None = None,
    today: dt.date | None = None,
    text: str | None = None,
) -> sa.Select[Organization]:
    """The organizations of a body, of some types or classifications, existing today or not, with
    each of these words in their name."""
    found = ORGANIZATION.select(work)
    if body_id is not None:
        found = found.where(Organization.body_id == body_id)
    if organization_types:
        found = found.where(Organization.organization_type.in_(organization_types))
    if classifications:
        found = found.where(Organization.classification.in_(classifications))
    if current is not None:
        exists = lasts(Organization, today or work.today)
        found = found.where(exists if current else sa.not_(exists))
    names = (Organization.name, Organization.short_name)
    for word in (text or "").split():
        found = found.where(sa.or_(*(one.icontains(word, autoescape=True) for one in names)))
    return found


def lasts(
    model: type[Organization] | type[LegislativeTerm] | type[Membership], day: dt.date
) -> sa.ColumnElement[bool]:
    """The condition for existing, or being in force, on the day; an open end lasts for ever."""
    begun = sa.or_(model.start_date.is_(None), model.start_date <= day)
    return sa.and_(begun, sa.or_(model.end_date.is_(None), model.end_date >= day))


async def sub_organizations_of(
    work: Work, organization_ids: Collection[UUID]
) -> dict[UUID, list[Organization]]:
    """The organizations below each organization, by name."""
    above = aliased(Organization)
    below = (
        ORGANIZATION.select(work, Organization.sub_organization_of_id)
        .join(above, above.id == Organization.sub_organization_of_id)
        .where(work.may_read(above), Organization.sub_organization_of_id.in_(organization_ids))
        .order_by(ORGANIZATIONS_BY_NAME.key, Organization.id)
    )
    return await ORGANIZATION.grouped(work, below)


async def organizations_within(work: Work, places: Collection[UUID | None]) -> list[Organization]:
    """The organizations that are, or belong to, one of the places; None is everywhere."""
    found = ORGANIZATION.select(work)
    if None not in places:
        known = [place for place in places if place is not None]
        found = found.where(sa.or_(Organization.id.in_(known), Organization.body_id.in_(known)))
    rows = await work.rows(found.order_by(ORGANIZATIONS_BY_NAME.key, Organization.id))
    return [ORGANIZATION.one(row) for row in rows]
