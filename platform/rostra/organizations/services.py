"""Keeping bodies, legislative terms and locations."""

import datetime as dt
from dataclasses import asdict, dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission
from rostra.errors import Conflict, Invalid
from rostra.organizations.checking import line, refuse_disorder, refuse_stale, take, write
from rostra.organizations.events import BodyChanged, LocationChanged, TermChanged
from rostra.organizations.models import Body, LegislativeTerm, Location
from rostra.work import Work


@dataclass(frozen=True)
class BodyDetails:
    """What the clerk writes of a body."""

    name: str
    short_name: str | None = None
    website: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    ags: str | None = None
    classification: str | None = None


@dataclass(frozen=True)
class TermDetails:
    """What the clerk writes of a legislative term."""

    name: str
    start_date: dt.date
    end_date: dt.date | None = None


@dataclass(frozen=True)
class LocationDetails:
    """What the clerk writes of a place."""

    description: str | None = None
    room: str | None = None
    street_address: str | None = None
    postal_code: str | None = None
    sub_locality: str | None = None
    locality: str | None = None


async def change_body(
    work: Work, body_id: UUID, details: BodyDetails, seen: dt.datetime | None = None
) -> Body:
    """Write down what a body is called and how it is reached."""
    body = await take(work, Body, body_id)
    work.authorize_within(Permission.BODY_KEEP, body.id)
    refuse_stale(body, seen)
    write(work, body, body_values(details))
    work.record(BodyChanged(body.id))
    return body


def body_values(details: BodyDetails) -> dict[str, str | None]:
    """The columns of a body as they were written."""
    return {k: line(k, v, needed=k == "name") for k, v in asdict(details).items()}


async def keep_term(
    work: Work,
    body_id: UUID,
    details: TermDetails,
    term_id: UUID | None = None,
    seen: dt.datetime | None = None,
) -> LegislativeTerm:
    """Enter a legislative term of a body, or change one; two terms never overlap."""
    body = await take(work, Body, body_id)
    work.authorize_within(Permission.BODY_KEEP, body.id)
    name = line("name", details.name, needed=True)
    refuse_disorder(details.start_date, details.end_date)
    await refuse_overlapping_terms(work, body_id, details, term_id)
    values = {"name": name, "start_date": details.start_date, "end_date": details.end_date}

    if term_id is None:
        term = LegislativeTerm(body_id=body_id, audience_id=PUBLIC, **values)
        work.add(term)
        await work.flush()
    else:
        term = await take(work, LegislativeTerm, term_id)
        if term.body_id != body_id:
            raise Invalid("term", "This term is one of another body.")
        refuse_stale(term, seen)
        write(work, term, values)
    work.record(TermChanged(term.id, body_id))
    return term


async def refuse_overlapping_terms(
    work: Work, body_id: UUID, details: TermDetails, term_id: UUID | None
) -> None:
    """Refuse a term that shares a day with another one of the same body."""
    others = work.readable(LegislativeTerm).where(
        LegislativeTerm.body_id == body_id,
        sa.or_(LegislativeTerm.end_date.is_(None), LegislativeTerm.end_date >= details.start_date),
    )
    if details.end_date is not None:
        begins = LegislativeTerm.start_date
        others = others.where(sa.or_(begins.is_(None), begins <= details.end_date))
    if term_id is not None:
        others = others.where(LegislativeTerm.id != term_id)
    other = await work.first(others)
    if other is not None:
        raise Conflict(f"The days of this term overlap with those of “{other.name}”.")


async def keep_location(
    work: Work,
    body_id: UUID,
    details: LocationDetails,
    location_id: UUID | None = None,
    seen: dt.datetime | None = None,
) -> Location:
    """Enter a place of a body, or change one."""
    body = await work.find(Body, body_id)
    work.authorize_within(Permission.BODY_KEEP, body.id)
    values = {name: line(name, value) for name, value in asdict(details).items()}
    if not any(values.values()):
        raise Invalid("description", "Say at least one thing about the place.")

    if location_id is None:
        location = Location(body_id=body_id, audience_id=PUBLIC, **values)
        work.add(location)
        await work.flush()
    else:
        location = await take(work, Location, location_id)
        if location.body_id != body_id:
            raise Invalid("location", "This place is kept by another body.")
        refuse_stale(location, seen)
        write(work, location, values)
    work.record(LocationChanged(location.id))
    return location
