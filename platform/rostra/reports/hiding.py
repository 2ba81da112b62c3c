"""Taking the words of a report out of sight and showing them again, as moderation decides."""

from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission
from rostra.errors import Conflict
from rostra.reports.events import ReportHidden, ReportRestored
from rostra.reports.models import (
    EntryKind,
    Report,
    ReportEntry,
    ReportPhoto,
    ReportState,
    ReportWords,
)
from rostra.reports.readers import those_it_waits_for
from rostra.reports.receiving import receive
from rostra.reports.states import WAITING
from rostra.work import Work


async def hide(work: Work, report_id: UUID) -> Report:
    """Take a report's words, place and photos out of sight; its number and its course stay."""
    report = await work.find(Report, report_id)
    work.authorize(Permission.COMMENT_MODERATE, report)
    if report.hidden is not None:
        raise Conflict("This report is hidden already.")

    report.hidden = work.now
    if report.state not in WAITING:
        out_of_sight = await work.audience(those_it_waits_for(report))
        work.add(
            ReportWords(
                report_id=report.id,
                text=report.text,
                address=report.address,
                latitude=report.latitude,
                longitude=report.longitude,
                author_name=report.author_name,
                audience_id=out_of_sight,
            )
        )
        report.text = ""
        report.address = report.latitude = report.longitude = report.author_name = None
        await show_to(work, report, out_of_sight)
    await work.flush()
    work.record(ReportHidden(report.id))
    return report


async def restore(work: Work, report_id: UUID) -> Report:
    """Show the words of a report again as they were."""
    report = await work.find(Report, report_id)
    work.authorize(Permission.COMMENT_MODERATE, report)
    if report.hidden is None:
        raise Conflict("This report is not hidden.")
    words = await work.first(
        work.readable(ReportWords)
        .where(ReportWords.report_id == report.id)
        .order_by(ReportWords.id.desc())
    )

    report.hidden = None
    if words is not None:
        report.text, report.address, report.author_name = (
            words.text, words.address, words.author_name,
        )  # fmt: skip
        report.latitude, report.longitude = words.latitude, words.longitude
        work.withdraw(words)
        await show_to(work, report, PUBLIC)
    await work.flush()
    work.record(ReportRestored(report.id))
    return report


async def publish_held(work: Work, report_id: UUID) -> Report:
    """Let everybody read a report that a rule of the city held."""
    report = await work.find(Report, report_id)
    work.authorize(Permission.COMMENT_MODERATE, report)
    if report.state != ReportState.HELD:
        raise Conflict("This report is not held.")

    report.hidden = None
    await receive(work, report)
    return report


async def show_to(work: Work, report: Report, audience_id: int) -> None:
    """Let these read what its author added to a report, and see its photos."""
    for model in (ReportPhoto, ReportEntry):
        found = sa.select(model).where(model.report_id == report.id)
        if model is ReportEntry:
            found = found.where(ReportEntry.entry_kind == EntryKind.MESSAGE)
        for one in await work.fetch(found):
            one.audience_id = audience_id
