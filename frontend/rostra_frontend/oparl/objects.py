"""The kinds of things that OParl knows: the records behind each, and how they are written."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.files.models import File
from rostra.meetings.models import AgendaItem, Meeting
from rostra.minutes.models import Minutes
from rostra.organizations.models import Body, LegislativeTerm, Location, Membership, Organization
from rostra.papers.models import Consultation, Paper
from rostra.people.models import Person
from rostra.records import Readable
from rostra.resolutions.models import Resolution
from rostra.tombstones import Tombstone
from rostra_frontend.oparl.addresses import SCHEMA, TYPES
from rostra_frontend.oparl.files import files
from rostra_frontend.oparl.locations import locations
from rostra_frontend.oparl.meetings import agenda_items, meetings
from rostra_frontend.oparl.organizations import (
    bodies,
    legislative_terms,
    memberships,
    organizations,
)
from rostra_frontend.oparl.papers import consultations, papers
from rostra_frontend.oparl.people import persons
from rostra_frontend.oparl.reading import MayRead, Reader, Statement, among, prebuilt

MODELS: dict[str, type[Readable]] = {
    model.kind: model
    for model in (
        Body,
        LegislativeTerm,
        Location,
        Organization,
        Person,
        Membership,
        Meeting,
        AgendaItem,
        Paper,
        Consultation,
        File,
    )
}

WRITERS: dict[str, Callable[[Reader, list[UUID]], Awaitable[list[dict[str, Any]]]]] = {
    "body": bodies,
    "legislative_term": legislative_terms,
    "location": locations,
    "organization": organizations,
    "person": persons,
    "membership": memberships,
    "meeting": meetings,
    "agenda_item": agenda_items,
    "paper": papers,
    "consultation": consultations,
    "file": files,
}
"""For each kind, what writes the things with the given ids, in that order."""

PRINTED = {"file": (Minutes.kind, Resolution.kind)}
"""What is told as a File that is printed on demand."""


@prebuilt
def tombstones_by_id(may_read: MayRead, kind: str) -> Statement:
    """The tombstones of a kind with the ids, and of what was printed as one."""
    return sa.select(Tombstone.id, Tombstone.created, Tombstone.modified).where(
        among(Tombstone.id),
        may_read(Tombstone),
        Tombstone.of_kind.in_((kind, *PRINTED.get(kind, ()))),
    )


async def written(reader: Reader, kind: str, ids: list[UUID]) -> list[dict[str, Any]]:
    """The things with the ids in that order; of what was withdrawn, the tombstones."""
    objects = {one["id"]: one for one in await WRITERS[kind](reader, ids)}
    missing = [id for id in ids if reader.addresses.of(kind, id) not in objects]
    for row in await reader.rows(tombstones_by_id, missing, kind):
        stone = written_tombstone(reader, kind, row)
        objects[stone["id"]] = stone
    addresses = dict.fromkeys(reader.addresses.each(kind, ids))
    return [objects[address] for address in addresses if address in objects]


def written_tombstone(reader: Reader, kind: str, row: Any) -> dict[str, Any]:
    """What remains to be seen of a withdrawn thing."""
    return {
        "id": reader.addresses.of(kind, row.id),
        "type": SCHEMA + TYPES[kind],
        "created": reader.moment(row.created),
        "modified": reader.moment(row.modified),
        "deleted": True,
    }
