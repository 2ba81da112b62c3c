"""Readings of posts and of the comments below published things."""

from uuid import UUID

import sqlalchemy as sa

from rostra.posts.models import Comment, Post
from rostra.work import Work


def newest_posts(work: Work) -> sa.Select[Post]:
    """The published posts that the actor may read, newest first."""
    return (
        work.readable(Post)
        .where(Post.published.is_not(None))
        .order_by(Post.published.desc(), Post.id.desc())
    )


def comments_on(work: Work, thing_kind: str, thing_id: UUID) -> sa.Select[Comment]:
    """The comments on a thing that the actor may read, oldest first."""
    return (
        work.readable(Comment)
        .where(Comment.thing_kind == thing_kind, Comment.thing_id == thing_id)
        .order_by(Comment.id)
    )
