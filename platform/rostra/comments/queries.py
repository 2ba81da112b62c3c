"""Readings of threads and of the comments in them."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.comments.models import Comment, CommentState, Thread
from rostra.paging import Order, Sheet, Stretch, sheets, sizes
from rostra.reading import Shape
from rostra.work import Work

THREAD = Shape(Thread)
COMMENT = Shape(Comment)

FIRST_SAID_FIRST = Order("comments.said", Comment.said)
LAST_SAID_FIRST = Order("comments.-said", Comment.said, descending=True)


def comments_on(work: Work, thing_kind: str, thing_id: UUID) -> sa.Select[Comment]:
    """The comments on a thing that the actor may read, oldest first."""
    return (
        work.readable(Comment)
        .where(Comment.thing_kind == thing_kind, Comment.thing_id == thing_id)
        .order_by(Comment.id)
    )


async def comments_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Comment]:
    """The comments with these ids that the actor may read."""
    return await COMMENT.by_id(work, ids)


async def threads_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Thread]:
    """The threads with these ids that the actor may read."""
    return await THREAD.by_id(work, ids)


async def threads_of(work: Work, thing_ids: Collection[UUID]) -> dict[UUID, Thread]:
    """The thread of each thing about which something was said, by the thing's id."""
    rows = await work.rows(
        THREAD.select(work, Thread.thing_id).where(Thread.thing_id.in_(thing_ids))
    )
    return {row[0]: THREAD.one(row[1:]) for row in rows}


def comments_below(work: Work, thing_ids: Collection[UUID]) -> sa.Select[Comment]:
    """The published comments on each thing, with the thing's id before them."""
    return COMMENT.select(work, Comment.thing_id).where(
        Comment.state == CommentState.PUBLISHED, Comment.thing_id.in_(thing_ids)
    )


async def comment_sheets(
    work: Work, thing_ids: Collection[UUID], order: Order, stretch: Stretch
) -> dict[UUID, Sheet[Comment]]:
    """A page of the comments on each thing."""
    return await sheets(work, COMMENT, comments_below(work, thing_ids), order, stretch)


async def comment_counts(work: Work, thing_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many comments each thing has."""
    return await sizes(work, comments_below(work, thing_ids), thing_ids)
