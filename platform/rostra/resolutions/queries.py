"""Readings of the register of resolutions."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission
from rostra.meetings.models import Meeting, MeetingOrganization
from rostra.organizations.models import Organization
from rostra.paging import Order
from rostra.reading import Shape
from rostra.resolutions.models import Progress, ProgressReport, Resolution
from rostra.work import Work

RESOLUTION = Shape(Resolution)
REPORT = Shape(ProgressReport)

LATEST_FIRST = Order("resolutions.-date", Resolution.date, descending=True)
DUE_FIRST = Order("resolutions.due", Resolution.due)
MOST_SECRETS = 50
UNFINISHED = (Progress.OPEN, Progress.UNDER_WAY)


async def resolutions_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Resolution]:
    """The resolutions with these ids that the actor may read."""
    return await RESOLUTION.by_id(work, ids)


async def reports_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, ProgressReport]:
    """The reports with these ids that the actor may read."""
    return await REPORT.by_id(work, ids)


def resolutions(
    work: Work,
    body_id: UUID | None = None,
    year: int | None = None,
    resolved_by: UUID | None = None,
    organization_id: UUID | None = None,
    progress: str | None = None,
    overdue_on: dt.date | None = None,
    text: str | None = None,
) -> sa.Select[Resolution]:
    """The resolutions of a body, a year, a council or committee, a department, in a state, overdue
    on a day, with words in number, title or text."""
    found = RESOLUTION.select(work)
    if body_id is not None:
        found = found.where(Resolution.body_id == body_id)
    if year is not None:
        found = found.where(
            Resolution.date >= dt.date(year, 1, 1), Resolution.date <= dt.date(year, 12, 31)
        )
    if resolved_by is not None:
        sitting = (
            sa.select(MeetingOrganization.meeting_id)
            .join(Organization, Organization.id == MeetingOrganization.organization_id)
            .join(Meeting, Meeting.id == MeetingOrganization.meeting_id)
            .where(
                work.may_read(Meeting), work.may_read(Organization), Organization.id == resolved_by
            )
        )
        found = found.where(Resolution.meeting_id.in_(sitting))
    if organization_id is not None:
        found = found.where(Resolution.organization_id == organization_id)
    if progress is not None:
        found = found.where(Resolution.progress == progress)
    if overdue_on is not None:
        found = found.where(Resolution.due < overdue_on, Resolution.progress.in_(UNFINISHED))
    if text:
        words = (Resolution.number, Resolution.title, Resolution.text)
        found = found.where(sa.or_(*(one.icontains(text, autoescape=True) for one in words)))
    return found


async def secrets_to_review(work: Work, body_id: UUID, until: dt.date) -> list[Resolution]:
    """What was resolved behind closed doors until a day and stayed there: has the reason gone?

    The oldest first (PUB-3); nothing for who does not keep the register.
    """
    if not work.actor.may_within(Permission.RESOLUTION_KEEP, body_id):
        return []
    found = RESOLUTION.select(work).where(
        Resolution.body_id == body_id,
        Resolution.audience_id != PUBLIC,
        Resolution.published.is_(None),
        Resolution.date <= until,
    )
    rows = await work.rows(found.order_by(Resolution.date, Resolution.id).limit(MOST_SECRETS))
    return [RESOLUTION.one(row) for row in rows]


async def years_of(work: Work) -> list[int]:
    """The years in which something was resolved that the actor may read, the latest first."""
    days = await work.rows(
        sa.select(sa.func.min(Resolution.date), sa.func.max(Resolution.date)).where(
            work.may_read(Resolution)
        )
    )
    first, last = days[0]
    return [] if first is None else list(range(last.year, first.year - 1, -1))


async def resolvers(work: Work) -> list[Organization]:
    """The councils and committees that resolved something that the actor may read."""
    sat = (
        sa.select(MeetingOrganization.organization_id)
        .join(Resolution, Resolution.meeting_id == MeetingOrganization.meeting_id)
        .join(Meeting, Meeting.id == MeetingOrganization.meeting_id)
        .where(work.may_read(Resolution), work.may_read(Meeting))
    )
    return await work.fetch(
        work.readable(Organization)
        .where(Organization.id.in_(sat))
        .order_by(Organization.name, Organization.id)
    )


async def resolutions_at(work: Work, item_ids: Collection[UUID]) -> dict[UUID, list[Resolution]]:
    """What was resolved under each item."""
    found = (
        RESOLUTION.select(work, Resolution.agenda_item_id)
        .where(Resolution.agenda_item_id.in_(item_ids))
        .order_by(Resolution.number, Resolution.id)
    )
    return await RESOLUTION.grouped(work, found)


async def reports_of(
    work: Work, resolution_ids: Collection[UUID]
) -> dict[UUID, list[ProgressReport]]:
    """The reports on each resolution, the latest first."""
    found = (
        REPORT.select(work, ProgressReport.resolution_id)
        .join(Resolution, Resolution.id == ProgressReport.resolution_id)
        .where(work.may_read(Resolution), ProgressReport.resolution_id.in_(resolution_ids))
        .order_by(ProgressReport.created.desc(), ProgressReport.id.desc())
    )
    return await REPORT.grouped(work, found)
