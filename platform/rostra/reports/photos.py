"""Photos of what is reported: they are painted anew before they come here."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission
from rostra.errors import Conflict, NotFound, NotPermitted
from rostra.files.painting import LARGEST_PHOTO, Picture
from rostra.files.storage import Storage, chunks_of
from rostra.reports.events import ReportPictured, ReportPicturedUnseen
from rostra.reports.handling import is_author
from rostra.reports.models import Report, ReportPhoto
from rostra.reports.writing import TICKET_LASTS, hashed, in_one_line
from rostra.work import Work

MOST_PHOTOS = 4
"""How many photos a report may have."""


@dataclass(frozen=True)
class Shot:
    """A photo that lies in the store and waits for its report."""

    content_hash: str
    width: int
    height: int
    description: str = ""


async def store_picture(storage: Storage, picture: Picture, description: str = "") -> Shot:
    """Put a picture into the strong-room; it is swept away unless a report takes it."""
    stored = await storage.receive(chunks_of(picture.content), LARGEST_PHOTO)
    return Shot(stored.sha512, picture.width, picture.height, description)


async def add_photo(work: Work, report_id: UUID, shot: Shot, ticket: str = "") -> ReportPhoto:
    """Add a photo to a report, as who has just made it, as its author or as its department."""
    report = await awaiting_photo(work, report_id, ticket)
    photo = ReportPhoto(
        body_id=report.body_id,
        report_id=report.id,
        content_hash=shot.content_hash,
        width=shot.width,
        height=shot.height,
        description=in_one_line("photoDescription", shot.description) or None,
        audience_id=report.audience_id,
    )
    work.add(photo)
    await work.flush()
    work.record(
        ReportPictured(report.id, photo.id)
        if report.audience_id == PUBLIC
        else ReportPicturedUnseen(report.id, photo.id)
    )
    return photo


async def awaiting_photo(work: Work, report_id: UUID, ticket: str) -> Report:
    """The report to which the actor may add one more photo; asked before one is looked at, too."""
    system = await work.as_the_system()
    report = await system.find(Report, report_id)
    work.authorize(Permission.REPORT_WRITE, report)
    if not has_ticket(work, report, ticket) and not is_author(work, report):
        await work.find(Report, report_id)
        if not work.may(Permission.REPORT_HANDLE, report):
            raise NotPermitted
    if report.hidden is not None:
        raise NotFound
    known = await work.count(sa.select(ReportPhoto.id).where(ReportPhoto.report_id == report.id))
    if known >= MOST_PHOTOS:
        raise Conflict(f"A report has at most {MOST_PHOTOS} photos.")
    return report


def has_ticket(work: Work, report: Report, ticket: str) -> bool:
    """Whether somebody holds the ticket that was handed out for a report a moment ago."""
    fresh = work.now - report.created <= TICKET_LASTS
    return bool(ticket) and fresh and report.ticket_hash == hashed(ticket)
