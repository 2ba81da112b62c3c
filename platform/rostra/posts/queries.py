"""Readings of posts."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.organizations.models import Organization
from rostra.paging import Order
from rostra.papers.models import Paper
from rostra.posts.models import Post
from rostra.reading import Shape
from rostra.work import Work

POST = Shape(Post)

LATEST_FIRST = Order("posts.-published", Post.published, descending=True)
LAST_CHANGED_FIRST = Order("posts.-modified", Post.modified, descending=True)


async def posts_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Post]:
    """The posts with these ids that the actor may read."""
    return await POST.by_id(work, ids)


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
