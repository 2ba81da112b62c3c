"""What nobody confirmed by the link in a letter is forgotten after a month, and who never did."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission, system
from rostra.citizens.confirming import RELEASE
from rostra.citizens.erasing import forget
from rostra.citizens.words import empty, take_back
from rostra.comments.models import Comment, CommentState
from rostra.database import Database
from rostra.notifications.models import Following
from rostra.people.confirming import WAITS
from rostra.people.models import Account, Confirmation
from rostra.polls.models import PollAnswer, PollText
from rostra.reports.models import Report, ReportContact, ReportState
from rostra.work import Work


async def forget_unconfirmed(database: Database, payload: dict[str, Any]) -> None:
    """Forget an account that was made for a letter, unless its owner has shown that it is theirs.

    Nothing of it was ever public: no index and no page needs to be told.
    """
    async with database.work(system) as work:
        work.authorize_within(Permission.ACCOUNT_ERASE)
        account = await work.db.get(Account, UUID(payload["account"]))
        if account is not None and account.person_id is None and not account.is_confirmed:
            await forget(work, account, delete=True)


async def forget_waiting(database: Database, payload: dict[str, Any]) -> None:
    """Forget what waited for its letter for a month, also under an address long confirmed.

    Whose the address is says nothing of who wrote it: its owner did not want it, or never knew.
    """
    async with database.work(system) as work:
        work.authorize_within(Permission.ACCOUNT_ERASE)
        over = sa.select(Confirmation).where(
            Confirmation.thing_id.is_not(None),
            Confirmation.used.is_(None),
            Confirmation.created <= work.now - WAITS,
        )
        for asked in await work.fetch(over):
            await forget_asked(work, asked)


async def forget_asked(work: Work, asked: Confirmation) -> None:
    """Forget what a link would have confirmed, unless a later link can still do so."""
    kind, thing_id = str(asked.thing_kind), asked.thing_id
    others = sa.select(Confirmation).where(
        Confirmation.thing_id == thing_id, Confirmation.created > work.now - WAITS
    )
    thing = await work.db.get(RELEASE[kind].model, thing_id) if kind in RELEASE else None
    if thing is not None and await work.count(others) == 0:
        await DROP[kind](work, thing)
    await work.change(sa.delete(Confirmation).where(Confirmation.id == asked.id))


async def drop_comment(work: Work, comment: Comment) -> None:
    """Take back a comment that nobody ever read."""
    if comment.state == CommentState.UNCONFIRMED:
        await take_back(work, comment)
        comment.author_id = comment.key_hash = None
        await work.flush()


async def drop_report(work: Work, report: Report) -> None:
    """Take back a report that nobody ever read, with pictures and contact data."""
    if report.state == ReportState.UNCONFIRMED:
        await empty(work, report)
        report.author_id = report.author_name = report.ticket_hash = report.key_hash = None
        await work.flush()
        await work.change(sa.delete(ReportContact).where(ReportContact.report_id == report.id))


async def drop_answer(work: Work, answer: PollAnswer) -> None:
    """Take back an answer that never counted."""
    if answer.waiting_for_id is not None:
        await work.change(sa.delete(PollText).where(PollText.answer_id == answer.id))
        await work.change(sa.delete(PollAnswer).where(PollAnswer.id == answer.id))


async def drop_following(work: Work, following: Following) -> None:
    """Forget a wish that was never confirmed."""
    if following.confirmed is None:
        await work.change(sa.delete(Following).where(Following.id == following.id))


DROP: Mapping[str, Callable[[Work, Any], Awaitable[None]]] = {
    Comment.kind: drop_comment,
    PollAnswer.kind: drop_answer,
    Report.kind: drop_report,
    Following.kind: drop_following,
}
"""What forgets a thing that was never confirmed, one line for each kind that can wait."""
