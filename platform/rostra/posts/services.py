"""Writing, reviewing, publishing, correcting and withdrawing posts."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Office, Permission, organization_token, role_token
from rostra.errors import Conflict, Invalid, NotFound
from rostra.meetings.models import Meeting
from rostra.organizations.models import Organization
from rostra.papers.models import Paper
from rostra.posts.appearing import appear, schedule, watch_end
from rostra.posts.events import (
    NewsDeskChanged,
    PostCorrected,
    PostDrafted,
    PostSentBack,
    PostSubmitted,
    PostWithdrawn,
)
from rostra.posts.models import NewsDesk, Post, PostPicture, PostState, PostVersion
from rostra.posts.portraits import portrait_of
from rostra.posts.reviewing import needs_review, refuse_own, refuse_unless_waiting
from rostra.posts.states import state_of
from rostra.posts.topics import put_under
from rostra.posts.variants import join_variants, refuse_same_language
from rostra.posts.writing import (
    PLAIN,
    Writing,
    checked,
    refuse_unless_complete,
    refuse_unless_sized,
    short,
)
from rostra.resolutions.models import Resolution
from rostra.work import Work

__all__ = ["refuse_unless_sized"]

LONGEST_NOTE = 2_000


async def write_post(
    work: Work,
    organization_id: UUID,
    title: str,
    text: str,
    teaser: str | None = None,
    post_type: str = "news",
    language: str = "de",
    paper_id: UUID | None = None,
) -> Post:
    """Draft a post of a department that has no more than its words."""
    writing = Writing(title, text, teaser, post_type, language, paper_id=paper_id)
    return await draft_post(work, organization_id, writing)


async def draft_post(
    work: Work, organization_id: UUID, writing: Writing, variant_of: UUID | None = None
) -> Post:
    """Draft a post of a department; until it is published only the department reads it.

    `variant_of` is the same post in another language.
    """
    organization = await work.find(Organization, organization_id)
    work.authorize(Permission.POST_WRITE, organization)
    post = Post(
        body_id=organization.body_id,
        organization_id=organization.id,
        title="",
        text="",
        author_id=work.actor.account_id,
        audience_id=await work.audience(department(organization)),
    )
    await write(work, post, writing)
    if variant_of is not None:
        await join_variants(work, post, variant_of)
    work.record(PostDrafted(post.id))
    return post


def department(organization: Organization) -> set[str]:
    """The tokens of those who read what an organization has not published yet."""
    return {
        organization_token(organization.id),
        role_token(Office.ADMINISTRATOR, organization.body_id),
    }


async def edit_post(
    work: Work, post_id: UUID, revision: int, writing: Writing, reason: str | None = None
) -> Post:
    """Write a post anew. A draft needs a review again; of what is published the former words
    stay to be read, with the reason. `revision` is that which the writer has seen."""
    post = await held(work, post_id)
    openly = post.published is not None
    work.authorize(Permission.POST_PUBLISH if openly else Permission.POST_WRITE, post)
    if post.revision != revision:
        raise Conflict(
            "Somebody has changed this post since you opened it; please look at what "
            "stands there now."
        )
    before = await portrait_of(work, post)
    await write(work, post, writing)
    post.revision += 1
    if not openly:
        post.submitted = post.approved = post.approver_id = None
        work.record(PostDrafted(post.id))
        return post

    refuse_unless_complete(post)
    after = await portrait_of(work, post)
    why = short("reason", reason, LONGEST_NOTE)
    if why is None:
        raise Invalid("reason", "Please give the reason for this correction; it stays to be read.")
    version = PostVersion(
        body_id=post.body_id, post_id=post.id, account_id=work.actor.account_id,
        revision=post.revision, reason=why, before=before, after=after,
        audience_id=post.audience_id,
    )  # fmt: skip
    work.add(version)
    post.corrected = work.now
    await work.flush()
    await watch_end(work, post)
    work.record(PostCorrected(post.id, version.id))
    return post


async def submit_post(work: Work, post_id: UUID) -> Post:
    """Hand a draft to a second person."""
    post = await held(work, post_id)
    work.authorize(Permission.POST_WRITE, post)
    if state_of(post, work.now) != PostState.DRAFT:
        raise Conflict("Only a draft can be handed in for review.")
    refuse_unless_complete(post)

    post.submitted, post.note = work.now, None
    work.record(PostSubmitted(post.id))
    return post


async def send_back_post(work: Work, post_id: UUID, note: str | None = None) -> Post:
    """Give a post back to those who write it, with what should change; a plan to publish ends."""
    post = await held(work, post_id)
    work.authorize(Permission.POST_PUBLISH, post)
    if state_of(post, work.now) not in (PostState.REVIEW, PostState.SCHEDULED):
        raise Conflict("Only what waits for a review or for its time can go back.")

    post.submitted = post.approved = post.approver_id = None
    post.note = short("note", note, LONGEST_NOTE)
    work.record(PostSentBack(post.id))
    return post


async def publish_post(work: Work, post_id: UUID) -> Post:
    """Approve a post: everybody reads it at once, or when the time comes that it names."""
    post = await held(work, post_id)
    work.authorize(Permission.POST_PUBLISH, post)
    if post.published is not None:
        raise Conflict("This post is published already.")
    if post.approved is not None:
        raise Conflict("This post is approved already and appears when its time has come.")
    if await needs_review(work, post):
        refuse_unless_waiting(post)
        refuse_own(work, post)
    refuse_unless_complete(post)

    post.approved, post.approver_id, post.note = work.now, work.actor.account_id, None
    if post.appears is not None and post.appears > work.now:
        await schedule(work, post)
    else:
        await appear(work, post)
    return post


async def withdraw_post(work: Work, post_id: UUID) -> Post:
    """Take a post back; the comments below it go out of sight with it, and nothing is lost."""
    post = await held(work, post_id)
    work.authorize(Permission.POST_PUBLISH, post)

    for model in (PostPicture, PostVersion):
        for part in await work.fetch(sa.select(model).where(model.post_id == post.id)):
            work.withdraw(part)
    openly = post.published is not None
    work.withdraw(post)
    work.record(PostWithdrawn(post.id) if openly else PostDrafted(post.id))
    return post


async def settle_review(work: Work, organization_id: UUID, review: bool) -> NewsDesk:
    """Settle whether a second person reads what a department publishes; not the editors do."""
    organization = await work.find(Organization, organization_id)
    work.authorize(Permission.ORGANIZATION_KEEP, organization)
    found: NewsDesk | None = await work.first(
        sa.select(NewsDesk).where(NewsDesk.organization_id == organization.id)
    )
    desk = found or NewsDesk(organization_id=organization.id)
    desk.review = review
    work.add(desk)
    await work.flush()
    work.record(NewsDeskChanged(organization.id))
    return desk


async def held(work: Work, post_id: UUID) -> Post:
    """The post, which nobody else changes until this is done."""
    mine = work.readable(Post).where(Post.id == post_id).with_for_update()
    found: Post | None = await work.first(mine.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


async def write(work: Work, post: Post, writing: Writing) -> None:
    """Let the post say what was written; what it links must be there for the writer."""
    wanted = checked(writing)
    linked: tuple[tuple[Any, UUID | None], ...] = (
        (Paper, wanted.paper_id), (Meeting, wanted.meeting_id), (Resolution, wanted.resolution_id),
    )  # fmt: skip
    for model, id in linked:
        if id is not None:
            await work.find(model, id)
    await refuse_same_language(work, post, wanted.language)
    for name in PLAIN:
        setattr(post, name, getattr(wanted, name))
    post.editor_id = work.actor.account_id
    work.add(post)
    await work.flush()
    await put_under(work, post.id, post.body_id, wanted.topics)
