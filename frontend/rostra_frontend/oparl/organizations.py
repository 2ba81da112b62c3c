"""Bodies, legislative terms, organizations and memberships as OParl writes them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.models import Body, LegislativeTerm, Location, Membership, Organization
from rostra.people.models import Person
from rostra_frontend.oparl.addresses import web_address
from rostra_frontend.oparl.locations import embedded_locations
from rostra_frontend.oparl.reading import (
    MayRead,
    Reader,
    Statement,
    among,
    columns,
    prebuilt,
    target,
)

BODY_LISTS = {
    "organization": "organizations",
    "person": "persons",
    "meeting": "meetings",
    "paper": "papers",
    "agendaItem": "agendaitems",
    "consultation": "consultations",
    "file": "files",
    "locationList": "locations",
    "legislativeTermList": "legislativeterms",
    "membership": "memberships",
}
"""The fields of a Body that name a list, and the last part of that list's address."""


@prebuilt
def bodies_by_id(may_read: MayRead) -> Statement:
    """The bodies with the ids."""
    return sa.select(
        *columns(
            Body, "name", "short_name", "website", "license_valid_since", "oparl_since", "ags",
            "rgs", "equivalent", "contact_email", "contact_name", "classification",
        ),
        target(may_read, Location, Body.location_id),
    ).where(among(Body.id), may_read(Body))  # fmt: skip


def terms(may_read: MayRead) -> Statement:
    """The legislative terms that may be read."""
    return sa.select(
        *columns(LegislativeTerm, "name", "start_date", "end_date"),
        target(may_read, Body, LegislativeTerm.body_id),
    ).where(may_read(LegislativeTerm))


@prebuilt
def terms_by_id(may_read: MayRead) -> Statement:
    """The legislative terms with the ids."""
    return terms(may_read).where(among(LegislativeTerm.id))


@prebuilt
def terms_of_bodies(may_read: MayRead) -> Statement:
    """The legislative terms of the bodies, the oldest first."""
    return (
        terms(may_read)
        .where(among(LegislativeTerm.body_id))
        .order_by(LegislativeTerm.start_date, LegislativeTerm.id)
    )


@prebuilt
def organizations_by_id(may_read: MayRead) -> Statement:
    """The organizations with the ids."""
    return sa.select(
        *columns(
            Organization, "name", "short_name", "post", "organization_type", "classification",
            "start_date", "end_date", "website", "external_body", "member_count",
            "voting_member_count",
        ),
        target(may_read, Body, Organization.body_id),
        target(may_read, Organization, Organization.sub_organization_of_id),
        target(may_read, Location, Organization.location_id),
    ).where(among(Organization.id), may_read(Organization))  # fmt: skip


@prebuilt
def memberships_of_organizations(may_read: MayRead) -> Statement:
    """The ids of the memberships in the organizations."""
    return (
        sa.select(Membership.organization_id, Membership.id)
        .where(among(Membership.organization_id), may_read(Membership))
        .order_by(Membership.id)
    )


def memberships_seen(may_read: MayRead) -> Statement:
    """The memberships that may be read."""
    return sa.select(
        *columns(Membership, "role", "voting_right", "start_date", "end_date"),
        target(may_read, Person, Membership.person_id),
        target(may_read, Organization, Membership.organization_id),
        target(may_read, Organization, Membership.on_behalf_of_id),
    ).where(may_read(Membership))


@prebuilt
def memberships_by_id(may_read: MayRead) -> Statement:
    """The memberships with the ids."""
    return memberships_seen(may_read).where(among(Membership.id))


@prebuilt
def memberships_of_persons(may_read: MayRead) -> Statement:
    """The memberships of the persons, the oldest first."""
    return (
        memberships_seen(may_read)
        .where(among(Membership.person_id))
        .order_by(Membership.start_date, Membership.id)
    )


