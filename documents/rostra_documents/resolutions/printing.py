"""The extract of a resolution: for the desk of whoever carries it out."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rostra.access import PUBLIC
from rostra.meetings.models import AgendaItem, Meeting
from rostra.meetings.queries import organizations_of_meetings
from rostra.organizations.queries import bodies_by_id, organizations_by_id
from rostra.papers.queries import papers_by_id
from rostra.resolutions.models import Resolution
from rostra.work import Work
from rostra_documents.edition import Edition, reader_of
from rostra_documents.printing import Document, Imprint, file_name, printed
from rostra_documents.records import given, newest
from rostra_documents.stationery import Stationery
from rostra_documents.wording import Wording


@dataclass(frozen=True, slots=True)
class Extract:
    """A resolution as one reader may read it, with what surrounds it."""

    resolution: Resolution
    organ: str
    item: str | None
    paper: str | None
    department: str | None
    confidential: bool


async def extract_pdf(
    work: Work,
    resolution_id: UUID,
    edition: Edition = Edition.FULL,
    stationery: Stationery | None = None,
) -> Document:
    """The extract as PDF, as the edition's reader may read it; NotFound where there is none."""
    reader, stationery = reader_of(work, edition), stationery or Stationery()
    resolution = await reader.find(Resolution, resolution_id)
    body = (await bodies_by_id(reader, [resolution.body_id])).get(resolution.body_id)
    stationery = stationery.of(body.name if body else "")
    extract, t = await extract_of(reader, resolution), Wording(stationery.language)
    title = " · ".join(
        one for one in (t("extract.title"), resolution.number, resolution.title) if one
    )
    published = stationery.local(resolution.published)
    content = await printed(
        "resolutions/extract.html",
        "resolutions/extract.css",
        Imprint(title, stationery.office or stationery.city, newest(resolution)),
        stationery,
        extract=extract,
        resolution=resolution,
        published=published.date() if published else None,
    )
    return Document(content, file_name(t("extract.title"), resolution.number, ""), t.language)


async def extract_of(reader: Work, resolution: Resolution) -> Extract:
    """The resolution with what the reader may read of what surrounds it."""
    item = await first(reader, AgendaItem, resolution.agenda_item_id)
    meeting = await first(reader, Meeting, resolution.meeting_id)
    organs = (
        (await organizations_of_meetings(reader, [meeting.id])).get(meeting.id, [])
        if meeting
        else []
    )
    papers = await papers_by_id(reader, given([resolution.paper_id]))
    departments = await organizations_by_id(reader, given([resolution.organization_id]))
    paper = next(iter(papers.values()), None)
    department = next(iter(departments.values()), None)
    return Extract(
        resolution,
        ", ".join(name for one in organs if (name := one.name or one.short_name)),
        " ".join(one for one in (item.number, item.name) if one) if item else None,
        " ".join(one for one in (paper.reference, paper.name) if one) if paper else None,
        (department.name or department.short_name) if department else None,
        resolution.audience_id != PUBLIC,
    )


async def first(reader: Work, model: Any, id: UUID) -> Any:
    """A thing that the reader may read, or None."""
    return await reader.first(reader.readable(model).where(model.id == id))
