"""Locations as OParl writes them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.meetings.models import Meeting
from rostra.organizations.models import Body, Location, Organization
from rostra.papers.models import Paper, PaperLocation
from rostra.people.models import Person
from rostra_frontend.oparl.reading import MayRead, Reader, Statement, among, columns, prebuilt

WHERE_USED = (
    ("bodies", "body", Body),
    ("organizations", "organization", Organization),
    ("persons", "person", Person),
    ("meetings", "meeting", Meeting),
)
"""The back references of a Location, and the records that have one."""


@prebuilt
def locations_by_id(may_read: MayRead) -> Statement:
    """The locations with the ids."""
    return sa.select(
        *columns(
            Location, "description", "geojson", "street_address", "room", "postal_code",
            "sub_locality", "locality",
        )
    ).where(among(Location.id), may_read(Location))  # fmt: skip


@prebuilt
def users_of_locations(may_read: MayRead, model: Any) -> Statement:
    """The records of a kind that are at the locations."""
    return (
        sa.select(model.location_id, model.id)
        .where(among(model.location_id), may_read(model))
        .order_by(model.id)
    )


@prebuilt
def papers_of_locations(may_read: MayRead) -> Statement:
    """The papers that concern the locations."""
    return (
        sa.select(PaperLocation.location_id, PaperLocation.paper_id)
        .join(Paper, Paper.id == PaperLocation.paper_id)
        .where(among(PaperLocation.location_id), may_read(Paper))
        .order_by(PaperLocation.paper_id)
    )


def written(reader: Reader, row: Any, **back: list[str]) -> dict[str, Any]:
    """One location, with its back references where it stands on its own."""
    fields = {
        "description": row.description,
        "geojson": row.geojson,
        "streetAddress": row.street_address,
        "room": row.room,
        "postalCode": row.postal_code,
        "subLocality": row.sub_locality,
        "locality": row.locality,
        **back,
    }
    return reader.describe("location", row, fields)


async def embedded_locations(
    reader: Reader, ids: list[UUID | None]
) -> dict[UUID | None, dict[str, Any]]:
    """The locations as they stand inside other objects, by id."""
    distinct = [id for id in dict.fromkeys(ids) if id is not None]
    rows = await reader.rows(locations_by_id, distinct)
    return {row.id: written(reader, row) for row in rows}


async def locations(reader: Reader, ids: list[UUID]) -> list[dict[str, Any]]:
    """The locations with the ids, each with what is there."""
    rows, ids = await reader.found(locations_by_id, ids)
    back: dict[UUID, dict[str, list[str]]] = {id: {} for id in ids}
    for name, kind, model in WHERE_USED:
        users = await reader.targets(users_of_locations, kind, ids, model)
        for id, addresses in users.items():
            back[id][name] = addresses
    for id, addresses in (await reader.targets(papers_of_locations, "paper", ids)).items():
        back[id]["papers"] = addresses
    return [written(reader, row, **back[row.id]) for row in rows]
