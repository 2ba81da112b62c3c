"""A sitting in a data folder of its own: a council, its members' logins, a clerk, items."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from rostra.access import PUBLIC, Office, system
from rostra.database import Database
from rostra.meetings.models import Meeting
from rostra.migrating import migrate
from rostra.organizations.models import Body, Organization, StandingOrders
from rostra.people.logins import Terms, issue
from rostra.sittings.models import Presence, Sitting
from rostra.work import Work
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_membership, make_organization
from support.make.people import make_account, make_person
from support.making import linked

TERMS = Terms(dt.timedelta(hours=1), dt.timedelta(days=1))
ITEMS = 20
MOVE = "mutation ($input: MakeMotionInput!) { makeMotion(input: $input) { uuid } }"
OPEN = "mutation ($input: OpenBallotInput!) { openBallot(input: $input) { uuid } }"
CAST = "mutation ($input: CastVoteInput!) { castVote(input: $input) { receipt } }"
CLOSE = "mutation ($uuid: UUID!) { closeBallot(uuid: $uuid) { uuid } }"
ANNOUNCE = "mutation ($uuid: UUID!) { announceBallot(uuid: $uuid) { yes no abstention } }"
Mutate = Callable[..., Awaitable[Any]]


@dataclass
class PreparedSitting:
    """What one needs to know of the sitting."""

    meeting: str
    items: list[str]
    clerk: str
    """The cookie of the clerk."""
    members: list[str]
    """The cookies of the members."""
    persons: list[str]

    def motion(self, number: int) -> dict[str, Any]:
        """A motion that the clerk enters for a member."""
        person = self.persons[number % len(self.persons)]
        text = f"Antrag {number}: Die Beratung wird vertagt."
        return {"input": {"agendaItem": self.items[0], "motionType": "OTHER_PROCEDURE",
                          "text": text, "person": person}}  # fmt: skip

    async def open_ballot(self, mutate: Mutate) -> str:
        """The clerk calls a vote by name on the members' devices."""
        question = {"agendaItem": self.items[0], "method": "NOMINAL", "onDevices": True}
        opened = await mutate(OPEN, input=question)
        return str(opened["openBallot"]["uuid"])

    def vote(self, ballot: str, number: int) -> dict[str, Any]:
        """How a member votes."""
        choice = ("yes", "no", "abstention")[number % 3]
        return {"input": {"ballot": ballot, "choice": choice, "key": f"{ballot} {number}"}}

    async def close_ballot(self, ballot: str, mutate: Mutate) -> int:
        """The clerk closes and announces it; how many votes were counted."""
        await mutate(CLOSE, uuid=ballot)
        told = (await mutate(ANNOUNCE, uuid=ballot))["announceBallot"]
        return int(told["yes"] + told["no"] + told["abstention"])


async def login(work: Work, body: Any, organization: Organization, name: str, office: str) -> Any:
    """Somebody with a seat and a login: the person and the cookie."""
    person = await make_person(work, body, name=name)
    await make_membership(work, person, organization, office=office)
    account = await make_account(work, person)
    return person, await issue(work, account, TERMS)


async def prepare(folder: Path, members: int) -> PreparedSitting:
    """Make the city in a data folder of its own."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'rostra.db'}")
    await migrate(database)
    async with database.work(system) as work:
        council = await make_organization(work, name="Stadtrat")
        body = await work.first(sa.select(Body).where(Body.id == council.body_id))
        meeting: Meeting = await make_meeting(work, council)
        items = [
            await make_agenda_item(work, meeting, n, name=f"Vorlage {n}: Radweg an der Saale")
            for n in range(ITEMS)
        ]
        await linked(work, Sitting(meeting_id=meeting.id, current_item_id=items[0].id))
        work.add(
            StandingOrders(
                body_id=council.body_id, valid_from=dt.date(2020, 1, 1),
                numbers={"secret_votes": True}, audience_id=PUBLIC,
            )
        )  # fmt: skip
        _, clerk = await login(work, body, council, "Uwe Schreiber", Office.CLERK)
        cookies, persons = [], []
        for number in range(members):
            name = f"Mitglied {number:03}"
            person, cookie = await login(work, body, council, name, Office.MEMBER)
            await linked(work, Presence(meeting_id=meeting.id, person_id=person.id))
            cookies.append(cookie)
            persons.append(str(person.id))
    await database.close()
    called = [str(one.id) for one in items]
    return PreparedSitting(str(meeting.id), called, clerk, cookies, persons)
