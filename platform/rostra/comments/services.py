"""Saying something to a published thing: write first, confirm after."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.admission.banning import refuse_banned
from rostra.admission.entering import Sender, admit
from rostra.admission.models import Deed
from rostra.admission.screening import reasons_to_hold
from rostra.comments.counting import appear, its_own
from rostra.comments.events import CommentHandedIn, CommentWritten
from rostra.comments.models import Comment, CommentState, Thread
from rostra.comments.things import refuse_unless_published, thing_of
from rostra.comments.threads import thread_below
from rostra.comments.writing import (
    DEEPEST,
    Words,
    asks_stance,
    checked,
    comment_in,
    key_hash_of,
    refuse_unless_said,
    said_before,
    sent_before,
)
from rostra.errors import Conflict
from rostra.people.confirming import ask_to_confirm, author_of, given_name, speaks_at_once
from rostra.people.models import Account
from rostra.work import Work

CLOSED = "Nothing more can be said here: the discussion is closed."
USUAL_SENDER = Sender()


async def write_comment(
    work: Work, thing_kind: str, thing_id: UUID, words: Words, sender: Sender = USUAL_SENDER
) -> Comment:
    """Say something to a thing, under a name or a pseudonym.

    It is public at once from those who are logged in and confirmed; else after the letter, and
    where a rule of the city holds it, after a moderator. Sent twice, it is said once.
    """
    thing = await thing_of(work, thing_kind, thing_id)
    work.authorize(Permission.COMMENT_WRITE, thing)
    refuse_unless_published(thing)
    words = checked(words, asks_stance(thing))
    account = await author_of(work, sender.email, sender.name, sender.language)
    own = work.actor.account_id == account.id
    house = await work.as_the_system()
    key_hash = key_hash_of(sender, own)
    if sent := await sent_before(house, key_hash, account, words):
        return sent
    thread = await thread_below(house, thing)
    if said := await said_before(house, thread.id, account, words, own):
        return said
    await admit(work, Deed.COMMENT, sender.visit, account)
    await refuse_banned(work, account, thread.body_id)
    if sent := await sent_before(house, key_hash, account, words):  # while it waited at the door
        return sent

    name = given_name(sender.name or account.display_name)
    comment = await _kept(house, thread, account, words, name)
    comment.key_hash = key_hash
    if speaks_at_once(work, account):
        await _let_in(work, comment, account)
    else:
        await ask_to_confirm(work, account, f"/comments/{comment.id}", Comment.kind, comment.id)
        work.record(CommentHandedIn(comment.id))
    return comment


async def release_comment(work: Work, comment_id: UUID, account: Account) -> None:
    """Let a comment in whose author has opened the link in the letter."""
    house = await work.as_the_system()
    comment = await house.find(Comment, comment_id)
    work.authorize(Permission.COMMENT_WRITE, comment)
    if comment.author_id != account.id:
        raise Conflict("This comment was written under another address.")
    if comment.state == CommentState.UNCONFIRMED:
        refuse_unless_published(await thing_of(house, comment.thing_kind, comment.thing_id))
        await refuse_banned(work, account, comment.body_id)
        await _let_in(work, comment, account)


async def _let_in(work: Work, comment: Comment, account: Account) -> None:
    """Publish a comment, or hold it where a rule of the city says so."""
    house = await work.as_the_system()
    before = await house.count(
        sa.select(Comment).where(
            Comment.author_id == account.id, Comment.state == CommentState.PUBLISHED
        )
    )
    said = f"{comment.author_name}\n{comment.text}"
    reasons = await reasons_to_hold(work, comment.body_id, account, said, before)
    if reasons:
        comment.state, comment.held_by = CommentState.HELD, reasons
        work.record(CommentHandedIn(comment.id))
    else:
        await appear(house, comment)
        work.record(CommentWritten(comment.id))


async def _kept(house: Work, thread: Thread, account: Account, words: Words, name: str) -> Comment:
    """The comment at its place in the thread, which nobody but its author reads yet."""
    if thread.closed is not None:
        raise Conflict(CLOSED)
    parent: Any = None
    if words.parent_id is not None:
        parent = await comment_in(house, thread, words.parent_id, "parent")
    if words.quoted_id is not None and words.quote is not None:
        quoted = await comment_in(house, thread, words.quoted_id, "quote")
        refuse_unless_said(words.quote, quoted)
    comment = Comment(
        body_id=thread.body_id,
        thread_id=thread.id,
        thing_kind=thread.thing_kind,
        thing_id=thread.thing_id,
        parent_id=parent and parent.id,
        root_id=parent and (parent.root_id or parent.id),
        depth=min(parent.depth + 1, DEEPEST) if parent else 0,
        author_id=account.id,
        author_name=name,
        text=words.text,
        stance=words.stance,
        quoted_id=words.quoted_id,
        quote=words.quote,
        state=CommentState.UNCONFIRMED,
    )
    comment.audience_id = await its_own(house, comment)
    house.add(comment)
    await house.flush()
    return comment
