"""A council with members on accounts of their own, and a meeting that waits for its invitation."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from rostra.access import Office, members_and_clerks, person_token, role_token, system
from rostra.database import Database
from rostra.meetings.models import AgendaItem, Meeting
from rostra.organizations.models import Body, Deputy, Membership, Organization
from rostra.papers.models import Paper
from rostra.people.consenting import ELECTRONIC_INVITATION
from rostra.people.models import Account, Consent, Person
from support import actors
from support.make.files import make_file
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_body, make_location, make_membership, make_organization
from support.make.papers import make_consultation, make_paper
from support.make.people import make_account, make_person
from support.making import linked

ZONE = ZoneInfo("Europe/Berlin")
NAMES = ("Amsel", "Buche", "Calla", "Distel", "Esche")
SECRET = "Kauf des Grundstücks Kastanie"
SECRET_PAPER = "Kaufvertrag Kastanie"


@dataclass
class Council:
    """The council, whoever belongs to it, and its next meeting."""

    body: Body
    organization: Organization
    meeting: Meeting
    clerk: Any
    persons: list[Person] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)

    @property
    def chair(self) -> Any:
        """The first member, who presides."""
        return actors.account_holder(self.accounts[0])

    def member(self, number: int) -> Any:
        """One of the other members, from 1."""
        return actors.account_holder(self.accounts[number])


def evening_in(days: int) -> dt.datetime:
    """Six in the evening in the city, so many days from today."""
    day = dt.datetime.now(ZONE).date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(18), ZONE)


async def make_council(database: Database, days: int = 10, consents: int = 5) -> Council:
    """Five members, the first in the chair; a meeting in so many days with four items."""
    async with database.work(system) as work:
        body = await make_body(work)
        organization = await make_organization(
            work, body, name="Stadtrat", classification="Stadtrat"
        )
        place = await make_location(work, body)
        making = {role_token(Office.CLERK, body.id), role_token(Office.ADMINISTRATOR, body.id)}
        meeting = await make_meeting(
            work, organization, name="14. Sitzung des Stadtrates", meeting_state="terminiert",
            start=evening_in(days), location_id=place.id, public=True,
        )  # fmt: skip
        council = Council(body, organization, meeting, actors.clerk_of(body))
        for number, name in enumerate(NAMES):
            await add_member(work, council, name, number, consents)
        making.add(person_token(council.persons[0].id))
        meeting.audience_id = await work.audience(making)
        await add_agenda(work, council)
    return council


async def add_member(work: Any, council: Council, name: str, number: int, consents: int) -> None:
    """A member with an account and, for the first ones, consent to electronic invitations."""
    person = await make_person(work, council.body, name=name, family_name=name)
    office = {"office": Office.CHAIR, "role": "Vorsitz"} if number == 0 else {}
    membership = await make_membership(work, person, council.organization, **office)
    account = await make_account(work, person)
    if number < consents:
        consent = Consent(account_id=account.id, text_name=ELECTRONIC_INVITATION, text_version="1")
        await linked(work, consent)
    council.persons.append(person)
    council.accounts.append(account)
    council.memberships.append(membership)


async def add_agenda(work: Any, council: Council) -> None:
    """Two public items and two non-public ones; a paper on each second one."""
    meeting, organization = council.meeting, council.organization
    within = await work.audience(members_and_clerks(council.body.id))
    names = (
        ("Eröffnung", True),
        ("Radweg an der Saale", True),
        ("Anfragen", False),
        (SECRET, False),
    )
    for order, (name, public) in enumerate(names):
        item = await make_agenda_item(
            work, meeting, order, name=name, public=public, audience_id=meeting.audience_id
        )
        council.items.append(item)
    for item, name in ((council.items[1], "Bau des Radwegs"), (council.items[3], SECRET_PAPER)):
        paper = await make_paper(work, council.body, name=name, audience_id=within)
        await make_consultation(work, paper, item, organization, audience_id=within)
        await make_file(work, paper, "main", name=f"{name} (Text)", audience_id=within)
        council.papers.append(paper)


async def add_deputy(database: Database, council: Council, of: int, name: str) -> Account:
    """Somebody from outside who may stand in for a member."""
    async with database.work(system) as work:
        person = await make_person(work, council.body, name=name, family_name=name)
        account = await make_account(work, person)
        await linked(work, Deputy(membership_id=council.memberships[of].id, person_id=person.id))
    return account
