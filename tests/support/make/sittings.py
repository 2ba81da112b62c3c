"""A sitting with people in the hall, for tests of what happens in it."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from rostra.access import PUBLIC, Office
from rostra.meetings.models import AgendaItem, Meeting
from rostra.organizations.models import Organization, StandingOrders
from rostra.people.models import Person
from rostra.sittings.models import Presence, Sitting
from support.actors import Who, account_holder
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_membership, make_organization
from support.make.people import make_account, make_person
from support.making import Place, kept, linked, within


@dataclass
class Hall:
    """A council that sits, with the item that is called."""

    council: Organization
    meeting: Meeting
    item: AgendaItem
    members: list[Person] = field(default_factory=list)
    logins: list[Who] = field(default_factory=list)
    """How each member acts, in the same order; the first one chairs."""

    @property
    def chair(self) -> Who:
        """Who presides."""
        return self.logins[0]

    def login(self, person: Person) -> Who:
        """How a member acts."""
        return self.logins[self.members.index(person)]


async def make_hall(place: Place, members: int = 5, audience_id: int = PUBLIC, **item: Any) -> Hall:
    """A sitting that is open, with all members present, the first of them in the chair."""
    council = await make_organization(place, name="Stadtrat")
    meeting = await make_meeting(place, council)
    called = await make_agenda_item(place, meeting, audience_id=audience_id, **item)
    hall = Hall(council, meeting, called)
    for number in range(members):
        name = f"Mitglied {number:03}"
        person = await make_person(place, name=name, family_name=name, given_name="M")
        office = Office.CHAIR if number == 0 else Office.MEMBER
        await make_membership(place, person, council, office=office)
        hall.members.append(person)
        hall.logins.append(account_holder(await make_account(place, person)))
    await linked(place, Sitting(meeting_id=meeting.id, current_item_id=called.id))
    await linked(
        place, *(Presence(meeting_id=meeting.id, person_id=one.id) for one in hall.members)
    )
    return hall


async def set_rules(place: Place, hall: Hall, **numbers: Any) -> None:
    """Let the council's standing orders have these numbers."""
    await kept(
        place,
        StandingOrders,
        body_id=hall.council.body_id,
        organization_id=hall.council.id,
        valid_from=hall.meeting.start.date().replace(year=2020),
        numbers=numbers,
    )


async def call(place: Place, hall: Hall, item: AgendaItem) -> None:
    """Go on to an item."""
    async with within(place) as work:
        await work.change(
            sa.update(Sitting)
            .where(Sitting.meeting_id == hall.meeting.id)
            .values(current_item_id=item.id)
        )
    hall.item = item
