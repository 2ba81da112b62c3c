"""Taking in the posts of a feed: each once, and what has changed there as a correction."""

import datetime as dt
from collections import Counter
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, Permission, system
from rostra.database import Database
from rostra.errors import Invalid
from rostra.imports.feeds.reading import Feed, FeedItem, feed_in
from rostra.imports.fetching import Source, fetched
from rostra.imports.models import Imported
from rostra.organizations.models import Organization
from rostra.posts.models import Post, PostType
from rostra.posts.services import draft_post, edit_post, publish_post
from rostra.posts.topics import topics_under
from rostra.posts.writing import PLAIN, Writing
from rostra.work import Work

BATCH = 100
LARGEST = 32 * 1024 * 1024
"""Bytes of a feed."""
REASON = "The source has changed this."


async def import_feed(
    database: Database,
    source: str,
    organization_id: UUID,
    name: str | None = None,
    post_type: PostType = PostType.PRESS_RELEASE,
    own_network: bool = False,
) -> Counter[str]:
    """Bring the posts of a feed into the house; what it has taken in already changes nothing.

    `name` says where they come from: the same guid under another name is another post.
    """
    feed = feed_in(fetched(Source(source, LARGEST, own_network)))
    counts: Counter[str] = Counter()
    called = name or feed.home or "feed"
    oldest_first = sorted(feed.items, key=lambda one: (one.published or "9", one.key))
    for start in range(0, len(oldest_first), BATCH):
        async with database.work(system) as work:
            organization = await work.find(Organization, organization_id)
            work.authorize(Permission.BODY_IMPORT, organization)
            await work.first(
                sa.select(Organization.id)
                .where(Organization.id == organization.id)
                .with_for_update()
            )
            for item in oldest_first[start : start + BATCH]:
                source_id = f"feed:{called}:{organization.id}:{item.key}"
                counts[await take_in(work, organization, feed, item, source_id, post_type)] += 1
    return counts


async def take_in(
    work: Work,
    organization: Organization,
    feed: Feed,
    item: FeedItem,
    source_id: str,
    post_type: PostType,
) -> str:
    """Take in one item; what became of it."""
    known: Imported | None = await work.first(
        sa.select(Imported).where(Imported.source_id == source_id)
    )
    if known is not None and known.content_hash == item.content_hash:
        return "unchanged"
    if known is None:
        post = await made(work, organization, feed, item, post_type)
        work.add(
            Imported(
                source_id=source_id, kind=Post.kind, local_id=post.id,
                content_hash=item.content_hash, source_modified=item.published,
            )
        )  # fmt: skip
        await work.flush()
        return "new"
    known.content_hash, known.seen = item.content_hash, work.now
    found: Post | None = await work.first(sa.select(Post).where(Post.id == known.local_id))
    if found is None or found.audience_id == NOBODY:
        return "withdrawn"
    return await corrected(work, found, item)


async def made(
    work: Work, organization: Organization, feed: Feed, item: FeedItem, post_type: PostType
) -> Post:
    """A post as it stands at its source, as old as it is there."""
    if post_type in (PostType.EVENT, PostType.CONSULTATION, PostType.VIDEO):
        raise Invalid("type", "A feed says too little for posts of this type.")
    writing = Writing(item.title, item.text, item.teaser, post_type, feed.language)
    post = await draft_post(work, organization.id, writing)
    post.web = item.link
    await publish_post(work, post.id)
    await work.flush()
    told = dt.datetime.fromisoformat(item.published) if item.published else work.now
    moment = min(told, work.now)
    dated = sa.update(Post).where(Post.id == post.id)
    await work.change(
        dated.values(published=moment, created=moment, modified=moment).execution_options(
            synchronize_session=False
        )
    )
    return post


async def corrected(work: Work, post: Post, item: FeedItem) -> str:
    """A post as its source has it now; the former words stay to be read."""
    told = (post.title, post.text, post.teaser)
    post.web = item.link
    if told == (item.title, item.text, item.teaser):
        return "unchanged"
    stands = {name: getattr(post, name) for name in PLAIN}
    said = {"title": item.title, "text": item.text, "teaser": item.teaser}
    topics = tuple(await topics_under(work, post.id))
    writing = Writing(**{**stands, **said}, topics=topics)
    await edit_post(work, post.id, post.revision, writing, REASON)
    return "changed"
