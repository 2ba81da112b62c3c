"""Taking somebody's words, or their name, out of what they said in public (DP-3)."""

import secrets
from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa

from rostra.comments.counting import disappear
from rostra.comments.models import Comment, CommentState, Support
from rostra.comments.supporting import count_support
from rostra.organizations.models import Organization
from rostra.polls.models import Poll, PollAnswer
from rostra.reports.models import EntryKind, Report, ReportEntry, ReportPhoto
from rostra.reports.states import WAITING
from rostra.work import Work


def pseudonym() -> str:
    """A name that leads nowhere; the same word in both languages."""
    return f"Pseudonym {secrets.token_hex(3)}"


async def forget_comments(work: Work, account_id: UUID, delete: bool) -> list[Comment]:
    """Delete somebody's comments, or leave the published ones under a pseudonym per thread.

    What the city said officially stays in its name. What was not to be read goes in any case.
    """
    comments = await work.fetch(sa.select(Comment).where(Comment.author_id == account_id))
    names: dict[UUID | None, str] = defaultdict(pseudonym)
    for comment in comments:
        if comment.official:
            comment.author_name = await name_of(work, comment.organization_id)
        elif delete or comment.state != CommentState.PUBLISHED:
            await take_back(work, comment)
        else:
            comment.author_name = names[comment.thread_id]
        comment.author_id, comment.key_hash = None, None
    await work.flush()
    return comments


async def name_of(work: Work, organization_id: UUID | None) -> str:
    """The name of a department."""
    organization = await work.db.get(Organization, organization_id) if organization_id else None
    return (organization.name if organization else None) or ""


async def take_back(work: Work, comment: Comment) -> None:
    """Empty a comment, and every place that quotes it; a trace stays only where it was answered."""
    shown = comment.state not in (CommentState.UNCONFIRMED, CommentState.HELD)
    comment.text, comment.author_name, comment.quote = "", "", None
    await disappear(work, comment, CommentState.DELETED)
    quoting = sa.update(Comment).where(Comment.quoted_id == comment.id)
    await work.change(quoting.values(quote=None, quoted_id=None))
    if not shown or comment.answer_count == 0:
        work.withdraw(comment)


async def forget_supports(work: Work, account_id: UUID) -> list[Comment]:
    """Count somebody's support no more where it was given."""
    given = sa.select(Support.comment_id).where(Support.account_id == account_id)
    supported = await work.fetch(sa.select(Comment).where(Comment.id.in_(given)))
    await work.change(sa.delete(Support).where(Support.account_id == account_id))
    for comment in supported:
        await count_support(work, comment, -1)
    return supported


async def forget_reports(work: Work, account_id: UUID, delete: bool) -> list[Report]:
    """Take somebody's reports off the map, or their name off the reports.

    What never was published goes in any case.
    """
    mine = sa.select(Report).where(Report.author_id == account_id)
    reports = await work.fetch(mine)
    for report in reports:
        report.author_id = report.author_name = report.ticket_hash = report.key_hash = None
        if delete or report.state in WAITING or report.hidden is not None:
            await empty(work, report)
    said = sa.select(ReportEntry).where(ReportEntry.author_id == account_id)
    for entry in await work.fetch(said):
        entry.author_id = None
        if delete and entry.entry_kind == EntryKind.MESSAGE:
            entry.text = None
            work.withdraw(entry)
    await work.flush()
    return reports


async def empty(work: Work, report: Report) -> None:
    """Take a report out of sight for good, with its pictures and what was said about it there."""
    report.text, report.address, report.reason = "", None, None
    report.latitude = report.longitude = None
    report.attributes = []
    work.withdraw(report)
    photos = await work.fetch(sa.select(ReportPhoto).where(ReportPhoto.report_id == report.id))
    for photo in photos:
        photo.content_hash, photo.description = "", None
        work.withdraw(photo)
    entries = await work.fetch(sa.select(ReportEntry).where(ReportEntry.report_id == report.id))
    for entry in entries:
        entry.text = None
        work.withdraw(entry)


async def running_polls(work: Work, account_id: UUID) -> list[UUID]:
    """The polls that still run and hold an answer of somebody; it is counted no more.

    Those that have ended know nobody any more.
    """
    mine = sa.select(PollAnswer.poll_id).where(PollAnswer.account_id == account_id)
    return await work.fetch(sa.select(Poll.id).where(Poll.id.in_(mine)))
