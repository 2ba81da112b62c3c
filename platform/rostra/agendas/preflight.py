"""What is looked at before an invitation goes out: each rule with what was found."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission
from rostra.agendas.checks import INVITING, SUPPLEMENTING
from rostra.agendas.deadlines import day_in
from rostra.agendas.findings import Finding, Grade, Inspection
from rostra.agendas.opening import Folder, folder_of
from rostra.agendas.seats import rules_for, seats_of
from rostra.agendas.support import open_requests_for
from rostra.errors import Conflict
from rostra.files.models import FileUse
from rostra.meetings.models import AgendaItem, Meeting, MeetingState, NeutralTitle
from rostra.meetings.queries import meeting_ids_of, organizations_of_meetings, places_of
from rostra.meetings.showing import USUAL_NEUTRAL_TITLE
from rostra.organizations.models import LegislativeTerm
from rostra.organizations.rules import NonPublicItems
from rostra.people.consenting import reached_electronically
from rostra.people.queries import persons_by_id
from rostra.records import Readable
from rostra.work import Work


class Fortune(StrEnum):
    """What the public will know of something on the agenda."""

    PUBLIC = "public"
    """All of it."""
    NEUTRAL = "neutral"
    """Its number and a neutral title."""
    HIDDEN = "hidden"
    """Nothing."""


@dataclass(frozen=True)
class Prospect:
    """What the public will know of an item, a paper or a file."""

    thing: str
    """item, paper or file"""
    number: str | None
    name: str | None
    """What it is called among those who may read it."""
    fortune: Fortune
    shown_as: str | None
    """What the public reads."""
    new: bool
    """Whether the public does not read it yet."""


@dataclass(frozen=True)
class Preflight:
    """What was found before an invitation, and what would become public."""

    meeting: Meeting
    findings: tuple[Finding, ...]
    prospects: tuple[Prospect, ...]

    @property
    def blocked(self) -> bool:
        """Whether anything stands in the way."""
        return any(one.grade == Grade.BLOCK for one in self.findings)


async def preflight(work: Work, meeting_id: UUID, zone: ZoneInfo) -> Preflight:
    """Look at everything that the invitation to a meeting must keep to, for today."""
    meeting = await work.find(Meeting, meeting_id)
    work.authorize_within(Permission.MEETING_KEEP, *await places_of(work, meeting))
    return await examined(work, meeting, zone)


async def examined(work: Work, meeting: Meeting, zone: ZoneInfo) -> Preflight:
    """The preflight of a meeting for somebody who has the permission."""
    folder = await folder_of(work, meeting)
    seen = await inspection_of(work, folder, zone)
    supplement = meeting.meeting_state == MeetingState.INVITED
    checks = SUPPLEMENTING if supplement else INVITING
    findings = tuple(finding for check in checks for finding in check(seen))
    return Preflight(meeting, findings, tuple(await prospects_of(work, seen)))


def refuse_blocked(found: Preflight) -> None:
    """Refuse with the first thing that stands in the way."""
    refuse_findings(found.findings)


def refuse_findings(findings: Iterable[Finding]) -> None:
    """Refuse with the first finding that stands in the way."""
    for finding in findings:
        if finding.grade == Grade.BLOCK:
            raise Conflict(finding.sentence)


async def inspection_of(work: Work, folder: Folder, zone: ZoneInfo) -> Inspection:
    """All that the checks look at, read once."""
    meeting = folder.meeting
    today = day_in(work.now, zone)
    day = day_in(meeting.start, zone) if meeting.start else today
    seats = await seats_of(work, meeting, day)
    organizations = (await organizations_of_meetings(work, [meeting.id])).get(meeting.id, [])
    return Inspection(
        folder=folder,
        rules=await rules_for(work, meeting, day),
        today=today,
        now=work.now,
        day=day,
        seats=tuple(seats),
        names=await names_of(work, [seat.person_id for seat in seats]),
        reached=await reached_electronically(work, [seat.person_id for seat in seats]),
        requests=await open_requests_for(work, meeting, zone),
        with_main_file=await with_main_file(work, folder),
        organizations=tuple(organizations),
        term_start=await term_start_of(work, meeting),
        former_day=await former_day_of(work, meeting, zone),
    )


async def names_of(work: Work, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of persons."""
    return {id: one.name or "" for id, one in (await persons_by_id(work, person_ids)).items()}


