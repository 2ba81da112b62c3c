"""Letting a comment appear and go, with the numbers that are kept instead of counted."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Office, account_token, role_token
from rostra.comments.models import Comment, CommentState, CommentVersion, Stance, Thread
from rostra.work import Work

STANCE_COUNTS: dict[str, Any] = {
    Stance.FOR: Thread.for_count,
    Stance.AGAINST: Thread.against_count,
    Stance.NEUTRAL: Thread.neutral_count,
}


async def appear(work: Work, comment: Comment) -> None:
    """Show a comment to whoever reads its thread, and count it."""
    thread = await thread_with(work, comment)
    comment.state = CommentState.PUBLISHED
    comment.said = comment.said or work.now
    comment.audience_id = thread.audience_id
    await work.flush()
    await count(work, comment, 1)


async def disappear(work: Work, comment: Comment, state: CommentState) -> None:
    """Count a comment no more, which stands in another state from now on."""
    if comment.state == CommentState.PUBLISHED:
        await count(work, comment, -1)
    comment.state = state
    await work.flush()


async def count(work: Work, comment: Comment, by: int) -> None:
    """Change the numbers of the thread and of what the comment answers."""
    changes: dict[Any, Any] = {Thread.comment_count: Thread.comment_count + by}
    if comment.stance is not None:
        column = STANCE_COUNTS[comment.stance]
        changes[column] = column + by
    if by > 0:
        changes[Thread.said_last] = work.now
    await work.change(sa.update(Thread).where(Thread.id == comment.thread_id).values(changes))
    answered = {id for id in (comment.root_id, comment.parent_id) if id is not None}
    if answered:
        await work.change(
            sa.update(Comment)
            .where(Comment.id.in_(answered))
            .values(answer_count=Comment.answer_count + by)
        )


async def thread_with(work: Work, comment: Comment) -> Thread:
    """The thread in which a comment stands."""
    found: Thread | None = await work.first(sa.select(Thread).where(Thread.id == comment.thread_id))
    assert found is not None
    return found


async def keep_words(work: Work, comment: Comment, audience_id: int) -> CommentVersion:
    """Write down the words that a comment has until now, for those who may read them."""
    last = await work.first(
        sa.select(sa.func.max(CommentVersion.number)).where(CommentVersion.comment_id == comment.id)
    )
    version = CommentVersion(
        comment_id=comment.id,
        number=(last or 0) + 1,
        text=comment.text,
        until=work.now,
        audience_id=audience_id,
    )
    work.add(version)
    await work.flush()
    return version


async def show_versions(work: Work, comment_id: UUID, audience_id: int) -> None:
    """Let others read the words that a comment had before."""
    for version in await versions_of(work, comment_id):
        version.audience_id = audience_id
    await work.flush()


async def versions_of(work: Work, comment_id: UUID) -> list[CommentVersion]:
    """The words that a comment had before, the oldest first."""
    return await work.fetch(
        sa.select(CommentVersion)
        .where(CommentVersion.comment_id == comment_id)
        .order_by(CommentVersion.number)
    )


async def its_own(work: Work, comment: Comment) -> int:
    """The audience of what only the author and the moderators read."""
    tokens = {role_token(Office.MODERATOR, comment.body_id)}
    if comment.author_id is not None:
        tokens.add(account_token(comment.author_id))
    return await work.audience(tokens)
