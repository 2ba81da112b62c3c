"""Dealing with a report: its course with reasons, the dialogue, another department."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission
from rostra.admission.banning import refuse_banned
from rostra.admission.entering import Visit, admit
from rostra.admission.models import Deed
from rostra.admission.screening import reasons_to_hold
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.organizations.models import Organization
from rostra.organizations.rules import rules_of
from rostra.people.services import own_account
from rostra.reports.events import (
    ReportAddedTo,
    ReportAnswered,
    ReportMoved,
    ReportNoted,
    ReportReassigned,
)
from rostra.reports.models import EntryKind, Report, ReportCategory, ReportEntry, ReportState
from rostra.reports.queries import published_by
from rostra.reports.readers import department_of
from rostra.reports.receiving import due_day, hand_contact_over
from rostra.reports.states import (
    CLOSED,
    WAITING,
    refuse_unless_explained,
    refuse_unless_following,
    refuse_unless_in_time,
)
from rostra.reports.writing import LONGEST_TEXT, in_one_line
from rostra.rich_text import cleaned_text
from rostra.work import Work

HELD_BACK = (
    "A rule of the city holds words like these for a moderator. "
    "Please say them as a comment below the report; a moderator reads it there."
)


@dataclass(frozen=True)
class Step:
    """What becomes of a report: the state, why, and who is responsible instead."""

    state: ReportState
    reason: str = ""
    responsible: str = ""


async def move_report(work: Work, report_id: UUID, step: Step) -> Report:
    """Take a report on to another state; whoever made it may reopen it, within some days."""
    report = await taken(work, report_id)
    if not (step.state == ReportState.REOPENED and is_author(work, report)):
        work.authorize(Permission.REPORT_HANDLE, report)
    refuse_unless_following(ReportState(report.state), step.state)
    reason, responsible = text_of(step.reason), in_one_line("responsible", step.responsible)
    refuse_unless_explained(step.state, reason, responsible)
    if step.state == ReportState.REOPENED:
        await refuse_unless_reopenable(work, report)

    report.state = step.state
    report.reason, report.responsible = reason or None, responsible or None
    report.closed = work.now if step.state in CLOSED else None
    if step.state == ReportState.REOPENED:
        report.due = await due_day(work, report)
    entry = await noted_down(
        work, report, EntryKind.STATE, text=reason, responsible=responsible, state=step.state
    )
    work.record(ReportMoved(report.id, entry.id))
    return report


async def refuse_unless_reopenable(work: Work, report: Report) -> None:
    """Refuse to reopen what was closed too long ago, as the city's numbers say."""
    rules = await rules_of(work, report.body_id, None, work.today)
    closed = report.closed or report.modified
    refuse_unless_in_time(closed.astimezone(work.zone).date(), work.today, rules.report_reopen_days)


async def answer_report(work: Work, report_id: UUID, text: str) -> ReportEntry:
    """Say something to everybody about a report, as the department that deals with it."""
    report = await taken(work, report_id)
    work.authorize(Permission.REPORT_HANDLE, report)
    words = said(text)
    entry = await noted_down(work, report, EntryKind.ANSWER, text=words)
    work.record(ReportAnswered(report.id, entry.id))
    return entry


async def note_report(work: Work, report_id: UUID, text: str) -> ReportEntry:
    """Note something about a report that only the department reads."""
    report = await taken(work, report_id)
    work.authorize(Permission.REPORT_HANDLE, report)
    words = said(text)
    entry = await noted_down(work, report, EntryKind.NOTE, text=words)
    work.record(ReportNoted(report.id, entry.id))
    return entry


