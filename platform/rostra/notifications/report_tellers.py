"""Who is told what about defect reports: whoever made one, and the department that has it."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Office
from rostra.events import LoggedEvent
from rostra.notifications.letters import Note
from rostra.notifications.meeting_tellers import accounts_of
from rostra.notifications.topics import Topic
from rostra.organizations.models import Membership
from rostra.organizations.queries import lasts
from rostra.people.models import Account
from rostra.reports.models import Report, ReportCategory, ReportEntry, ReportState
from rostra.work import Work


async def report_received(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells whoever made a report its number, and the department that there is a new one."""
    notes = []
    for report in await shown_reports(work, event):
        notes += await to_author(work, event, report, "received")
        notes += await to_department(work, event, report, "new")
    return notes


async def report_moved(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells whoever made a report what became of it, and the department what it has again."""
    notes = []
    for report in await shown_reports(work, event):
        entry = await entry_of(work, event)
        if entry is None:
            continue
        if entry.author_id is None or entry.author_id != report.author_id:
            notes += await to_author(work, event, report, "moved", entry)
        if entry.state == ReportState.REOPENED:
            notes += await to_department(work, event, report, "reopened", entry)
    return notes


async def report_answered(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells whoever made a report what the department answers."""
    notes = []
    for report in await shown_reports(work, event):
        notes += await to_author(work, event, report, "answered", await entry_of(work, event))
    return notes


async def report_added_to(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells the department what was added to a report."""
    notes = []
    for report in await shown_reports(work, event):
        notes += await to_department(work, event, report, "added", await entry_of(work, event))
    return notes


async def report_reassigned(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells another department that a report is its own now."""
    notes = []
    for report in await shown_reports(work, event):
        notes += await to_department(work, event, report, "assigned", await entry_of(work, event))
    return notes


async def shown_reports(work: Work, event: LoggedEvent) -> list[Report]:
    """The reports that an event names, as far as everybody reads them."""
    public = work.as_the_public()
    ids = event.things().get(Report.kind, [])
    return await public.fetch(public.readable(Report).where(Report.id.in_(ids)))


async def entry_of(work: Work, event: LoggedEvent) -> ReportEntry | None:
    """The line of the history that an event names, if everybody reads it."""
    public = work.as_the_public()
    ids = event.things().get(ReportEntry.kind, [])
    entry: ReportEntry | None = await public.first(
        public.readable(ReportEntry).where(ReportEntry.id.in_(ids))
    )
    return entry


async def to_author(
    work: Work, event: LoggedEvent, report: Report, what: str, entry: ReportEntry | None = None
) -> list[Note]:
    """The letter to whoever made a report, if they have shown that the address is theirs."""
    account = await work.db.get(Account, report.author_id) if report.author_id else None
    if account is None or not account.is_confirmed:
        return []
    return [await note(work, event, report, account.id, "report_told", what, entry)]


async def to_department(
    work: Work, event: LoggedEvent, report: Report, what: str, entry: ReportEntry | None = None
) -> list[Note]:
    """The letters to those who deal with a report."""
    persons = await work.fetch(
        sa.select(Membership.person_id)
        .where(
            Membership.organization_id == report.organization_id,
            Membership.office == Office.EDITOR,
            Membership.person_id.is_not(None),
            work.may_read(Membership),
            lasts(Membership, work.today),
        )
        .distinct()
    )
    accounts = await accounts_of(work, persons)
    return [
        await note(work, event, report, one, "report_desk", what, entry)
        for one in accounts
        if one != report.author_id
    ]


async def note(
    work: Work, event: LoggedEvent, report: Report, account_id: UUID, template: str, what: str,
    entry: ReportEntry | None,
) -> Note:  # fmt: skip
    """A letter about a report, with what everybody reads of it."""
    values: dict[str, Any] = {
        "what": what,
        "number": report.reference,
        "category": await category_name(work, report),
        "address": report.address,
        "words": report.text,
        "state": report.state,
        "said": entry.text if entry else None,
        "responsible": entry.responsible if entry else None,
    }
    key = f"{event.position}:{template}:{account_id}"
    return Note(account_id, Topic.REPORT, key, template, f"/reports/{report.reference}", values)


async def category_name(work: Work, report: Report) -> str:
    """What is reported."""
    public = work.as_the_public()
    name = sa.select(ReportCategory.name).where(
        ReportCategory.id == report.category_id, public.may_read(ReportCategory)
    )
    return await public.first(name) or ""
