"""Bodies, terms, locations, organizations and memberships for tests."""

import datetime as dt
from typing import Any

from rostra.organizations.models import Body, LegislativeTerm, Location, Membership, Organization
from rostra.people.models import Person
from support.making import Place, kept


async def make_body(place: Place, **values: Any) -> Body:
    """A city."""
    return await kept(place, Body, **{"name": "Stadt Brunnfeld", "short_name": "BF", **values})


async def make_legislative_term(
    place: Place, body: Body | None = None, **values: Any
) -> LegislativeTerm:
    """A term of five years that runs at present."""
    body = body or await make_body(place)
    today = dt.date.today()
    usual = {
        "name": "8. Wahlperiode",
        "start_date": today - dt.timedelta(days=800),
        "end_date": today + dt.timedelta(days=1_000),
    }
    return await kept(place, LegislativeTerm, body_id=body.id, **{**usual, **values})


async def make_location(place: Place, body: Body | None = None, **values: Any) -> Location:
    """A hall."""
    usual = {
        "room": "Großer Saal",
        "street_address": "Am Anger 1",
        "postal_code": "99999",
        "locality": "Brunnfeld",
    }
    return await kept(place, Location, body_id=body and body.id, **{**usual, **values})


async def make_organization(place: Place, body: Body | None = None, **values: Any) -> Organization:
    """A committee."""
    body = body or await make_body(place)
    usual = {
        "name": "Ausschuss für Stadtentwicklung",
        "short_name": "SEA",
        "organization_type": "Gremium",
        "classification": "Ausschuss",
    }
    return await kept(place, Organization, body_id=body.id, **{**usual, **values})


async def make_membership(
    place: Place, person: Person, organization: Organization, **values: Any
) -> Membership:
    """That the person belongs to the organization, at present and without an end."""
    usual = {
        "role": "Mitglied",
        "voting_right": True,
        "start_date": dt.date.today() - dt.timedelta(days=300),
    }
    return await kept(
        place,
        Membership,
        body_id=organization.body_id,
        person_id=person.id,
        organization_id=organization.id,
        **{**usual, **values},
    )
