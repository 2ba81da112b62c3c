"""Persons as OParl writes them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.models import Body, Location
from rostra.people.models import Person
from rostra_frontend.oparl.locations import embedded_locations
from rostra_frontend.oparl.organizations import memberships_of_persons, written_membership
from rostra_frontend.oparl.reading import (
    MayRead,
    Reader,
    Statement,
    among,
    columns,
    prebuilt,
    target,
)


@prebuilt
def persons_by_id(may_read: MayRead) -> Statement:
    """The persons with the ids."""
    return sa.select(
        *columns(
            Person, "name", "family_name", "given_name", "form_of_address", "affix", "title",
            "gender", "phone", "email", "status", "life", "life_source",
        ),
        target(may_read, Body, Person.body_id),
        target(may_read, Location, Person.location_id),
    ).where(among(Person.id), may_read(Person))  # fmt: skip


async def persons(reader: Reader, ids: list[UUID]) -> list[dict[str, Any]]:
    """The persons with the ids, each with all memberships, past and present."""
    rows, ids = await reader.found(persons_by_id, ids)
    places = await embedded_locations(reader, [row.location_id for row in rows])
    seats: dict[UUID, list[Any]] = {}
    if not reader.brief:
        for seat in await reader.rows(memberships_of_persons, ids):
            seats.setdefault(seat.person_id, []).append(seat)
    return [
        written_person(reader, row, places.get(row.location_id), seats.get(row.id, []))
        for row in rows
    ]


def written_person(reader: Reader, row: Any, place: Any, seats: list[Any]) -> dict[str, Any]:
    """One person."""
    fields = {
        "body": reader.addresses.of("body", row.body_id),
        "name": row.name,
        "familyName": row.family_name,
        "givenName": row.given_name,
        "formOfAddress": row.form_of_address,
        "affix": row.affix,
        "title": row.title,
        "gender": row.gender,
        "phone": row.phone,
        "email": row.email,
        "location": reader.addresses.of("location", row.location_id),
        "locationObject": place,
        "status": row.status,
        "membership": [written_membership(reader, seat, inside=True) for seat in seats],
        "life": row.life,
        "lifeSource": row.life_source,
    }
    return reader.describe("person", row, fields)
