"""A city with an administrator, a clerk and a councillor, and browsers for them."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from rostra.access import Office
from support.keys import password_hash
from support.make.organizations import (
    make_body,
    make_legislative_term,
    make_location,
    make_membership,
    make_organization,
)
from support.make.people import make_account, make_person
from support.town_hall import HERE, PASSWORD, Visitor, serving, settings_for


@dataclass
class Council:
    """What is in the city."""

    body: Any
    council: Any
    faction: Any
    term: Any
    persons: dict[str, Any]
    seats: dict[str, Any]


@pytest.fixture
async def council(database):
    """A council and a faction; a clerk, an administrator and a councillor who can log in."""
    body = await make_body(database)
    town = await make_organization(
        database, body, name="Stadtrat", organization_type="Gremium",
        location_id=(await make_location(database, body)).id,
    )  # fmt: skip
    faction = await make_organization(
        database, body, name="Fraktion Wald und Wiese", organization_type="Fraktion"
    )
    term = await make_legislative_term(database, body)
    kept = password_hash(PASSWORD)
    persons, seats = {}, {}
    for office in (Office.CLERK, Office.ADMINISTRATOR, Office.MEMBER):
        person = await make_person(
            database, body, name=f"Toni {office.title()}",
            given_name="Toni", family_name=office.title(),
        )  # fmt: skip
        seats[office] = await make_membership(database, person, town, office=office)
        await make_account(database, person, email=f"{office}@example.org", password_hash=kept)
        persons[office] = person
    return Council(body, town, faction, term, persons, seats)


@pytest.fixture
async def visitors(council, database_url, tmp_path):
    """Who comes to the house: by office, and anybody."""
    settings = settings_for(database_url, tmp_path / "data")
    async with serving(settings) as app, AsyncExitStack() as every:
        found = {}
        for name in (Office.CLERK, Office.ADMINISTRATOR, Office.MEMBER, "anybody"):
            transport = httpx.ASGITransport(app=app)
            client = httpx.AsyncClient(transport=transport, base_url=HERE)
            found[name] = Visitor(await every.enter_async_context(client))
            if name != "anybody":
                await found[name].log_in(f"{name}@example.org")
        yield found
