"""Readings of posts and of the comments below published things."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.models import Organization
from rostra.paging import Order, Sheet, Stretch, sheets, sizes
from rostra.papers.models import Paper
from rostra.posts.models import Comment, Post
from rostra.reading import Shape
from rostra.work import Work

POST = Shape(Post)
COMMENT = Shape(Comment)

LATEST_FIRST = Order("posts.-published", Post.published, descending=True)
LAST_CHANGED_FIRST = Order("posts.-modified", Post.modified, descending=True)
FIRST_SAID_FIRST = Order("comments.created", Comment.created)
LAST_SAID_FIRST = Order("comments.-created", Comment.created, descending=True)


def comments_on(work: Work, thing_kind: str, thing_id: UUID) -> sa.Select[Comment]:
    """The comments on a thing that the actor may read, oldest first."""
    return (
        work.readable(Comment)
        .where(Comment.thing_kind == thing_kind, Comment.thing_id == thing_id)
        .order_by(Comment.id)
    )


async def said_before(work: Work, post: Post, text: str) -> Comment | None:
    """The comment in which the actor said the same to the post, if it still stands."""
    same = comments_on(work, Post.kind, post.id).where(
        Comment.author_id == work.actor.account_id, Comment.text == text
    )
    return next(iter(await work.fetch(same.limit(1))), None)


async def posts_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Post]:
    """The posts with these ids that the actor may read."""
    return await POST.by_id(work, ids)


async def comments_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Comment]:
    """The comments with these ids that the actor may read."""
    return await COMMENT.by_id(work, ids)


def posts(
    work: Work,
    body_id: UUID | None = None,
    organization_ids: Collection[UUID] = (),
    post_types: Collection[str] = (),
    drafts: bool = False,
) -> sa.Select[Post]:
    """The published posts, or the drafts, of a body, of departments, of some types."""
    found = POST.select(work)
    found = found.where(Post.published.is_(None) if drafts else Post.published.is_not(None))
    if body_id is not None:
        found = found.where(Post.body_id == body_id)
    if organization_ids:
        readable = sa.select(Organization.id).where(
            work.may_read(Organization), Organization.id.in_(organization_ids)
        )
        found = found.where(Post.organization_id.in_(readable))
    if post_types:
        found = found.where(Post.post_type.in_(post_types))
    return found


async def posts_about(work: Work, paper_ids: Collection[UUID]) -> dict[UUID, list[Post]]:
    """The published posts about each paper, newest first."""
    about = (
        POST.select(work, Post.paper_id)
        .join(Paper, Paper.id == Post.paper_id)
        .where(work.may_read(Paper), Post.published.is_not(None), Post.paper_id.in_(paper_ids))
        .order_by(Post.published.desc(), Post.id.desc())
    )
    return await POST.grouped(work, about)


def comments_below(work: Work, post_ids: Collection[UUID]) -> sa.Select[Comment]:
    """The comments on each post, with the post's id before them."""
    return (
        COMMENT.select(work, Comment.thing_id)
        .join(Post, Post.id == Comment.thing_id)
        .where(work.may_read(Post), Comment.thing_kind == Post.kind, Comment.thing_id.in_(post_ids))
    )


async def comment_sheets(
    work: Work, post_ids: Collection[UUID], order: Order, stretch: Stretch
) -> dict[UUID, Sheet[Comment]]:
    """A page of the comments on each post."""
    return await sheets(work, COMMENT, comments_below(work, post_ids), order, stretch)


async def comment_counts(work: Work, post_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many comments each post has."""
    return await sizes(work, comments_below(work, post_ids), post_ids)