async def add_to_report(work: Work, report_id: UUID, text: str, visit: Visit) -> ReportEntry:
    """Add something to one's own report, for everybody."""
    report = await taken(work, report_id)
    work.authorize(Permission.REPORT_WRITE, report)
    if not is_author(work, report):
        raise NotPermitted("Only whoever made this report can add to it. Please comment on it.")
    words = said(text)
    account = await own_account(work)
    await admit(work, Deed.REPORT, visit, account)
    await refuse_banned(work, account, report.body_id)
    before = await published_by(await work.as_the_system(), account.id)
    if await reasons_to_hold(work, report.body_id, account, words, before):
        raise Conflict(HELD_BACK)

    entry = await noted_down(work, report, EntryKind.MESSAGE, text=words)
    work.record(ReportAddedTo(report.id, entry.id))
    return entry


async def reassign_report(
    work: Work,
    report_id: UUID,
    reason: str,
    category_id: UUID | None = None,
    organization_id: UUID | None = None,
) -> Report:
    """Give a report another category or hand it to another department, with the reason."""
    report = await taken(work, report_id)
    work.authorize(Permission.REPORT_HANDLE, report)
    words = text_of(reason)
    if not words:
        raise Invalid("reason", "Please say why.")
    category = await work.find(ReportCategory, category_id or report.category_id)
    if organization_id is None:
        moved = category.id != report.category_id
        organization_id = category.organization_id if moved else report.organization_id
    if organization_id is not None:
        organization = await work.find(Organization, organization_id)
        if organization.body_id != report.body_id:
            raise Invalid("organization", "This organization belongs to another body.")
    if category.body_id != report.body_id:
        raise Invalid("category", "This category belongs to another body.")
    if (category.id, organization_id) == (report.category_id, report.organization_id):
        raise Conflict("The report has this category and this department already.")

    report.category_id, report.organization_id = category.id, organization_id
    await hand_contact_over(work, report)
    await hand_notes_over(work, report)
    entry = await noted_down(work, report, EntryKind.ASSIGNMENT, text=words)
    work.record(ReportReassigned(report.id, entry.id))
    return report


async def hand_notes_over(work: Work, report: Report) -> None:
    """Let the department read what was noted so far that deals with the report from now on."""
    audience_id = await work.audience(department_of(report))
    for note in await work.fetch(
        sa.select(ReportEntry).where(
            ReportEntry.report_id == report.id, ReportEntry.entry_kind == EntryKind.NOTE
        )
    ):
        note.audience_id = audience_id


async def taken(work: Work, report_id: UUID) -> Report:
    """A report that the city has received; one deals with it after the other."""
    await work.find(Report, report_id)
    report: Report = await work.first(
        work.readable(Report).where(Report.id == report_id).with_for_update()
    )
    if report.state in WAITING:
        raise Conflict("This report waits to be confirmed, or for a moderator.")
    return report


def is_author(work: Work, report: Report) -> bool:
    """Whether the actor made the report."""
    return report.author_id is not None and report.author_id == work.actor.account_id


async def noted_down(work: Work, report: Report, kind: EntryKind, **values: Any) -> ReportEntry:
    """A line in the history of a report, for everybody unless it is a note."""
    inner = kind == EntryKind.NOTE
    own = kind == EntryKind.MESSAGE or (
        values.get("state") == ReportState.REOPENED and is_author(work, report)
    )
    entry = ReportEntry(
        body_id=report.body_id,
        report_id=report.id,
        entry_kind=kind,
        author_id=work.actor.account_id,
        organization_id=None if own else report.organization_id,
        audience_id=await work.audience(department_of(report)) if inner else PUBLIC,
        **{name: value or None for name, value in values.items()},
    )
    work.add(entry)
    await work.flush()
    return entry


def text_of(text: str) -> str:
    """Clean words; Invalid where they are too many."""
    words = cleaned_text(text)
    if len(words) > LONGEST_TEXT:
        raise Invalid("text", f"This is {len(words)} characters long; at most {LONGEST_TEXT} fit.")
    return words


def said(text: str) -> str:
    """Clean words; Invalid where there are none or too many."""
    words = text_of(text)
    if not words:
        raise Invalid("text", "Please write something.")
    return words
