"""A moderator ends a discussion for a reason that everybody reads, and opens it again."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.comments.events import ThreadClosed, ThreadReopened
from rostra.comments.models import Thread
from rostra.comments.things import refuse_unless_published, thing_of
from rostra.comments.threads import thread_below
from rostra.errors import Conflict
from rostra.posts.services import refuse_unless_sized
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_REASON = 500


async def close_thread(work: Work, thing_kind: str, thing_id: UUID, reason: str) -> Thread:
    """Let nothing more be said to a thing, for a reason of at most 500 characters.

    What stands stays, what waits for its letter may still appear, and the city may still answer.
    """
    thread = await _moderated(work, thing_kind, thing_id)
    if thread.closed is not None:
        raise Conflict("The discussion is closed already.")
    reason = cleaned_text(reason)
    refuse_unless_sized("reason", reason, LONGEST_REASON)
    thread.closed, thread.closed_for = work.now, reason
    await work.flush()
    work.record(ThreadClosed(thread.id))
    return thread


async def reopen_thread(work: Work, thing_kind: str, thing_id: UUID) -> Thread:
    """Let things be said to a thing again."""
    thread = await _moderated(work, thing_kind, thing_id)
    if thread.closed is None:
        raise Conflict("The discussion is open.")
    thread.closed = thread.closed_for = None
    await work.flush()
    work.record(ThreadReopened(thread.id))
    return thread


async def _moderated(work: Work, thing_kind: str, thing_id: UUID) -> Thread:
    """The thread below a thing, which nobody else closes or opens until this is done.

    Only for those who moderate its city.
    """
    thing: Any = await thing_of(work, thing_kind, thing_id)
    refuse_unless_published(thing)
    work.authorize_within(Permission.COMMENT_MODERATE, thing.body_id)
    house = await work.as_the_system()
    thread = await thread_below(house, thing)
    mine = sa.select(Thread).where(Thread.id == thread.id).with_for_update()
    held: Thread = await house.first(mine.execution_options(populate_existing=True))
    return held
