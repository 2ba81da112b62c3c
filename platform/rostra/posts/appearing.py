"""How a post appears, at once or by itself at its minute, and leaves the lists at its end."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission, system
from rostra.database import Database
from rostra.errors import Invalid
from rostra.jobs import enqueue
from rostra.organizations.models import Organization
from rostra.posts.events import PostExpired, PostPublished, PostScheduled, PostSentBack
from rostra.posts.models import Post, PostPicture
from rostra.posts.writing import refuse_unless_complete
from rostra.work import Work

PUBLISH = "posts.publish"
"""The name of the job that lets a post appear."""
EXPIRE = "posts.expire"
"""The name of the job that says that a post has left the lists."""


async def appear(work: Work, post: Post) -> None:
    """Show the post with its pictures to everybody."""
    work.authorize(Permission.POST_PUBLISH, post)
    refuse_unless_complete(post)
    if post.expires is not None and post.expires <= work.now:
        raise Invalid("expires", "It would leave the lists before it appears.")
    post.audience_id, post.published = PUBLIC, work.now
    pictures = sa.select(PostPicture).where(PostPicture.post_id == post.id)
    for picture in await work.fetch(pictures.where(work.may_read(PostPicture))):
        picture.audience_id = PUBLIC
    work.record(PostPublished(post.id))
    await watch_end(work, post)


def spelled(moment: dt.datetime) -> str:
    """A moment as jobs name it, in whatever zone it was given."""
    return moment.astimezone(dt.UTC).isoformat()


async def watch_end(work: Work, post: Post) -> None:
    """Have it said when the post leaves the lists: what shows them is made anew then."""
    if post.expires is None or post.expires <= work.now:
        return
    moment = spelled(post.expires)
    await enqueue(
        work, EXPIRE, {"post": str(post.id), "expires": moment},
        f"{EXPIRE}:{post.id}:{moment}", not_before=post.expires,
    )  # fmt: skip


async def expire_due(database: Database, payload: dict[str, Any]) -> None:
    """Say that a post has left the lists, if its end is still that which was planned."""
    async with database.work(system) as work:
        wanted = work.readable(Post).where(Post.id == UUID(payload["post"]))
        post: Post | None = await work.first(wanted)
        if post is None or post.published is None or post.expires is None:
            return
        if spelled(post.expires) == payload["expires"] and post.expires <= work.now:
            work.authorize(Permission.POST_PUBLISH, post)
            work.record(PostExpired(post.id))


async def schedule(work: Work, post: Post) -> None:
    """Let the post appear by itself when its time has come."""
    work.authorize(Permission.POST_PUBLISH, post)
    assert post.appears is not None
    moment = spelled(post.appears)
    await enqueue(
        work, PUBLISH, {"post": str(post.id), "appears": moment},
        f"{PUBLISH}:{post.id}:{post.revision}:{moment}", not_before=post.appears,
    )  # fmt: skip
    work.record(PostScheduled(post.id))


async def publish_due(database: Database, payload: dict[str, Any]) -> None:
    """Let a post appear whose time has come, if it is still approved as it was planned.

    What has become impossible meanwhile goes back to its department, with the reason.
    """
    async with database.work(system) as work:
        wanted = work.readable(Post).where(Post.id == UUID(payload["post"]))
        post: Post | None = await work.first(wanted.with_for_update())
        if post is None or not is_due(post, payload["appears"], work.now):
            return
        try:
            await refuse_without_department(work, post)
            await appear(work, post)
        except Invalid as refusal:
            post.submitted = post.approved = post.approver_id = None
            post.note = refusal.sentence
            work.record(PostSentBack(post.id))


def is_due(post: Post, planned: str, now: dt.datetime) -> bool:
    """Whether the post is approved for the moment that was planned, and that has come."""
    approved = post.approved is not None and post.published is None
    appears = post.appears
    return approved and appears is not None and spelled(appears) == planned and appears <= now


async def refuse_without_department(work: Work, post: Post) -> None:
    """Refuse a post whose department is not to be read by everybody any more."""
    public = sa.select(Organization.id).where(
        Organization.id == post.organization_id, Organization.audience_id == PUBLIC
    )
    if await work.first(public) is None:
        raise Invalid("organization", "The department that says this is not public any more.")
