"""What authors do with their own comments: mend them, write them anew, take them back."""

import datetime as dt
from uuid import UUID

from rostra.access import NOBODY, Permission
from rostra.admission.screening import reasons_to_hold
from rostra.comments.counting import disappear, its_own, keep_words, show_versions
from rostra.comments.events import CommentChanged, CommentReworked, CommentTakenBack
from rostra.comments.models import Comment, CommentState
from rostra.comments.writing import Words, checked
from rostra.errors import Conflict, NotFound
from rostra.people.services import own_account
from rostra.work import Work

EDITABLE = dt.timedelta(minutes=10)
"""How long after it appeared a comment can be changed; the words before stay readable."""
HELD_WORDS = (
    "With these words a rule of the city would hold the comment for a moderator. "
    "Please leave it as it is and write another one."
)


async def own_comment(work: Work, comment_id: UUID) -> Comment:
    """A comment of the actor; NotFound when it is somebody else's."""
    comment = await work.find(Comment, comment_id)
    work.authorize(Permission.COMMENT_WRITE, comment)
    if work.actor.account_id is None or comment.author_id != work.actor.account_id:
        raise NotFound
    return comment


def may_be_edited(comment: Comment, moment: dt.datetime) -> bool:
    """Whether its author can still change the words."""
    return (
        comment.state == CommentState.PUBLISHED
        and comment.said is not None
        and moment <= comment.said + EDITABLE
    )


async def edit_comment(work: Work, comment_id: UUID, text: str) -> Comment:
    """Change the words within ten minutes; those before stay readable as a version."""
    comment = await own_comment(work, comment_id)
    work.authorize(Permission.COMMENT_WRITE, comment)
    if not may_be_edited(comment, work.now):
        raise Conflict("A comment can be changed for ten minutes. You can answer it instead.")
    words = checked(Words(text), asks_stance=False)
    if words.text == comment.text:
        return comment
    house = await work.as_the_system()
    account = await own_account(work)
    if await reasons_to_hold(work, comment.body_id, account, words.text, 1):
        raise Conflict(HELD_WORDS)
    await keep_words(house, comment, comment.audience_id)
    comment.text, comment.edited = words.text, work.now
    await work.flush()
    work.record(CommentChanged(comment.id))
    return comment


async def rewrite_comment(work: Work, comment_id: UUID, text: str) -> Comment:
    """Write anew what a moderator asked to be changed; a moderator looks at it before it shows."""
    comment = await own_comment(work, comment_id)
    work.authorize(Permission.COMMENT_WRITE, comment)
    if comment.state != CommentState.REWORKING:
        raise Conflict("Nobody asked for other words here.")
    words = checked(Words(text), asks_stance=False)
    house = await work.as_the_system()
    version = await keep_words(house, comment, await its_own(house, comment))
    version.text = words.text
    await house.flush()
    work.record(CommentReworked(comment.id))
    return comment


async def delete_comment(work: Work, comment_id: UUID) -> None:
    """Take one's comment back: its words are gone; where there are answers a trace stays."""
    comment = await own_comment(work, comment_id)
    work.authorize(Permission.COMMENT_WRITE, comment)
    if comment.state == CommentState.DELETED:
        raise Conflict("This comment was taken back already.")
    house = await work.as_the_system()
    if comment.text:
        await keep_words(house, comment, NOBODY)
    if comment.state not in (CommentState.HIDDEN, CommentState.REWORKING):
        await show_versions(house, comment.id, NOBODY)
    comment.text, comment.author_name = "", ""
    shown = comment.state not in (CommentState.UNCONFIRMED, CommentState.HELD)
    await disappear(house, comment, CommentState.DELETED)
    comment.stance = comment.quoted_id = comment.quote = None
    if not shown or comment.answer_count == 0:
        work.withdraw(comment)
    await work.flush()
    work.record(CommentTakenBack(comment.id))