async def bodies(reader: Reader, ids: list[UUID]) -> list[dict[str, Any]]:
    """The bodies with the ids, each with its terms and the addresses of its lists."""
    rows, ids = await reader.found(bodies_by_id, ids)
    places = await embedded_locations(reader, [row.location_id for row in rows])
    of_body: dict[UUID, list[Any]] = {}
    if not reader.brief:
        for term in await reader.rows(terms_of_bodies, ids):
            of_body.setdefault(term.body_id, []).append(term)
    return [
        written_body(reader, row, places.get(row.location_id), of_body.get(row.id, []))
        for row in rows
    ]


def written_body(reader: Reader, row: Any, place: Any, of_body: list[Any]) -> dict[str, Any]:
    """One body; its list of terms is mandatory, even when it is empty."""
    address = reader.addresses.of("body", row.id)
    fields = {
        "system": reader.addresses.system,
        "name": row.name,
        "shortName": row.short_name,
        "website": web_address(row.website),
        "licenseValidSince": reader.moment(row.license_valid_since),
        "oparlSince": reader.moment(row.oparl_since),
        "ags": row.ags,
        "rgs": row.rgs,
        "equivalent": [one for one in row.equivalent or () if web_address(one)],
        "contactEmail": row.contact_email,
        "contactName": row.contact_name,
        "classification": row.classification,
        "location": place,
        **{field: f"{address}/{last}" for field, last in BODY_LISTS.items()},
    }
    body = reader.describe("body", row, fields)
    body.setdefault("name", "")
    if not reader.brief:
        body["legislativeTerm"] = [written_term(reader, term, inside=True) for term in of_body]
    return body


async def legislative_terms(reader: Reader, ids: list[UUID]) -> list[dict[str, Any]]:
    """The legislative terms with the ids."""
    rows, ids = await reader.found(terms_by_id, ids)
    return [written_term(reader, row) for row in rows]


def written_term(reader: Reader, row: Any, inside: bool = False) -> dict[str, Any]:
    """One legislative term; inside its body it does not name the body."""
    fields = {
        "body": None if inside else reader.addresses.of("body", row.body_id),
        "name": row.name,
        "startDate": row.start_date,
        "endDate": row.end_date,
    }
    return reader.describe("legislative_term", row, fields)


async def organizations(reader: Reader, ids: list[UUID]) -> list[dict[str, Any]]:
    """The organizations with the ids, each with its memberships and the addresses of its lists."""
    rows, ids = await reader.found(organizations_by_id, ids)
    places = await embedded_locations(reader, [row.location_id for row in rows])
    members = await reader.targets(memberships_of_organizations, "membership", ids)
    return [
        written_organization(reader, row, places.get(row.location_id), members.get(row.id))
        for row in rows
    ]


def written_organization(reader: Reader, row: Any, place: Any, members: Any) -> dict[str, Any]:
    """One organization."""
    address = reader.addresses.of("organization", row.id)
    fields = {
        "body": reader.addresses.of("body", row.body_id),
        "name": row.name,
        "shortName": row.short_name,
        "membership": members,
        "meeting": f"{address}/meetings",
        "consultation": f"{address}/consultations",
        "post": row.post,
        "subOrganizationOf": reader.addresses.of("organization", row.sub_organization_of_id),
        "organizationType": row.organization_type,
        "classification": row.classification,
        "startDate": row.start_date,
        "endDate": row.end_date,
        "website": web_address(row.website),
        "location": place,
        "externalBody": web_address(row.external_body),
        "memberCount": row.member_count,
        "votingMemberCount": row.voting_member_count,
    }
    return reader.describe("organization", row, fields)


async def memberships(reader: Reader, ids: list[UUID]) -> list[dict[str, Any]]:
    """The memberships with the ids."""
    rows, ids = await reader.found(memberships_by_id, ids)
    return [written_membership(reader, row) for row in rows]


def written_membership(reader: Reader, row: Any, inside: bool = False) -> dict[str, Any]:
    """One membership; inside its person it does not name the person."""
    fields = {
        "person": None if inside else reader.addresses.of("person", row.person_id),
        "organization": reader.addresses.of("organization", row.organization_id),
        "role": row.role,
        "votingRight": row.voting_right,
        "startDate": row.start_date,
        "endDate": row.end_date,
        "onBehalfOf": reader.addresses.of("organization", row.on_behalf_of_id),
    }
    return reader.describe("membership", row, fields)
