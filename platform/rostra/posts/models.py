"""What the city publishes, and the comments on published things."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Described, Readable, Record, list_by_body, reference


class Post(Record, Described):
    """Something that a department tells the city."""

    __tablename__ = "posts"
    kind = "post"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    organization_id: Mapped[UUID] = reference("organizations.id")
    post_type: Mapped[str] = mapped_column(default="news")
    """news, press_release, announcement, resolution, event, consultation or project"""
    title: Mapped[str]
    teaser: Mapped[str | None]
    text: Mapped[str]
    """Cleaned HTML."""
    language: Mapped[str] = mapped_column(default="de")
    published: Mapped[dt.datetime | None] = mapped_column(index=True)
    paper_id: Mapped[UUID | None] = reference("papers.id")
    """The paper that the post is about."""
    author_id: Mapped[UUID | None] = reference("accounts.id")


class Comment(Record, Readable):
    """What somebody says to a published thing, as plain text."""

    __tablename__ = "comments"
    kind = "comment"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    thing_kind: Mapped[str] = mapped_column(sa.String(32))
    thing_id: Mapped[UUID]
    author_id: Mapped[UUID | None] = reference("accounts.id")
    author_name: Mapped[str]
    """The name or pseudonym under which it stands."""
    text: Mapped[str]


sa.Index("ix_comments_thing", Comment.thing_kind, Comment.thing_id, Comment.id)

list_by_body(Post, Comment)
