"""A small council with everything that OParl can show, and a client that reads it."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec
import sqlalchemy as sa
from litestar import Litestar

from rostra.access import system
from rostra.database import Database
from rostra.meetings.models import AgendaItem, Meeting
from rostra.organizations.models import Body, LegislativeTerm, Location, Membership, Organization
from rostra.papers.models import (
    Consultation,
    Paper,
    PaperLocation,
    PaperOrganization,
    PaperPerson,
    PaperRelation,
)
from rostra.people.models import Person
from rostra.settings import Settings
from rostra_frontend.oparl.router import oparl_router
from support.make.files import make_file
from support.make.meetings import (
    make_agenda_item,
    make_attendance,
    make_ballot,
    make_meeting,
    make_minutes,
    make_minutes_entry,
)
from support.make.organizations import (
    make_body,
    make_legislative_term,
    make_location,
    make_membership,
    make_organization,
)
from support.make.papers import make_consultation, make_paper
from support.make.people import make_person
from support.making import linked

SITE = "https://rat.example.org"
ROOT = f"{SITE}/oparl/v1.1"
ENTRY = f"{ROOT}/system"
SETTINGS = Settings(
    public_url=SITE,
    city_name="Brunnfeld",
    contact_name="Ratsbüro",
    contact_email="rat@example.org",
    license_url="https://www.govdata.de/dl-de/zero-2-0",
)
LISTS = (
    "organization", "person", "meeting", "paper", "agendaItem", "consultation", "file",
    "locationList", "legislativeTermList", "membership",
)  # fmt: skip
"""The fields of a Body that name a list."""
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
SPOT = {"type": "Feature", "properties": {},
        "geometry": {"type": "Point", "coordinates": [11.6, 50.9]}}  # fmt: skip
EVENING = dt.datetime(2026, 3, 12, 17, 0, tzinfo=dt.UTC)


@asynccontextmanager
async def reading(database: Database, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody's program, reading the OParl interface of the database."""
    chosen = msgspec.structs.replace(SETTINGS, **settings)
    app = Litestar([oparl_router(chosen, database)], openapi_config=None)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=SITE, timeout=60) as client:
        yield client


async def got(client: httpx.AsyncClient, address: str, **parameters: Any) -> Any:
    """The JSON at an address, which must be there."""
    reply = await client.get(address, params=parameters or None)
    assert reply.status_code == 200, (address, reply.status_code, reply.text)
    return reply.json()


async def pages(client: httpx.AsyncClient, address: str, **parameters: Any) -> list[Any]:
    """Every page of a list, following `next`."""
    found = [await got(client, address, **parameters)]
    while following := found[-1]["links"].get("next"):
        found.append(await got(client, following))
        assert len(found) < 10_000
    return found


async def listed(client: httpx.AsyncClient, address: str, **parameters: Any) -> list[Any]:
    """Everything on a list."""
    return [one for page in await pages(client, address, **parameters) for one in page["data"]]


async def first_body(client: httpx.AsyncClient) -> dict[str, Any]:
    """The first body that the entry leads to."""
    entry = await got(client, ENTRY)
    return (await listed(client, entry["body"]))[0]


async def everything(client: httpx.AsyncClient) -> dict[str, list[dict[str, Any]]]:
    """All objects of all lists, by the field of the Body that names the list."""
    entry = await got(client, ENTRY)
    found: dict[str, list[dict[str, Any]]] = {"body": await listed(client, entry["body"])}
    for body in found["body"]:
        for field in LISTS:
            found.setdefault(field, []).extend(await listed(client, body[field], limit=500))
    return found


def inside(value: Any) -> list[dict[str, Any]]:
    """Every OParl object in a value, however deep, the value itself included."""
    found = []
    if isinstance(value, dict):
        if "id" in value and "type" in value:
            found.append(value)
        value = list(value.values())
    if isinstance(value, list):
        found += [one for part in value for one in inside(part)]
    return found


