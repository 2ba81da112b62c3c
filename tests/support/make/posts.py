"""Posts and comments for tests."""

import datetime as dt
from typing import Any

from rostra.comments.counting import count
from rostra.comments.models import Comment, CommentState, Thread
from rostra.comments.threads import thread_below
from rostra.organizations.models import Organization
from rostra.people.models import Account
from rostra.posts.models import NewsDesk, Post
from support.make.organizations import make_organization
from support.making import Place, kept, within


async def make_post(place: Place, organization: Organization | None = None, **values: Any) -> Post:
    """A published post of a department."""
    organization = organization or await make_organization(
        place, name="Presseamt", short_name="PA", organization_type="Verwaltungsbereich"
    )
    usual = {
        "title": "Radweg an der Saale gesperrt",
        "teaser": "Bis Freitag wird gebaut.",
        "text": "<p>Der Radweg ist ab Montag gesperrt.</p>",
        "published": dt.datetime.now(dt.UTC).replace(microsecond=0),
    }
    return await kept(
        place,
        Post,
        body_id=organization.body_id,
        organization_id=organization.id,
        **{**usual, **values},
    )


async def without_review(place: Place, organization: Organization) -> None:
    """Let a department publish without a second person."""
    async with within(place) as work:
        work.add(NewsDesk(organization_id=organization.id, review=False))


async def make_thread(place: Place, post: Post) -> Thread:
    """The thread below the post."""
    async with within(place) as work:
        return await thread_below(work, post)


async def make_comment(
    place: Place, post: Post, author: Account | None = None, **values: Any
) -> Comment:
    """Something said to the post."""
    usual = {
        "author_name": author.display_name if author else "Radfahrerin",
        "text": "Endlich wird gebaut.",
    }
    thread = await make_thread(place, post)
    said = values.pop("said", None) or dt.datetime.now(dt.UTC).replace(microsecond=0)
    comment: Comment = await kept(
        place,
        Comment,
        thread_id=thread.id,
        body_id=post.body_id,
        thing_kind="post",
        said=said,
        thing_id=post.id,
        author_id=author and author.id,
        **{**usual, **values},
    )
    if comment.state == CommentState.PUBLISHED:
        async with within(place) as work:
            await count(work, comment, 1)
    return comment
