"""Readings of posts."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rostra.organizations.models import Organization
from rostra.paging import Order
from rostra.papers.models import Paper
from rostra.posts.models import Post, PostPicture, PostState, PostTopic, PostVersion, Topic
from rostra.reading import Shape
from rostra.work import Work

POST = Shape(Post)
PICTURE = Shape(PostPicture)
VERSION = Shape(PostVersion)

LATEST_FIRST = Order("posts.-published", Post.published, descending=True)
LAST_CHANGED_FIRST = Order("posts.-modified", Post.modified, descending=True)
NEXT_FIRST = Order("posts.starts", Post.starts)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which posts are wanted; what is left out narrows nothing."""

    body_id: UUID | None = None
    organization_ids: Collection[UUID] = ()
    post_types: Collection[str] = ()
    topics: Collection[str] = ()
    """Slugs of topics."""
    year: int | None = None
    language: str | None = None
    """Of what stands in several languages, the one in this language, or the first there is."""
    dated: bool = False
    """Only what has a day: events and consultations."""
    ending_after: dt.datetime | None = None
    states: Collection[PostState] = (PostState.PUBLISHED,)


async def posts_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Post]:
    """The posts with these ids that the actor may read."""
    return await POST.by_id(work, ids)


async def pictures_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, PostPicture]:
    """The pictures with these ids that the actor may read."""
    return await PICTURE.by_id(work, ids)


async def versions_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, PostVersion]:
    """The former words with these ids that the actor may read."""
    return await VERSION.by_id(work, ids)


def posts(
    work: Work,
    body_id: UUID | None = None,
    organization_ids: Collection[UUID] = (),
    post_types: Collection[str] = (),
    drafts: bool = False,
) -> sa.Select[Any]:
    """The published posts, or those not yet published, of a body, of departments, of types."""
    unpublished = (PostState.DRAFT, PostState.REVIEW, PostState.SCHEDULED)
    states = unpublished if drafts else (PostState.PUBLISHED,)
    return wanted_posts(work, Wanted(body_id, organization_ids, post_types, states=states))


def wanted_posts(work: Work, wanted: Wanted) -> sa.Select[Any]:
    """The posts that are wanted, as far as the actor may read them."""
    states = [in_state(state, work.now) for state in wanted.states]
    found = POST.select(work).where(sa.or_(*states))
    if wanted.body_id is not None:
        found = found.where(Post.body_id == wanted.body_id)
    if wanted.organization_ids:
        readable = sa.select(Organization.id).where(
            work.may_read(Organization), Organization.id.in_(wanted.organization_ids)
        )
        found = found.where(Post.organization_id.in_(readable))
    if wanted.post_types:
        found = found.where(Post.post_type.in_(wanted.post_types))
    if wanted.topics:
        under = sa.select(PostTopic.post_id).join(Topic, Topic.id == PostTopic.topic_id)
        found = found.where(Post.id.in_(under.where(Topic.slug.in_(wanted.topics))))
    if wanted.year is not None:
        first, last = (
            dt.datetime(year, 1, 1, tzinfo=work.zone) for year in (wanted.year, wanted.year + 1)
        )
        found = found.where(Post.published >= first, Post.published < last)
    if wanted.dated or wanted.ending_after:
        found = found.where(Post.starts.is_not(None))
    if wanted.ending_after:
        found = found.where(sa.func.coalesce(Post.ends, Post.starts) >= wanted.ending_after)
    if wanted.language is not None:
        found = found.where(~has_better_variant(work, wanted.language))
    return found


def in_state(state: PostState, now: dt.datetime) -> sa.ColumnElement[bool]:
    """The condition under which a post is so far in its life."""
    standing = sa.or_(Post.expires.is_(None), Post.expires > now)
    unpublished = Post.published.is_(None)
    conditions = {
        PostState.DRAFT: (unpublished, Post.approved.is_(None), Post.submitted.is_(None)),
        PostState.REVIEW: (unpublished, Post.approved.is_(None), Post.submitted.is_not(None)),
        PostState.SCHEDULED: (unpublished, Post.approved.is_not(None)),
        PostState.PUBLISHED: (Post.published.is_not(None), standing),
        PostState.EXPIRED: (Post.published.is_not(None), ~standing),
    }
    return sa.and_(*conditions.get(state, (sa.false(),)))


