"""Readings of threads and of the comments in them."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.comments.models import SHOWN, Comment, CommentState, CommentVersion, Support, Thread
from rostra.comments.things import COMMENTABLE
from rostra.paging import Order, Sheet, Stretch, sheets, sheets_by_index
from rostra.reading import Shape
from rostra.work import Work

THREAD = Shape(Thread)
COMMENT = Shape(Comment)
VERSION = Shape(CommentVersion)

FIRST_SAID_FIRST = Order("comments.said", Comment.said, always=True)
LAST_SAID_FIRST = Order("comments.-said", Comment.said, descending=True, always=True)
MOST_SUPPORTED_FIRST = Order(
    "comments.-support", Comment.support_count, descending=True, always=True
)


def comments_on(work: Work, thing_kind: str, thing_id: UUID) -> sa.Select[Comment]:
    """The comments on a thing that the actor may read, oldest first."""
    return (
        work.readable(Comment)
        .where(Comment.thing_kind == thing_kind, Comment.thing_id == thing_id)
        .order_by(Comment.id)
    )


async def comments_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Comment]:
    """The comments with these ids that the actor may read, as long as their things stand."""
    rows = await work.rows(COMMENT.select(work).where(Comment.id.in_(ids), its_thing_stands(work)))
    comments = [COMMENT.one(row) for row in rows]
    return {comment.id: comment for comment in comments}


def its_thing_stands(work: Work) -> sa.ColumnElement[bool]:
    """The condition that the actor may read the thing to which a comment was said.

    Threads follow their things a moment later; who asks for one comment does not see that moment.
    What waits for its author or a moderator is theirs to read whatever became of the thing.
    """
    standing = (
        sa.and_(
            Comment.thing_kind == kind,
            sa.select(model.id).where(model.id == Comment.thing_id, work.may_read(model)).exists(),
        )
        for kind, model in COMMENTABLE.items()
    )
    return sa.or_(Comment.state.not_in(SHOWN), *standing)


async def threads_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Thread]:
    """The threads with these ids that the actor may read."""
    return await THREAD.by_id(work, ids)


async def threads_of(work: Work, thing_ids: Collection[UUID]) -> dict[UUID, Thread]:
    """The thread of each thing about which something was said, by the thing's id."""
    rows = await work.rows(
        THREAD.select(work, Thread.thing_id).where(Thread.thing_id.in_(thing_ids))
    )
    return {row[0]: THREAD.one(row[1:]) for row in rows}


async def comment_sheets(
    work: Work, thing_ids: Collection[UUID], order: Order, stretch: Stretch
) -> dict[UUID, Sheet[Comment]]:
    """A page of all published comments on each thing, whatever they answer."""
    published = COMMENT.select(work, Comment.thing_id).where(
        Comment.state == CommentState.PUBLISHED,
        Comment.said.is_not(None),
        Comment.thing_id.in_(thing_ids),
    )
    return await sheets(work, COMMENT, published, order, stretch)


async def comment_counts(work: Work, thing_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many comments each thing has: the number that is kept, not counted."""
    threads = await threads_of(work, thing_ids)
    return {id: threads[id].comment_count if id in threads else 0 for id in thing_ids}


async def root_sheets(
    work: Work, thread_ids: Collection[UUID], order: Order, stretch: Stretch
) -> dict[UUID, Sheet[Comment]]:
    """A page of the first level of each thread, with the traces of what stood there."""
    shown = (
        Comment.depth == 0,
        Comment.state.in_(SHOWN),
        Comment.said.is_not(None),
    )
    roots = COMMENT.select(work).where(*shown)
    return await sheets_by_index(
        work, COMMENT, roots, Comment.thread_id, thread_ids, order, stretch
    )


async def root_counts(work: Work, thread_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many comments each thread has on all levels: the number that is kept."""
    threads = await threads_by_id(work, thread_ids)
    return {id: threads[id].comment_count if id in threads else 0 for id in thread_ids}


async def answer_sheets(
    work: Work, root_ids: Collection[UUID], order: Order, stretch: Stretch
) -> dict[UUID, Sheet[Comment]]:
    """A page of what stands below each comment of the first level, on all levels."""
    shown = COMMENT.select(work).where(Comment.state.in_(SHOWN), Comment.said.is_not(None))
    return await sheets_by_index(work, COMMENT, shown, Comment.root_id, root_ids, order, stretch)


async def answer_counts(work: Work, root_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many comments stand below each: the number that is kept."""
    comments = await comments_by_id(work, root_ids)
    return {id: comments[id].answer_count if id in comments else 0 for id in root_ids}


async def pinned_in(work: Work, thread_ids: Collection[UUID]) -> dict[UUID, list[Comment]]:
    """What is pinned in each thread, the latest first; ten at most."""
    rows = await work.rows(
        COMMENT.select(work, Comment.thread_id)
        .where(
            Comment.thread_id.in_(thread_ids),
            Comment.pinned.is_not(None),
            Comment.state == CommentState.PUBLISHED,
        )
        .order_by(Comment.pinned.desc(), Comment.id)
    )
    found: dict[UUID, list[Comment]] = {}
    for row in rows:
        kept = found.setdefault(row[0], [])
        if len(kept) < MOST_PINNED:
            kept.append(COMMENT.one(row[1:]))
    return found


MOST_PINNED = 10


async def official_answers(work: Work, comment_ids: Collection[UUID]) -> dict[UUID, list[Comment]]:
    """What the city answered to each comment, the earliest first."""
    rows = await work.rows(
        COMMENT.select(work, Comment.parent_id)
        .where(
            Comment.parent_id.in_(comment_ids),
            Comment.official,
            Comment.state == CommentState.PUBLISHED,
            its_thing_stands(work),
        )
        .order_by(Comment.said, Comment.id)
    )
    found: dict[UUID, list[Comment]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(COMMENT.one(row[1:]))
    return found


async def versions_of_comments(
    work: Work, comment_ids: Collection[UUID]
) -> dict[UUID, list[CommentVersion]]:
    """The words that each comment had before, as far as the actor may read them."""
    rows = await work.rows(
        VERSION.select(work, CommentVersion.comment_id)
        .where(CommentVersion.comment_id.in_(comment_ids))
        .order_by(CommentVersion.number)
    )
    found: dict[UUID, list[CommentVersion]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(VERSION.one(row[1:]))
    return found


async def supported_by_viewer(work: Work, comment_ids: Collection[UUID]) -> dict[UUID, bool]:
    """Which of the comments the actor supports."""
    if work.actor.account_id is None:
        return {}
    rows = await work.rows(
        sa.select(Support.comment_id).where(
            Support.comment_id.in_(comment_ids), Support.account_id == work.actor.account_id
        )
    )
    return {row[0]: True for row in rows}


def own_comments(work: Work) -> sa.Select[Comment]:
    """What the actor wrote, whatever became of it, the latest first."""
    return (
        COMMENT.select(work)
        .where(Comment.author_id == work.actor.account_id, Comment.state != CommentState.DELETED)
        .order_by(Comment.created.desc(), Comment.id)
    )
