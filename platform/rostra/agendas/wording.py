"""What an agenda says at this moment, to whoever reads it: the content of a version."""

import datetime as dt
from typing import Any
from uuid import UUID

from rostra.files.models import FileUse
from rostra.files.queries import UsedFile, files_used_by
from rostra.meetings.models import AgendaItem, Meeting, NeutralTitle
from rostra.meetings.queries import agenda_of, neutral_titles_of, organizations_of_meetings
from rostra.organizations.models import Location
from rostra.organizations.queries import locations_by_id
from rostra.papers.models import Paper
from rostra.papers.queries import consultations_at, papers_by_id
from rostra.work import Work


async def content_of(work: Work, meeting: Meeting, openly: bool) -> dict[str, Any]:
    """The meeting and its items with their papers, as the actor reads them.

    `openly` for the public, who know of the other items by neutral titles.
    """
    agenda = (await agenda_of(work, [meeting.id])).get(meeting.id, [])
    papers = await papers_under(work, [item.id for item in agenda])
    items = [(item.order, item_said(item, papers.get(item.id, []))) for item in agenda]
    known = await neutral_titles_of(work, [meeting.id]) if openly else {}
    hidden = [(one.order, neutral_said(one)) for one in known.get(meeting.id, [])]
    said = sorted([*items, *hidden], key=lambda pair: (pair[0], pair[1]["id"]))
    return {"meeting": await meeting_said(work, meeting), "items": [item for _, item in said]}


async def meeting_said(work: Work, meeting: Meeting) -> dict[str, Any]:
    """What a version says of the meeting itself."""
    organizations = (await organizations_of_meetings(work, [meeting.id])).get(meeting.id, [])
    places = await locations_by_id(work, [meeting.location_id] if meeting.location_id else [])
    place = places.get(meeting.location_id) if meeting.location_id else None
    return {
        "id": str(meeting.id),
        "name": meeting.name,
        "number": meeting.number,
        "start": moment_said(meeting.start),
        "end": moment_said(meeting.end),
        "place": place_said(place) if place else None,
        "organizations": [one.name or one.short_name for one in organizations],
        "urgent": bool(meeting.urgent),
        "second_summons": bool(meeting.second_summons),
        "cancelled": bool(meeting.cancelled),
    }


def moment_said(moment: dt.datetime | None) -> str | None:
    """A moment in UTC, as the same text for ever."""
    return moment.astimezone(dt.UTC).isoformat() if moment else None


def place_said(place: Location) -> str:
    """A place in one line, nothing twice."""
    town = " ".join(one for one in (place.postal_code, place.locality) if one)
    said = (place.room, place.description, place.street_address, town)
    return ", ".join(dict.fromkeys(one.strip() for one in said if one and one.strip()))


def item_said(item: AgendaItem, papers: list[dict[str, Any]]) -> dict[str, Any]:
    """What a version says of an item."""
    return {
        "id": str(item.id),
        "parent": str(item.parent_id) if item.parent_id else None,
        "number": item.number,
        "name": item.name,
        "public": item.public is not False,
        "papers": papers,
    }


def neutral_said(title: NeutralTitle) -> dict[str, Any]:
    """What a version says of an item of which the reader may know no more than this."""
    return {
        "id": str(title.id),
        "parent": None,
        "number": title.number,
        "name": title.name,
        "public": False,
        "papers": [],
    }


async def papers_under(work: Work, item_ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """What a version says of the papers that are dealt with at each item, and of their files."""
    at = await consultations_at(work, item_ids)
    ids = {one.paper_id for held in at.values() for one in held if one.paper_id}
    papers = await papers_by_id(work, ids)
    files = await files_used_by(work, list(papers), Paper, FileUse.paper_id)
    return {
        item_id: [
            paper_said(papers[one.paper_id], files.get(one.paper_id, []))
            for one in held
            if one.paper_id in papers
        ]
        for item_id, held in at.items()
    }


def paper_said(paper: Paper, files: list[UsedFile]) -> dict[str, Any]:
    """What a version says of a paper: its files by the hash of what is in them."""
    return {
        "id": str(paper.id),
        "type": paper.paper_type,
        "reference": paper.reference,
        "name": paper.name,
        "files": [
            {
                "id": str(one.file.id),
                "name": one.file.name or one.file.file_name,
                "hash": one.file.content_hash,
            }
            for one in files
        ],
    }
