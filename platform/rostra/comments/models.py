"""Threads below published things, and the comments in them."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Readable, Record, list_by_body, now, reference


class CommentState(StrEnum):
    """How far a comment is, and what became of it."""

    UNCONFIRMED = "unconfirmed"
    """It waits for its author to open the link in the letter."""
    HELD = "held"
    """A rule of the city holds it for a moderator."""
    PUBLISHED = "published"
    HIDDEN = "hidden"
    """A moderator took the words out of sight; that something stood here stays to be seen."""
    REWORKING = "reworking"
    """Hidden until its author has written it anew, as a moderator asked."""
    DELETED = "deleted"
    """Its author took it back; where there are answers a trace stays."""


SHOWN = frozenset(
    {
        CommentState.PUBLISHED,
        CommentState.HIDDEN,
        CommentState.REWORKING,
        CommentState.DELETED,
    }
)
"""The states whose comments, or traces, stand in the thread for its readers."""


class Stance(StrEnum):
    """Where somebody stands, where the thing asks for it."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"


class Thread(Record, Readable):
    """What is said to one published thing, with its numbers; its audience follows the thing's."""

    __tablename__ = "threads"
    kind = "thread"
    body_id: Mapped[UUID] = reference("bodies.id")
    thing_kind: Mapped[str] = mapped_column(sa.String(32))
    thing_id: Mapped[UUID]
    organization_id: Mapped[UUID | None] = reference("organizations.id")
    """The department that answers."""
    closed: Mapped[dt.datetime | None]
    """Since when nothing more can be said."""
    closed_for: Mapped[str | None]
    """Why, for everybody to read."""
    asks_stance: Mapped[bool] = mapped_column(default=False)
    comment_count: Mapped[int] = mapped_column(default=0)
    """How many published comments it has: kept, not counted."""
    for_count: Mapped[int] = mapped_column(default=0)
    against_count: Mapped[int] = mapped_column(default=0)
    neutral_count: Mapped[int] = mapped_column(default=0)
    said_last: Mapped[dt.datetime | None]


sa.Index("uq_threads_thing", Thread.thing_kind, Thread.thing_id, unique=True)


class Comment(Record, Readable):
    """What somebody says to a published thing, as plain text.

    What was hidden or deleted keeps its place with empty words; the words themselves are then
    in a CommentVersion, for those who may read that.
    """

    __tablename__ = "comments"
    kind = "comment"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    thread_id: Mapped[UUID | None]
    thing_kind: Mapped[str] = mapped_column(sa.String(32))
    thing_id: Mapped[UUID]
    parent_id: Mapped[UUID | None] = mapped_column(index=True)
    """The comment that it answers."""
    root_id: Mapped[UUID | None]
    """The comment of the first level below which it stands; itself none."""
    depth: Mapped[int] = mapped_column(default=0, server_default="0")
    """0 to 2; whatever answers the third level stands on the third level too."""
    state: Mapped[str] = mapped_column(
        sa.String(16), default="published", server_default="published"
    )
    """A CommentState."""
    author_id: Mapped[UUID | None] = reference("accounts.id")
    author_name: Mapped[str]
    """The name or pseudonym under which it stands."""
    text: Mapped[str]
    language: Mapped[str | None]
    stance: Mapped[str | None]
    """A Stance, where the thing asks for it."""
    quoted_id: Mapped[UUID | None]
    """The comment that it quotes, in the same thread."""
    quote: Mapped[str | None]
    support_count: Mapped[int] = mapped_column(default=0, server_default="0")
    answer_count: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many published comments stand below it."""
    said: Mapped[dt.datetime | None]
    """When it appeared for everybody; until then none. Sorts the thread."""
    edited: Mapped[dt.datetime | None]
    official: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Whether the city says it."""
    organization_id: Mapped[UUID | None] = mapped_column(index=True)
    """The department that says it, or that promised an answer to it."""
    pinned: Mapped[dt.datetime | None]
    answer_by: Mapped[dt.date | None]
    """The day by which the city promised to answer it."""
    answered: Mapped[dt.datetime | None]
    """When the city answered it."""
    held_by: Mapped[list[str] | None]
    """The rules of the city that hold it for a moderator."""
    key_hash: Mapped[str | None]
    """The hashed key with which its author sent it: sent twice, it is said once."""


sa.Index("ix_comments_thing", Comment.thing_kind, Comment.thing_id, Comment.id)
sa.Index("ix_comments_thread_said", Comment.thread_id, Comment.depth, Comment.said, Comment.id)
sa.Index(
    "ix_comments_thread_support",
    Comment.thread_id, Comment.depth, Comment.support_count, Comment.id,
)  # fmt: skip
sa.Index("ix_comments_root_said", Comment.root_id, Comment.said, Comment.id)
sa.Index("uq_comments_author_key", Comment.author_id, Comment.key_hash, unique=True)


class CommentVersion(Record, Readable):
    """The words that a comment had until they were edited, hidden or deleted."""

    __tablename__ = "comment_versions"
    kind = "comment_version"
    parents = ("comment_id",)
    comment_id: Mapped[UUID] = reference("comments.id")
    number: Mapped[int]
    text: Mapped[str]
    until: Mapped[dt.datetime]


class Support(Record):
    """That an account supports a comment; once, and it can be taken back."""

    __tablename__ = "supports"
    comment_id: Mapped[UUID] = reference("comments.id", primary_key=True, index=False)
    account_id: Mapped[UUID] = reference("accounts.id", ondelete="CASCADE", primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(default=now)


class ParticipationSummary(Record):
    """What the clerk sums up for the committee of what was said to the papers of an item.

    It has no audience of its own: whoever reads the item with all its papers reads it.
    """

    __tablename__ = "participation_summaries"
    agenda_item_id: Mapped[UUID] = reference(
        "agenda_items.id", ondelete="CASCADE", primary_key=True, index=False
    )
    text: Mapped[str]
    written: Mapped[dt.datetime] = mapped_column(default=now)


class ParticipationVersion(Record):
    """What a summary said before the clerk mended it, for whoever reads the summary."""

    __tablename__ = "participation_versions"
    agenda_item_id: Mapped[UUID] = reference(
        "agenda_items.id", ondelete="CASCADE", primary_key=True, index=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
    until: Mapped[dt.datetime]


list_by_body(Comment)
