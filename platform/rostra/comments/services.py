"""Saying something to a published thing."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.comments.events import CommentWritten
from rostra.comments.models import Comment, CommentState, Thread
from rostra.comments.queries import comments_on
from rostra.comments.things import refuse_unless_published, thing_of
from rostra.comments.threads import thread_below
from rostra.errors import NotPermitted
from rostra.people.confirming import given_name
from rostra.people.queries import own_account
from rostra.posts.services import refuse_unless_sized
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_COMMENT = 5_000


async def write_comment(
    work: Work, thing_kind: str, thing_id: UUID, text: str, author_name: str | None = None
) -> Comment:
    """Say something to a thing, under a name or a pseudonym; everybody may read it at once.

    Who says the same again, by a second click or after a lost connection, has said it once.
    """
    thing = await thing_of(work, thing_kind, thing_id)
    if work.actor.account_id is None:
        raise NotPermitted("Please log in to comment.")
    work.authorize(Permission.COMMENT_WRITE, thing)
    refuse_unless_published(thing)
    text = cleaned_text(text)
    refuse_unless_sized("text", text, LONGEST_COMMENT)
    name = given_name(cleaned_text(author_name or "") or await display_name(work))
    if said := await said_before(work, thing_kind, thing_id, text):
        return said

    return await _say(work, thing, text, name)


async def _say(work: Work, thing: Any, text: str, author_name: str) -> Comment:
    """Let the words of the actor stand below the thing, and count them."""
    thread = await thread_below(work, thing)
    comment = Comment(
        body_id=thread.body_id,
        thread_id=thread.id,
        thing_kind=thing.kind,
        thing_id=thing.id,
        author_id=work.actor.account_id,
        author_name=author_name,
        text=text,
        state=CommentState.PUBLISHED,
        said=work.now,
        audience_id=thing.audience_id,
    )
    work.add(comment)
    await work.flush()
    await work.change(
        sa.update(Thread)
        .where(Thread.id == thread.id)
        .values(comment_count=Thread.comment_count + 1, said_last=work.now)
    )
    work.record(CommentWritten(comment.id))
    return comment


async def said_before(work: Work, thing_kind: str, thing_id: UUID, text: str) -> Comment | None:
    """The comment in which the actor said the same to the thing, if it still stands."""
    same = comments_on(work, thing_kind, thing_id).where(
        Comment.author_id == work.actor.account_id, Comment.text == text
    )
    return next(iter(await work.fetch(same.limit(1))), None)


async def display_name(work: Work) -> str:
    """The name that the actor's account shows."""
    account = await own_account(work)
    return account.display_name if account else ""
