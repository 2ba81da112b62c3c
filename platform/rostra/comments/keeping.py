"""What is said to a thing is read by whoever reads the thing: threads follow."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission, system
from rostra.comments.events import ThreadFollowed
from rostra.comments.models import SHOWN, Comment, CommentVersion, Thread
from rostra.comments.things import COMMENTABLE
from rostra.database import Database
from rostra.events import LoggedEvent
from rostra.records import Readable
from rostra.work import Work


class ThreadKeeper:
    """A subscriber of the log that moves threads with the things below which they stand."""

    name = "threads"

    async def handle(self, database: Database, events: list[LoggedEvent]) -> None:
        """Re-read the audience of the things that these events name; twice does no harm."""
        for kind, model in COMMENTABLE.items():
            ids = {id for event in events for id in event.things().get(kind, ())}
            if ids:
                async with database.work(system) as work:
                    await follow(work, model, ids)


async def follow(work: Work, model: type[Readable], thing_ids: Collection[UUID]) -> None:
    """Let those read what was said to the things who read the things now.

    Only what was read by whoever read the thread moves: what waits for somebody, and what was
    shown to fewer, keeps the readers that it has.
    """
    work.authorize_within(Permission.COMMENT_MODERATE)
    apart = await work.rows(
        sa.select(Thread, model.audience_id)
        .join(model, model.id == Thread.thing_id)
        .where(
            Thread.thing_kind == model.kind,
            Thread.thing_id.in_(thing_ids),
            Thread.audience_id != model.audience_id,
        )
    )
    for thread, audience_id in apart:
        comments = await work.fetch(
            sa.select(Comment).where(
                Comment.thread_id == thread.id,
                Comment.state.in_(SHOWN),
                Comment.audience_id == thread.audience_id,
            )
        )
        versions = await work.fetch(
            sa.select(CommentVersion)
            .join(Comment, Comment.id == CommentVersion.comment_id)
            .where(
                Comment.thread_id == thread.id,
                CommentVersion.audience_id == thread.audience_id,
            )
        )
        for record in (thread, *comments, *versions):
            record.audience_id = audience_id
        work.record(ThreadFollowed(thread.id, tuple(comment.id for comment in comments)))