def has_better_variant(work: Work, language: str) -> sa.ColumnElement[bool]:
    """Whether the same stands, for the actor, in a language that suits the reader better."""
    other = aliased(Post)

    def rank(post: Any) -> sa.ColumnElement[int]:
        wanted = (post.language == language, 0)
        return sa.case(wanted, (post.language == "de", 1), (post.language == "en", 2), else_=3)

    return sa.exists().where(
        Post.variants_id.is_not(None),
        other.variants_id == Post.variants_id,
        work.may_read(other),
        other.published.is_not(None),
        sa.or_(other.expires.is_(None), other.expires > work.now),
        rank(other) < rank(Post),
    )


async def posts_about(work: Work, paper_ids: Collection[UUID]) -> dict[UUID, list[Post]]:
    """The published posts about each paper, newest first."""
    about = (
        POST.select(work, Post.paper_id)
        .join(Paper, Paper.id == Post.paper_id)
        .where(
            work.may_read(Paper), Post.paper_id.in_(paper_ids),
            in_state(PostState.PUBLISHED, work.now),
        )
        .order_by(Post.published.desc(), Post.id.desc())
    )  # fmt: skip
    return await POST.grouped(work, about)


async def pictures_of(work: Work, post_ids: Collection[UUID]) -> dict[UUID, list[PostPicture]]:
    """The pictures of each post, in their order."""
    mine = PICTURE.select(work, PostPicture.post_id).where(PostPicture.post_id.in_(post_ids))
    return await PICTURE.grouped(work, mine.order_by(PostPicture.created, PostPicture.id))


async def versions_of(work: Work, post_ids: Collection[UUID]) -> dict[UUID, list[PostVersion]]:
    """What was corrected in each post, the latest first."""
    mine = VERSION.select(work, PostVersion.post_id).where(PostVersion.post_id.in_(post_ids))
    return await VERSION.grouped(work, mine.order_by(PostVersion.revision.desc()))


async def variants_of(work: Work, post_ids: Collection[UUID]) -> dict[UUID, list[Post]]:
    """The same post in its other languages."""
    mine = aliased(Post)
    others = (
        POST.select(work, mine.id)
        .join(mine, sa.and_(mine.variants_id == Post.variants_id, mine.id != Post.id))
        .where(mine.id.in_(post_ids), work.may_read(mine))
        .order_by(Post.language)
    )
    return await POST.grouped(work, others)


async def topics_of(work: Work, post_ids: Collection[UUID]) -> dict[UUID, list[Topic]]:
    """The topics of each post that the actor may read, in their order."""
    rows = await work.rows(
        sa.select(PostTopic.post_id, Topic)
        .join(Topic, Topic.id == PostTopic.topic_id)
        .join(Post, Post.id == PostTopic.post_id)
        .where(work.may_read(Post), PostTopic.post_id.in_(post_ids))
        .order_by(PostTopic.position)
    )
    found: dict[UUID, list[Topic]] = {id: [] for id in post_ids}
    for post_id, topic in rows:
        found[post_id].append(topic)
    return found


async def topics_in_use(work: Work) -> list[Topic]:
    """The topics under which there are published posts, by name."""
    used = (
        sa.select(PostTopic.topic_id)
        .join(Post, Post.id == PostTopic.post_id)
        .where(work.may_read(Post), in_state(PostState.PUBLISHED, work.now))
    )
    return await work.fetch(sa.select(Topic).where(Topic.id.in_(used)).order_by(Topic.name))


async def years_in_use(work: Work) -> list[int]:
    """The years in which posts were published, the latest first."""
    days = []
    for end in (sa.func.min, sa.func.max):
        readable = sa.select(end(Post.published)).where(
            work.may_read(Post), in_state(PostState.PUBLISHED, work.now)
        )
        days.append(await work.first(readable))
    first, last = (day.astimezone(work.zone).year if day else 0 for day in days)
    return list(range(last, first - 1, -1)) if last else []


async def organizations_in_use(work: Work) -> list[Organization]:
    """The departments that have published something, by name."""
    used = sa.select(Post.organization_id).where(
        work.may_read(Post), in_state(PostState.PUBLISHED, work.now)
    )
    found = work.readable(Organization).where(Organization.id.in_(used))
    return await work.fetch(found.order_by(Organization.name))
