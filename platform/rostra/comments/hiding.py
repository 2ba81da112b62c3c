"""What moderators do with comments: nothing is deleted, and what stood there stays to be seen.

Each verb is called by moderation, which decides with reasons and tells the author.
"""

from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.comments.counting import (
    appear,
    count,
    disappear,
    its_own,
    keep_words,
    show_versions,
    thread_with,
    versions_of,
)
from rostra.comments.events import (
    CommentHidden,
    CommentMoved,
    CommentRestored,
    CommentWritten,
)
from rostra.comments.models import Comment, CommentState, CommentVersion
from rostra.comments.things import refuse_unless_published, thing_of
from rostra.comments.threads import thread_below
from rostra.errors import Conflict
from rostra.work import Work

OUT_OF_SIGHT = frozenset({CommentState.HIDDEN, CommentState.REWORKING})


async def hide(work: Work, comment_id: UUID) -> Comment:
    """Take the words out of sight: its author and the moderators alone read them."""
    comment = await work.find(Comment, comment_id)
    work.authorize(Permission.COMMENT_MODERATE, comment)
    await _put_away(work, comment, CommentState.HIDDEN)
    work.record(CommentHidden(comment.id))
    return comment


async def ask_to_rework(work: Work, comment_id: UUID) -> Comment:
    """Take the words out of sight until their author has written them anew."""
    comment = await work.find(Comment, comment_id)
    work.authorize(Permission.COMMENT_MODERATE, comment)
    await _put_away(work, comment, CommentState.REWORKING)
    work.record(CommentHidden(comment.id))
    return comment


async def restore(work: Work, comment_id: UUID) -> Comment:
    """Show a comment again, with the last words that its author wrote."""
    comment = await work.find(Comment, comment_id)
    work.authorize(Permission.COMMENT_MODERATE, comment)
    if comment.state not in OUT_OF_SIGHT:
        raise Conflict("This comment is not hidden.")
    house = await work.as_the_system()
    versions = await versions_of(house, comment.id)
    last = versions[-1]
    comment.text = last.text
    await house.change(sa.delete(CommentVersion).where(CommentVersion.id == last.id))
    rewritten = comment.state == CommentState.REWORKING and len(versions) > 1
    if rewritten and versions[-2].text != last.text:
        comment.edited = work.now
    await appear(house, comment)
    if not rewritten:
        await show_versions(house, comment.id, comment.audience_id)
    work.record(CommentRestored(comment.id))
    return comment


async def publish_held(work: Work, comment_id: UUID) -> Comment:
    """Let a comment appear that a rule of the city held."""
    comment = await work.find(Comment, comment_id)
    work.authorize(Permission.COMMENT_MODERATE, comment)
    if comment.state != CommentState.HELD:
        raise Conflict("This comment is not held.")
    house = await work.as_the_system()
    refuse_unless_published(await thing_of(house, comment.thing_kind, comment.thing_id))
    await appear(house, comment)
    work.record(CommentWritten(comment.id))
    return comment


async def move(work: Work, comment_id: UUID, thing_kind: str, thing_id: UUID) -> Comment:
    """Move a comment of the first level below another thing, with all that answers it."""
    comment = await work.find(Comment, comment_id)
    work.authorize(Permission.COMMENT_MODERATE, comment)
    thing = await thing_of(work, thing_kind, thing_id)
    work.authorize(Permission.COMMENT_MODERATE, thing)
    refuse_unless_published(thing)
    if comment.depth != 0:
        raise Conflict("Only a comment of the first level is moved, with its answers.")
    if (comment.thing_kind, comment.thing_id) == (thing.kind, thing.id):
        raise Conflict("The comment stands there already.")
    house = await work.as_the_system()
    left = await thread_with(house, comment)
    entered = await thread_below(house, thing)
    family = await house.fetch(
        sa.select(Comment).where(sa.or_(Comment.id == comment.id, Comment.root_id == comment.id))
    )
    for one in family:
        await _change_thread(house, one, entered.id, thing.kind, thing.id)
    work.record(CommentMoved(comment.id, (left.id, entered.id)))
    return comment


async def _put_away(work: Work, comment: Comment, state: CommentState) -> None:
    """Take the words of a comment out of sight, whether it was published or held."""
    if comment.state not in (CommentState.PUBLISHED, CommentState.HELD):
        raise Conflict("This comment is out of sight already.")
    house = await work.as_the_system()
    own = await its_own(house, comment)
    thread = await thread_with(house, comment)
    await keep_words(house, comment, own)
    await show_versions(house, comment.id, own)
    if comment.state == CommentState.PUBLISHED:
        comment.audience_id = thread.audience_id
    comment.text = ""
    await disappear(house, comment, state)


async def _change_thread(
    house: Work, comment: Comment, thread_id: UUID, thing_kind: str, thing_id: UUID
) -> None:
    """Count a comment in another thread; what it answers goes with it."""
    counted = comment.state == CommentState.PUBLISHED
    if counted:
        await count(house, comment, -1)
    comment.thread_id, comment.thing_kind, comment.thing_id = thread_id, thing_kind, thing_id
    await house.flush()
    if counted:
        await count(house, comment, 1)
