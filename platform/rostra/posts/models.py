"""What the city publishes."""

import datetime as dt
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Described, Record, list_by_body, reference


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


list_by_body(Post)
