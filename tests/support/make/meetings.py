"""Meetings, agenda items, attendances, ballots and minutes for tests."""

import datetime as dt
from typing import Any

from rostra.meetings.models import AgendaItem, Attendance, Meeting, MeetingOrganization
from rostra.minutes.models import Minutes, MinutesEntry
from rostra.organizations.models import Organization
from rostra.people.models import Person
from rostra.voting.models import Ballot, Vote
from support.make.organizations import make_organization
from support.making import Place, kept, linked


async def make_meeting(
    place: Place, organization: Organization | None = None, **values: Any
) -> Meeting:
    """A meeting of the organization at six in the evening of the day after tomorrow (UTC)."""
    organization = organization or await make_organization(place)
    day = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    usual = {
        "name": "Sitzung des Ausschusses für Stadtentwicklung",
        "meeting_state": "eingeladen",
        "start": day.replace(hour=18, minute=0, second=0, microsecond=0),
    }
    meeting = await kept(place, Meeting, body_id=organization.body_id, **{**usual, **values})
    await linked(place, MeetingOrganization(meeting_id=meeting.id, organization_id=organization.id))
    return meeting


async def make_agenda_item(
    place: Place, meeting: Meeting | None = None, order: int = 0, **values: Any
) -> AgendaItem:
    """An item of the agenda, debated in public."""
    meeting = meeting or await make_meeting(place)
    usual = {"number": str(order + 1), "name": "Radweg an der Saale", "public": True}
    return await kept(
        place,
        AgendaItem,
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        order=order,
        **{**usual, **values},
    )


async def make_attendance(
    place: Place, meeting: Meeting, person: Person, **values: Any
) -> Attendance:
    """That the person was at the meeting."""
    attendance = Attendance(meeting_id=meeting.id, person_id=person.id, **values)
    await linked(place, attendance)
    return attendance


async def make_ballot(
    place: Place, item: AgendaItem, votes: dict[Person, str] | None = None, **values: Any
) -> Ballot:
    """A ballot under the item; with votes by name when they are given."""
    usual = {
        "subject": "Beschlussvorschlag",
        "outcome": "accepted",
        "method": "nominal" if votes else "open",
        "yes": 12,
        "no": 3,
        "abstention": 1,
    }
    ballot = await kept(
        place, Ballot, body_id=item.body_id, agenda_item_id=item.id, **{**usual, **values}
    )
    cast = (votes or {}).items()
    await linked(
        place, *(Vote(ballot_id=ballot.id, person_id=who.id, choice=how) for who, how in cast)
    )
    return ballot


async def make_minutes(place: Place, meeting: Meeting, **values: Any) -> Minutes:
    """The minutes of the meeting."""
    usual = {"state": "published", "secretary_name": "Uwe Schreiber"}
    return await kept(
        place, Minutes, body_id=meeting.body_id, meeting_id=meeting.id, **{**usual, **values}
    )


async def make_minutes_entry(
    place: Place, minutes: Minutes, item: AgendaItem, **values: Any
) -> MinutesEntry:
    """What the minutes say to the item."""
    usual = {"text": "<p>Die Verwaltung erläutert die Vorlage.</p>", "position": item.order}
    return await kept(
        place,
        MinutesEntry,
        minutes_id=minutes.id,
        agenda_item_id=item.id,
        **{**usual, **values},
    )