@dataclass
class Council:
    """The records of the small council, by what they are."""

    body: Body
    term: LegislativeTerm
    hall: Location
    council: Organization
    faction: Organization
    klara: Person
    otto: Person
    seat: Membership
    meeting: Meeting
    opening: AgendaItem
    roadway: AgendaItem
    decision: AgendaItem
    paper: Paper
    consultation: Consultation

    def address(self, name: str) -> str:
        """The OParl address of one of them."""
        record = getattr(self, name)
        return f"{ROOT}/{record.kind.replace('_', '')}/{record.id}"


async def make_council(database: Database) -> Council:
    """A body with one of everything, all of it public, all of it older than today."""
    async with database.work(system) as work:
        body = await make_body(work, ags="16053000", website=f"{SITE}/stadt")
        hall = await make_location(work, body, geojson=SPOT)
        body.location_id = hall.id
        term = await make_legislative_term(work, body)
        council = await make_organization(work, body, name="Stadtrat", location_id=hall.id)
        faction = await make_organization(
            work, body, name="Die Freien", organization_type="Fraktion",
            sub_organization_of_id=council.id,
        )  # fmt: skip
        klara = await make_person(work, body, location_id=hall.id)
        otto = await make_person(work, body, name="Otto Zaun", family_name="Zaun")
        seat = await make_membership(work, klara, council, on_behalf_of_id=faction.id)
        meeting = await make_meeting(
            work, council, number=7, start=EVENING, end=EVENING + dt.timedelta(hours=3),
            location_id=hall.id, legislative_term_id=term.id, meeting_state="durchgeführt",
        )  # fmt: skip
        opening = await make_agenda_item(work, meeting, 3, name="Eröffnung")
        roadway = await make_agenda_item(work, meeting, 5, name="Radweg & <Brücke>")
        decision = await make_agenda_item(
            work, meeting, 9, name="Beschluss", parent_id=roadway.id, result="beschlossen",
            resolution_text="Der Radweg wird gebaut.",
        )  # fmt: skip
        paper = await make_paper(work, body)
        consultation = await make_consultation(work, paper, decision, council)
        made = Council(body, term, hall, council, faction, klara, otto, seat, meeting, opening,
                       roadway, decision, paper, consultation)  # fmt: skip
        await add_surroundings(work, made)
    await age(database)
    return made


async def add_surroundings(work: Any, council: Council) -> None:
    """Files, attendance, ballots, minutes and relations of the small council."""
    body, paper, meeting = council.body, council.paper, council.meeting
    await make_file(work, paper, "main", text="Erläuterung zum Radweg")
    await make_file(work, paper, access_url=f"{SITE}/fremd/1.pdf")
    await make_file(work, meeting, "invitation", content_hash="ab" * 64)
    await make_file(work, council.decision, "resolution")
    await make_file(work, council.decision)
    await make_file(work, meeting)
    await make_attendance(work, meeting, council.klara, role="Vorsitz")
    await make_attendance(work, meeting, council.otto, state="excused", reason="krank", position=1)
    await make_ballot(work, council.decision, {council.klara: "yes", council.otto: "no"})
    minutes = await make_minutes(work, meeting, chair_id=council.klara.id)
    await make_minutes_entry(work, minutes, council.decision)
    other = await make_paper(work, body, name="Änderungsantrag")
    await linked(
        work,
        PaperRelation(paper_id=other.id, other_id=paper.id, relation="superordinated"),
        PaperOrganization(paper_id=other.id, organization_id=council.faction.id, part="originator"),
        PaperOrganization(paper_id=paper.id, organization_id=council.council.id, part="direction"),
        PaperPerson(paper_id=other.id, person_id=council.klara.id),
        PaperLocation(paper_id=paper.id, location_id=council.hall.id),
    )


async def age(database: Database) -> None:
    """Let everything that there is be from long ago."""
    async with database.work(system) as work:
        for table in Body.metadata.sorted_tables:
            if {"created", "modified", "audience_id"} <= set(table.c.keys()):
                await work.change(sa.update(table).values(created=LONG_AGO, modified=LONG_AGO))
