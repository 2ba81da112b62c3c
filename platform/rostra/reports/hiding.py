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

WORDS = ("text", "address", "latitude", "longitude", "author_name", "media_url", "attributes")
"""What a moderator takes out of sight."""
EMPTY: dict[str, str | list[str]] = {"text": "", "attributes": []}
"""What stands in place of words that cannot be nothing."""


async def hide(work: Work, report_id: UUID) -> Report:
    """Take a report's words, place and photos out of sight; its number and its course stay."""
    report = await work.find(Report, report_id)
    work.authorize(Permission.COMMENT_MODERATE, report)
    if report.hidden is not None:
        raise Conflict("This report is hidden already.")

    report.hidden = work.now
    if report.state not in WAITING:
        out_of_sight = await work.audience(those_it_waits_for(report))
        words = {name: getattr(report, name) for name in WORDS}
        work.add(ReportWords(report_id=report.id, audience_id=out_of_sight, **words))
        for name in WORDS:
            setattr(report, name, EMPTY.get(name))
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
        for name in WORDS:
            setattr(report, name, getattr(words, name))
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
