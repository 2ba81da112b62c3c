"""All that can be found: where the entries of each kind come from, and what depends on what."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.comments.models import Comment
from rostra.events import LoggedEvent
from rostra.files.models import File, FileUse
from rostra.meetings.models import AgendaItem, Meeting, MeetingOrganization
from rostra.minutes.models import Minutes, MinutesEntry
from rostra.organizations.models import Location, Membership, Organization
from rostra.papers.models import Consultation, Paper, PaperOrganization
from rostra.people.models import Person
from rostra.posts.models import Post
from rostra.projects.models import Project
from rostra.reports.models import Report, ReportCategory
from rostra.resolutions.models import Resolution
from rostra.work import Work
from rostra_search.entries.comments import comments
from rostra_search.entries.files import files
from rostra_search.entries.meetings import agenda_items, meetings
from rostra_search.entries.organizations import organizations
from rostra_search.entries.papers import papers
from rostra_search.entries.people import persons
from rostra_search.entries.posts import posts
from rostra_search.entries.projects import projects
from rostra_search.entries.reports import reports
from rostra_search.entries.resolutions import resolutions
from rostra_search.entries.source import Reading, Source
from rostra_search.entry import Entry, Key, Kind

IdColumn = sa.SQLColumnExpression[Any]

SOURCES: dict[Kind, Source] = {
    Kind.MEETING: Source(Meeting, meetings),
    Kind.AGENDA_ITEM: Source(AgendaItem, agenda_items),
    Kind.PAPER: Source(Paper, papers),
    Kind.RESOLUTION: Source(Resolution, resolutions),
    Kind.FILE: Source(File, files),
    Kind.ORGANIZATION: Source(Organization, organizations),
    Kind.PERSON: Source(Person, persons),
    Kind.POST: Source(Post, posts),
    Kind.PROJECT: Source(Project, projects),
    Kind.REPORT: Source(Report, reports),
    Kind.COMMENT: Source(Comment, comments),
}

SAID = (Kind.COMMENT, Comment.id, Comment.thing_id)
"""What was said to a thing names the thing."""

DEPENDENTS: dict[str, list[tuple[Kind, IdColumn, IdColumn]]] = {
    Meeting.kind: [
        (Kind.AGENDA_ITEM, AgendaItem.id, AgendaItem.meeting_id),
        (Kind.FILE, FileUse.file_id, FileUse.meeting_id),
        (Kind.RESOLUTION, Resolution.id, Resolution.meeting_id),
    ],
    AgendaItem.kind: [(Kind.FILE, FileUse.file_id, FileUse.agenda_item_id), SAID],
    Paper.kind: [(Kind.FILE, FileUse.file_id, FileUse.paper_id), SAID],
    Resolution.kind: [SAID],
    Project.kind: [SAID],
    Consultation.kind: [(Kind.PAPER, Consultation.paper_id, Consultation.id)],
    Organization.kind: [
        (Kind.MEETING, MeetingOrganization.meeting_id, MeetingOrganization.organization_id),
        (Kind.PAPER, PaperOrganization.paper_id, PaperOrganization.organization_id),
        (Kind.PERSON, Membership.person_id, Membership.organization_id),
        (Kind.POST, Post.id, Post.organization_id),
        (Kind.PROJECT, Project.id, Project.organization_id),
        (Kind.RESOLUTION, Resolution.id, Resolution.organization_id),
        (Kind.REPORT, Report.id, Report.organization_id),
    ],
    ReportCategory.kind: [(Kind.REPORT, Report.id, Report.category_id)],
    Location.kind: [(Kind.MEETING, Meeting.id, Meeting.location_id)],
    Membership.kind: [(Kind.PERSON, Membership.person_id, Membership.id)],
    MinutesEntry.kind: [(Kind.AGENDA_ITEM, MinutesEntry.agenda_item_id, MinutesEntry.id)],
    Minutes.kind: [(Kind.AGENDA_ITEM, MinutesEntry.agenda_item_id, MinutesEntry.minutes_id)],
    Post.kind: [SAID],
}
"""By kind of a thing that changed: whose entries borrow from it, as kind, id and link."""

BATCH = 400


async def entries_of(reading: Reading, keys: Iterable[Key]) -> dict[Key, Entry]:
    """The entries of those records that the actor may read, as the records are now."""
    by_kind: dict[Kind, list[UUID]] = {}
    for key in keys:
        by_kind.setdefault(key.kind, []).append(key.id)
    found: dict[Key, Entry] = {}
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), BATCH):
            for entry in await SOURCES[kind].entries(reading, ids[start : start + BATCH]):
                found[entry.key] = entry
    return found


async def all_entries(reading: Reading) -> AsyncIterator[list[Entry]]:
    """Everything that there is, batch by batch."""
    for source in SOURCES.values():
        last: UUID | None = None
        while ids := await _next_ids(reading.work, source, last):
            yield await source.entries(reading, ids)
            last = ids[-1]


async def _next_ids(work: Work, source: Source, last: UUID | None) -> list[UUID]:
    model = source.model
    ids = sa.select(model.id).order_by(model.id).limit(BATCH)
    return await work.fetch(ids if last is None else ids.where(model.id > last))


async def touched_by(work: Work, things: Mapping[str, Collection[UUID]]) -> set[Key]:
    """The keys of all entries that may look different after these things have changed."""
    keys = {Key(Kind(kind), id) for kind, ids in things.items() if kind in SOURCES for id in ids}
    for kind, ids in things.items():
        keys |= await _dependents(work, kind, list(ids))
    papers_reached = {key.id for key in keys if key.kind is Kind.PAPER}
    papers_reached.difference_update(things.get(Paper.kind, ()))
    return keys | await _dependents(work, Paper.kind, list(papers_reached))


async def _dependents(work: Work, kind: str, ids: list[UUID]) -> set[Key]:
    """The keys of what borrows from the things of a kind."""
    keys: set[Key] = set()
    for dependent, id, link in DEPENDENTS.get(kind, ()):
        for start in range(0, len(ids), BATCH):
            some = sa.select(id).where(link.in_(ids[start : start + BATCH]), id.is_not(None))
            keys.update(Key(dependent, found) for found in await work.fetch(some))
    return keys


async def last_event(work: Work) -> int:
    """The position of the last event in the log."""
    return await work.first(sa.select(sa.func.max(LoggedEvent.position))) or 0


def things_in(events: list[LoggedEvent]) -> dict[str, set[UUID]]:
    """The ids of all things that the events name, by kind."""
    things: dict[str, set[UUID]] = {}
    for event in events:
        for kind, ids in event.things().items():
            things.setdefault(kind, set()).update(ids)
    return things
