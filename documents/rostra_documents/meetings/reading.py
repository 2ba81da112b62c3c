"""A meeting as a reader may read it, made ready to be printed."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rostra.access import PUBLIC
from rostra.files.models import FileUse
from rostra.files.queries import files_used_by
from rostra.meetings.models import AgendaItem, Meeting
from rostra.meetings.queries import agenda_of, organizations_of_meetings
from rostra.minutes.queries import minutes_of
from rostra.organizations.models import Location, Organization
from rostra.organizations.queries import bodies_by_id, locations_by_id, terms_by_id
from rostra.people.queries import members_of, persons_by_id
from rostra.records import Readable
from rostra.work import Work
from rostra_documents.meetings.model import AgendaLine, SittingSheet
from rostra_documents.papers.reading import lines_of, papers_at
from rostra_documents.records import given, newest, pointed_at
from rostra_documents.stationery import Stationery

NESTED = re.compile(r"^(.*\d)\.\d+\.?$")


@dataclass(frozen=True, slots=True)
class Sitting:
    """The records of a meeting that every document about it needs."""

    meeting: Meeting
    organizations: list[Organization]
    agenda: list[AgendaItem]
    city: str
    term: str | None
    place: str | None

    @property
    def organization(self) -> str:
        """Who sits, in words."""
        names = [one.name or one.short_name for one in self.organizations]
        return ", ".join(name for name in names if name) or self.meeting.name or ""

    @property
    def confidential(self) -> bool:
        """Whether anything here is not for everybody."""
        records: list[Readable] = [self.meeting, *self.agenda]
        return any(one.audience_id != PUBLIC for one in records)


async def sitting_of(work: Work, meeting_id: UUID) -> Sitting:
    """The meeting with what every document about it needs; NotFound where it is not readable."""
    meeting = await work.find(Meeting, meeting_id)
    organizations = (await organizations_of_meetings(work, [meeting.id])).get(meeting.id, [])
    bodies = await bodies_by_id(work, [meeting.body_id])
    terms = await terms_by_id(work, given([meeting.legislative_term_id]))
    places = await locations_by_id(work, given([meeting.location_id]))
    body, term = bodies.get(meeting.body_id), pointed_at(terms, meeting.legislative_term_id)
    place = pointed_at(places, meeting.location_id)
    return Sitting(
        meeting=meeting,
        organizations=organizations,
        agenda=(await agenda_of(work, [meeting.id])).get(meeting.id, []),
        city=body.name if body else "",
        term=term.name if term else None,
        place=spelled(place) if place else None,
    )


def spelled(place: Location) -> str:
    """A place in one line: room, house, street and town, nothing twice."""
    town = " ".join(one for one in (place.postal_code, place.locality) if one)
    said = [place.description, place.room, place.street_address, town]
    parts: list[str] = []
    for one in (one.strip() for one in said if one and one.strip()):
        if not any(one in known for known in parts):
            parts.append(one)
    return ", ".join(parts)


def depths_of(agenda: Iterable[AgendaItem]) -> dict[UUID, int]:
    """How deep each item stands: by the item above it, else by a number such as 5.1."""
    depths: dict[UUID, int] = {}
    numbers: dict[str, int] = {}
    for item in agenda:
        number = (item.number or "").rstrip(".")
        above = NESTED.match(number)
        if item.parent_id in depths:
            depth = depths[item.parent_id] + 1
        else:
            depth = numbers[above[1]] + 1 if above and above[1] in numbers else 0
        depths[item.id] = numbers[number] = depth
    return depths


async def sitting_sheet(work: Work, sitting: Sitting, stationery: Stationery) -> SittingSheet:
    """The meeting with its agenda and papers, ready to be printed."""
    meeting, agenda = sitting.meeting, sitting.agenda
    papers = await papers_at(work, [item.id for item in agenda])
    every = {paper.id: paper for many in papers.values() for paper in many}
    lines = await lines_of(work, list(every.values()))
    depths = depths_of(agenda)
    points = [
        (
            item.public is not False,
            AgendaLine(
                item.number,
                item.name,
                depths[item.id],
                tuple(lines[paper.id] for paper in papers.get(item.id, ())),
            ),
        )
        for item in agenda
    ]
    return SittingSheet(
        organization=sitting.organization,
        name=meeting.name,
        number=meeting.number,
        term=sitting.term,
        start=stationery.local(meeting.start),
        end=stationery.local(meeting.end),
        place=sitting.place,
        chair=await chair_of(work, sitting, stationery),
        invited=await invited_on(work, meeting),
        public_lines=tuple(line for public, line in points if public),
        nonpublic_lines=tuple(line for public, line in points if not public),
        cancelled=bool(meeting.cancelled),
        confidential=sitting.confidential,
        dated=newest(meeting, *agenda, *every.values()),
    )


async def invited_on(work: Work, meeting: Meeting) -> dt.date | None:
    """The day on which the invitation went out, as the minutes or its own file keep it."""
    minutes = (await minutes_of(work, [meeting.id])).get(meeting.id)
    if minutes and minutes.invited:
        return minutes.invited
    files = (await files_used_by(work, [meeting.id], Meeting, FileUse.meeting_id)).get(meeting.id)
    return next((one.file.date for one in files or () if one.use == "invitation"), None)


async def chair_of(work: Work, sitting: Sitting, stationery: Stationery) -> str | None:
    """Who chairs the leading organization on the day of the meeting."""
    if not sitting.organizations:
        return None
    start = stationery.local(sitting.meeting.start or sitting.meeting.modified)
    leading = sitting.organizations[0].id
    members = (await members_of(work, [leading], True, start.date())).get(leading, [])
    chairs = [one for one in members if chairs_in(one.role)]
    persons = await persons_by_id(work, given(one.person_id for one in chairs))
    known = (pointed_at(persons, one.person_id) for one in chairs)
    return next((person.name for person in known if person is not None), None)


def chairs_in(role: str | None) -> bool:
    """Whether the role, in the council's words, is the chair and not a deputy."""
    said = (role or "").lower()
    deputy = "stellv" in said or "deputy" in said
    return not deputy and ("vorsitz" in said or "chair" in said)
