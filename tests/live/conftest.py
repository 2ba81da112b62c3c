"""A meeting that is being held, with somebody of each kind at a screen."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from rostra.access import PUBLIC, Office, members_and_clerks, system
from rostra.database import Database
from rostra.organizations.models import Membership, Organization
from rostra.people.logins import Terms, issue
from rostra.people.models import Account, Person
from rostra.settings import Settings
from rostra.sittings.changes import note_change
from rostra.sittings.models import Part, Sitting
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_membership, make_organization
from support.make.people import make_account, make_person
from support.making import linked
from support.sockets import Socket, open_socket
from support.town_hall import serving, settings_for

TERMS = Terms(dt.timedelta(hours=1), dt.timedelta(days=1))
WATCH = """
subscription ($uuid: UUID!, $after: Int, $inside: Boolean) {
  sitting(uuid: $uuid, after: $after, inside: $inside) {
    kind inside after sequence parts
    meeting(changed: [AGENDA, SITTING]) { agendaItems { name } }
  }
}
"""
SECRET = "Ankauf des Grundstücks am Zaunkönigreich"


@dataclass
class Hall:
    """A sitting, the application that shows it, and the cookies of some who may come."""

    app: Any
    database: Database
    meeting: UUID
    council: Organization
    closed: int
    """The audience of the non-public part."""
    folder: Any
    cookies: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    async def change(self, *parts: Part, audience_id: int = PUBLIC) -> None:
        """Something changed, as a service would note it."""
        async with self.database.work(system) as work:
            await note_change(work, self.meeting, parts or (Part.SITTING,), audience_id)

    async def write(self, statement: sa.Executable) -> None:
        """Change records directly."""
        async with self.database.work(system) as work:
            await work.change(statement)

    async def leave_council(self, who: str) -> None:
        """End a mandate yesterday."""
        yesterday = dt.date.today() - dt.timedelta(days=1)
        person = self.accounts[who].person_id
        leave = sa.update(Membership).where(Membership.person_id == person)
        await self.write(leave.values(end_date=yesterday))

    async def log_in(self, who: str) -> None:
        """Give somebody a login."""
        async with self.database.work(system) as work:
            account = await work.db.get(Account, self.accounts[who].id)
            assert account is not None
            self.cookies[who] = f"__Host-login={await issue(work, account, TERMS)}"

    @asynccontextmanager
    async def socket(self, who: str = "", **details: Any) -> AsyncIterator[Socket]:
        """A socket of somebody."""
        cookie = self.cookies.get(who, "")
        async with open_socket(self.app, cookie, **details) as socket:
            yield socket

    @asynccontextmanager
    async def watching(
        self, who: str = "", query: str = WATCH, **variables: Any
    ) -> AsyncIterator[Socket]:
        """A socket of somebody who watches the sitting."""
        async with self.socket(who) as socket:
            await socket.subscribe(query, uuid=str(self.meeting), **variables)
            yield socket


async def furnish(database: Database) -> SimpleNamespace:
    """A council that sits, with a public item and one behind closed doors."""
    council = await make_organization(database, name="Stadtrat")
    meeting = await make_meeting(database, council)
    async with database.work(system) as work:
        closed = await work.audience(members_and_clerks(council.body_id, council.id))
    await make_agenda_item(database, meeting, 0, name="Radweg an der Saale")
    await make_agenda_item(database, meeting, 1, name=SECRET, public=False, audience_id=closed)
    await linked(database, Sitting(meeting_id=meeting.id))
    return SimpleNamespace(council=council, meeting=meeting.id, closed=closed)


async def make_people(hall: Hall) -> None:
    """A member, a chair, a clerk, and a citizen with an account; each with a login."""
    office = await make_organization(hall.database, name="Büro")
    seats = {
        "member": (hall.council, Office.MEMBER),
        "other": (hall.council, Office.MEMBER),
        "chair": (hall.council, Office.CHAIR),
        "editor": (office, Office.EDITOR),
        "clerk": (hall.council, Office.CLERK),
    }
    for who, (organization, seat) in seats.items():
        person: Person = await make_person(hall.database, name=who.title())
        await make_membership(hall.database, person, organization, office=seat)
        hall.accounts[who] = await make_account(hall.database, person)
    hall.accounts["citizen"] = await make_account(hall.database)
    for who in hall.accounts:
        await hall.log_in(who)


@asynccontextmanager
async def sitting_hall(url: str, folder: Any, **chosen: Any) -> AsyncIterator[Hall]:
    """The sitting over a migrated database, in the running application."""
    database = Database(url)
    made = await furnish(database)
    settings: Settings = settings_for(url, folder, **chosen)
    async with serving(settings) as app:
        hall = Hall(app, database, made.meeting, made.council, made.closed, folder)
        await make_people(hall)
        yield hall
    await database.close()


@pytest.fixture
async def hall(database_url, tmp_path) -> AsyncIterator[Hall]:
    """A sitting on each kind of database."""
    async with sitting_hall(database_url, tmp_path / "data") as running:
        yield running


@pytest.fixture
async def small_hall(sqlite_url, tmp_path) -> AsyncIterator[Hall]:
    """A sitting on SQLite, for what does not depend on the database."""
    async with sitting_hall(sqlite_url, tmp_path / "data") as running:
        yield running
