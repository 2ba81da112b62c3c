"""Supporting a comment, once for each account; it can be taken back."""

from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.admission.banning import refuse_banned
from rostra.admission.entering import Visit, admit
from rostra.admission.models import Deed
from rostra.comments.events import CommentChanged
from rostra.comments.models import Comment, CommentState, Support
from rostra.errors import Conflict, NotPermitted
from rostra.people.models import Account
from rostra.people.services import own_account
from rostra.work import Work


async def support_comment(work: Work, comment_id: UUID, visit: Visit) -> Comment:
    """Support a comment of somebody else; a second time changes nothing."""
    comment, account = await supportable(work, comment_id)
    work.authorize(Permission.COMMENT_SUPPORT, comment)
    if comment.author_id == account.id:
        raise Conflict("Nobody supports their own comment.")
    await admit(work, Deed.SUPPORT, visit, account)
    await refuse_banned(work, account, comment.body_id)
    given = await work.change(
        work.insert(Support)
        .values(comment_id=comment.id, account_id=account.id, at=work.now)
        .on_conflict_do_nothing(index_elements=["comment_id", "account_id"])
        .returning(Support.comment_id)
    )
    if given.first() is not None:
        await count_support(work, comment, 1)
    return comment


async def withdraw_support(work: Work, comment_id: UUID) -> Comment:
    """Take one's support back; where there was none nothing changes."""
    comment, account = await supportable(work, comment_id)
    work.authorize(Permission.COMMENT_SUPPORT, comment)
    taken = await work.change(
        sa.delete(Support)
        .where(Support.comment_id == comment.id, Support.account_id == account.id)
        .returning(Support.comment_id)
    )
    if taken.first() is not None:
        await count_support(work, comment, -1)
    return comment


async def supportable(work: Work, comment_id: UUID) -> tuple[Comment, Account]:
    """A published comment and the actor's account."""
    comment = await work.find(Comment, comment_id)
    if work.actor.account_id is None:
        raise NotPermitted("Please log in to support a comment.")
    if comment.state != CommentState.PUBLISHED:
        raise Conflict("This comment is not published any more.")
    return comment, await own_account(work)


async def count_support(work: Work, comment: Comment, by: int) -> None:
    """Change the number that is kept."""
    await work.change(
        sa.update(Comment)
        .where(Comment.id == comment.id)
        .values(support_count=Comment.support_count + by)
    )
    work.record(CommentChanged(comment.id))