async def with_main_file(work: Work, folder: Folder) -> frozenset[UUID]:
    """Those papers of the folder that have a main file."""
    return frozenset(
        await work.fetch(
            sa.select(FileUse.paper_id).where(
                FileUse.paper_id.in_(folder.papers), FileUse.use == "main"
            )
        )
    )


async def term_start_of(work: Work, meeting: Meeting) -> dt.date | None:
    """The first day of the meeting's legislative term."""
    start: dt.date | None = await work.first(
        sa.select(LegislativeTerm.start_date).where(
            LegislativeTerm.id == meeting.legislative_term_id
        )
    )
    return start


async def former_day_of(work: Work, meeting: Meeting, zone: ZoneInfo) -> dt.date | None:
    """The day of the last meeting of whoever leads this one, before it; None for the first."""
    places = await places_of(work, meeting)
    if len(places) < 2 or meeting.start is None:
        return None
    start: dt.datetime | None = await work.first(
        sa.select(Meeting.start)
        .where(
            work.may_read(Meeting),
            Meeting.id != meeting.id,
            Meeting.id.in_(meeting_ids_of(work, places[1:2])),
            Meeting.start < meeting.start,
            sa.not_(sa.func.coalesce(Meeting.cancelled, sa.false())),
        )
        .order_by(Meeting.start.desc())
    )
    return day_in(start, zone) if start else None


async def prospects_of(work: Work, seen: Inspection) -> list[Prospect]:
    """What the public will know of each item and of what belongs to it."""
    folder = seen.folder
    titles = {
        one.agenda_item_id: one
        for one in await work.fetch(
            sa.select(NeutralTitle).where(NeutralTitle.meeting_id == folder.meeting.id)
        )
    }
    found: list[Prospect] = []
    for item in folder.items:
        found.append(prospect_of(item, titles.get(item.id), seen))
        for paper in folder.papers_at(item):
            openly = seen.public and folder.to_be_public(item, paper)
            found.append(of_thing("paper", paper.reference, paper.name, paper, openly))
            for file in folder.files.get(paper.id, ()):
                goes = openly and file.audience_id == paper.audience_id
                name = file.name or file.file_name
                found.append(of_thing("file", paper.reference, name, file, goes))
        for item_id, file in folder.own_files:
            if item_id == item.id:
                name = file.name or file.file_name
                found.append(of_thing("file", item.number, name, file, False))
    return found


def prospect_of(item: AgendaItem, title: NeutralTitle | None, seen: Inspection) -> Prospect:
    """What the public will know of an item."""
    if seen.public and item.public:
        new = item.audience_id != PUBLIC
        return Prospect("item", item.number, item.name, Fortune.PUBLIC, item.name, new)
    if not seen.public or seen.rules.non_public_items == NonPublicItems.ABSENT:
        return Prospect("item", item.number, item.name, Fortune.HIDDEN, None, False)
    shown = title.name if title else USUAL_NEUTRAL_TITLE
    new = title is None or title.audience_id != PUBLIC
    return Prospect("item", item.number, item.name, Fortune.NEUTRAL, shown, new)


def of_thing(
    thing: str, number: str | None, name: str | None, record: Readable, openly: bool
) -> Prospect:
    """What the public will know of a paper or a file."""
    public = record.audience_id == PUBLIC
    fortune = Fortune.PUBLIC if public or openly else Fortune.HIDDEN
    shown = name if fortune == Fortune.PUBLIC else None
    return Prospect(thing, number, name, fortune, shown, openly and not public)
