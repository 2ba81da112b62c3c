"""Receiving a report: it gets its number and its day, and everybody may read it."""

import datetime as dt

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission
from rostra.organizations.models import Body
from rostra.reports.events import ReportReceived
from rostra.reports.models import (
    EntryKind,
    Report,
    ReportCategory,
    ReportContact,
    ReportEntry,
    ReportPhoto,
    ReportState,
)
from rostra.reports.readers import those_who_may_answer
from rostra.reports.states import refuse_unless_following
from rostra.work import Work


async def receive(work: Work, report: Report) -> None:
    """Let everybody read a report, and its department deal with it."""
    work.authorize(Permission.REPORT_WRITE, report)
    refuse_unless_following(ReportState(report.state), ReportState.RECEIVED)
    report.state = ReportState.RECEIVED
    report.received = work.now
    report.year, report.number = work.today.year, await next_number(work, report)
    report.due = await due_day(work, report)
    report.audience_id = PUBLIC
    await show_photos(work, report)
    await hand_contact_over(work, report)
    work.add(
        ReportEntry(
            body_id=report.body_id,
            report_id=report.id,
            entry_kind=EntryKind.STATE,
            state=ReportState.RECEIVED,
            audience_id=PUBLIC,
        )
    )
    await work.flush()
    work.record(ReportReceived(report.id))


async def next_number(work: Work, report: Report) -> int:
    """The next number of the year in the body; one work gives numbers after the other."""
    await work.first(sa.select(Body.id).where(Body.id == report.body_id).with_for_update())
    last = sa.select(sa.func.max(Report.number)).where(
        Report.body_id == report.body_id, Report.year == work.today.year
    )
    return (await work.first(last) or 0) + 1


async def due_day(work: Work, report: Report) -> dt.date | None:
    """The day by which a report of its category is to be closed, counted from today."""
    days = await work.first(
        sa.select(ReportCategory.days).where(ReportCategory.id == report.category_id)
    )
    return None if days is None else work.today + dt.timedelta(days=days)


async def show_photos(work: Work, report: Report) -> None:
    """Let those see the photos of a report who read the report."""
    for photo in await work.fetch(sa.select(ReportPhoto).where(ReportPhoto.report_id == report.id)):
        photo.audience_id = report.audience_id


async def hand_contact_over(work: Work, report: Report) -> None:
    """Tell the department that deals with a report, and no other, whom it can ask."""
    audience_id = await work.audience(those_who_may_answer(report))
    for contact in await work.fetch(
        sa.select(ReportContact).where(ReportContact.report_id == report.id)
    ):
        contact.audience_id = audience_id
