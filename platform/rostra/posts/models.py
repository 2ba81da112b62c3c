"""What the city publishes, with its pictures, topics, languages and former words."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from rostra.records import Described, Readable, Record, list_by_body, reference


class PostType(StrEnum):
    """What kind of thing the city tells."""

    NEWS = "news"
    PRESS_RELEASE = "press_release"
    ANNOUNCEMENT = "announcement"
    RESOLUTION = "resolution"
    VIDEO = "video"
    EVENT = "event"
    CONSULTATION = "consultation"
    PROJECT = "project"


class PostState(StrEnum):
    """How far a post is in its life."""

    DRAFT = "draft"
    REVIEW = "review"
    """It waits for a second person."""
    SCHEDULED = "scheduled"
    """Approved; it appears by itself when its time has come."""
    PUBLISHED = "published"
    EXPIRED = "expired"
    """Off the lists, and still to be read at its address."""
    WITHDRAWN = "withdrawn"


class PostLanguage(StrEnum):
    """The languages in which the city writes."""

    DE = "de"
    EN = "en"
    DE_SIMPLE = "de-simple"
    """Leichte Sprache."""


class Post(Record, Described):
    """Something that a department tells the city."""

    __tablename__ = "posts"
    kind = "post"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    organization_id: Mapped[UUID] = reference("organizations.id")
    post_type: Mapped[str] = mapped_column(default=PostType.NEWS)
    """A PostType."""
    title: Mapped[str]
    teaser: Mapped[str | None]
    text: Mapped[str]
    """Cleaned HTML."""
    language: Mapped[str] = mapped_column(default=PostLanguage.DE)
    """A PostLanguage."""
    published: Mapped[dt.datetime | None] = mapped_column(index=True)
    paper_id: Mapped[UUID | None] = reference("papers.id")
    """The paper that the post is about."""
    author_id: Mapped[UUID | None] = reference("accounts.id")
    editor_id: Mapped[UUID | None] = mapped_column()
    """Who changed the words last."""
    approver_id: Mapped[UUID | None] = mapped_column()
    """The second person, who let it appear."""
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    """Counts up with every change, so that nobody overwrites what they have not read."""
    submitted: Mapped[dt.datetime | None]
    """Since when it waits for a second person."""
    approved: Mapped[dt.datetime | None]
    note: Mapped[str | None]
    """What the second person, or the house, asks to be changed; read by the department alone."""
    appears: Mapped[dt.datetime | None]
    """When it shall appear; at once without."""
    expires: Mapped[dt.datetime | None]
    """When it leaves the lists."""
    corrected: Mapped[dt.datetime | None]
    """When its words were last corrected in public."""
    starts: Mapped[dt.datetime | None] = mapped_column(index=True)
    """When an event begins, or a consultation opens."""
    ends: Mapped[dt.datetime | None]
    place: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    video_url: Mapped[str | None]
    transcript: Mapped[str | None]
    """Every word of a video, as plain text."""
    captions: Mapped[str | None]
    """The captions of a video, as WebVTT."""
    results: Mapped[str | None]
    """What came out of a consultation, as cleaned HTML."""
    meeting_id: Mapped[UUID | None] = mapped_column(index=True)
    resolution_id: Mapped[UUID | None] = mapped_column(index=True)
    project_id: Mapped[UUID | None] = mapped_column(index=True)
    """The project; not a foreign key, since projects stand above posts."""
    variants_id: Mapped[UUID | None] = mapped_column(index=True)
    """What the same post in several languages shares: the id of the first of them."""


class Topic(Record):
    """A subject of the city under which its posts are found; read with its posts alone."""

    __tablename__ = "topics"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    name: Mapped[str]
    slug: Mapped[str]
    """The name as an address has it."""

    __table_args__ = (sa.UniqueConstraint("body_id", "slug"),)


class PostTopic(Record):
    """That a post belongs to a topic."""

    __tablename__ = "post_topics"
    post_id: Mapped[UUID] = reference("posts.id", ondelete="CASCADE", primary_key=True, index=False)
    topic_id: Mapped[UUID] = reference("topics.id", ondelete="CASCADE", primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class PostPicture(Record, Readable):
    """A picture in a post, painted anew, with words for those who do not see it."""

    __tablename__ = "post_pictures"
    kind = "post_picture"
    parents = ("post_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    post_id: Mapped[UUID] = reference("posts.id", ondelete="CASCADE")
    content_hash: Mapped[str]
    """Under which the strong-room holds the picture."""
    width: Mapped[int]
    height: Mapped[int]
    alternative: Mapped[str]
    """What is to be seen; empty where it only decorates."""
    caption: Mapped[str | None]
    credit: Mapped[str | None]
    """Who made it."""


class PostVersion(Record, Readable):
    """The words that a published post had until they were corrected, and why they were."""

    __tablename__ = "post_versions"
    kind = "post_version"
    parents = ("post_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    post_id: Mapped[UUID] = reference("posts.id", ondelete="CASCADE")
    account_id: Mapped[UUID | None] = reference("accounts.id", ondelete="SET NULL")
    """Who corrected it; never shown."""
    revision: Mapped[int]
    """The post's revision since."""
    reason: Mapped[str]
    before: Mapped[str]
    """What everybody read until then, as plain text."""
    after: Mapped[str]
    """What stood there since."""


class NewsDesk(Record):
    """How a department publishes: whether a second person reads first. Without one, they do."""

    __tablename__ = "news_desks"
    organization_id: Mapped[UUID] = reference(
        "organizations.id", ondelete="CASCADE", primary_key=True, index=False
    )
    review: Mapped[bool] = mapped_column(default=True)


list_by_body(Post)
