"""What somebody wants to say, checked before it is kept."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY
from rostra.admission.entering import Sender
from rostra.comments.models import Comment, CommentState, Stance, Thread
from rostra.errors import Conflict, Invalid
from rostra.people.models import Account
from rostra.posts.services import refuse_unless_sized
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_COMMENT = 5_000
LONGEST_QUOTE = 500
DEEPEST = 2
"""The depth of the third level; what answers it stands there too."""


@dataclass(frozen=True)
class Words:
    """What somebody says, to whom, and where they stand."""

    text: str
    parent_id: UUID | None = None
    stance: str | None = None
    quoted_id: UUID | None = None
    quote: str | None = None


def checked(words: Words, asks_stance: bool) -> Words:
    """The words cleaned; Invalid names what cannot be taken."""
    text = cleaned_text(words.text)
    refuse_unless_sized("text", text, LONGEST_COMMENT)
    stance = words.stance or None
    if stance is not None and not asks_stance:
        raise Invalid("stance", "It is not asked here where you stand.")
    if stance is not None and stance not in set(Stance):
        raise Invalid("stance", "One can be for it, against it, or neutral.")
    quote = cleaned_text(words.quote or "") or None
    if quote is not None and len(quote) > LONGEST_QUOTE:
        raise Invalid("quote", f"A quotation has at most {LONGEST_QUOTE} characters.")
    if (quote is None) != (words.quoted_id is None):
        raise Invalid("quote", "A quotation names a comment and some of its words.")
    return replace(words, text=text, stance=stance, quote=quote)


def asks_stance(thing: Any) -> bool:
    """Whether comments on the thing say where their authors stand: papers and consultations do."""
    return thing.kind == "paper" or getattr(thing, "post_type", None) == "consultation"


async def comment_in(work: Work, thread: Thread, id: UUID, field: str) -> Comment:
    """A published comment of the thread, to which something refers."""
    found: Comment | None = await work.first(
        sa.select(Comment).where(
            Comment.id == id,
            Comment.thread_id == thread.id,
            Comment.state == CommentState.PUBLISHED,
        )
    )
    if found is None:
        raise Invalid(field, "The comment to which this refers is not there any more.")
    return found


def refuse_unless_said(quote: str, quoted: Comment) -> None:
    """Refuse words that are not in the comment from which they are quoted."""
    if not says(quoted.text, quote):
        raise Invalid("quote", "These words are not in the comment that is quoted.")


def says(text: str, quote: str) -> bool:
    """Whether a text has the words of a quotation still."""
    return " ".join(quote.split()) in " ".join(text.split())


def key_hash_of(sender: Sender, own: bool) -> str | None:
    """What is kept of the key with which something was sent.

    What a stranger sends under an address never meets what its owner sent.
    """
    if not sender.key:
        return None
    return hashlib.sha256(f"{'own' if own else 'stranger'} {sender.key}".encode()).hexdigest()


async def sent_before(work: Work, key_hash: str | None, account: Account, words: Words) -> Any:
    """The comment that was sent with the same key; Conflict when it says something else."""
    if key_hash is None:
        return None
    found: Comment | None = await work.first(
        sa.select(Comment).where(Comment.author_id == account.id, Comment.key_hash == key_hash)
    )
    fresh = found is not None and found.state in (
        CommentState.UNCONFIRMED,
        CommentState.HELD,
        CommentState.PUBLISHED,
    )
    if found is not None and fresh and found.edited is None and found.text != words.text:
        raise Conflict("Something else was sent with this form already. Please open it anew.")
    return found


async def said_before(
    work: Work, thread_id: UUID, account: Account, words: Words, own: bool
) -> Comment | None:
    """The comment in which the account said the same at the same place, if it still stands.

    A stranger learns only of what waits for its letter, never of what the address's owner said.
    """
    states = [CommentState.UNCONFIRMED]
    if own:
        states += [CommentState.HELD, CommentState.PUBLISHED]
    parent: sa.ColumnElement[bool] = Comment.parent_id.is_not_distinct_from(words.parent_id)
    found: Comment | None = await work.first(
        work.readable(Comment).where(
            Comment.thread_id == thread_id,
            Comment.author_id == account.id,
            Comment.text == words.text,
            Comment.state.in_(states),
            Comment.audience_id != NOBODY,
            parent,
        )
    )
    return found
