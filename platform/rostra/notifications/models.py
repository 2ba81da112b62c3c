"""Letters by e-mail, and how often somebody wants them about what."""

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from rostra.records import Record, now, reference


class Rhythm(StrEnum):
    """How often letters about a topic are wanted."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class LetterState(StrEnum):
    """How far a letter is."""

    GATHERED = "gathered"
    """It waits to go out with others in a digest."""
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"


class Preference(Record):
    """How often an account wants letters about a topic; without one the topic decides."""

    __tablename__ = "preferences"
    account_id: Mapped[UUID] = reference(
        "accounts.id", ondelete="CASCADE", primary_key=True, index=False
    )
    topic: Mapped[str] = mapped_column(primary_key=True)
    rhythm: Mapped[str]
    """A Rhythm."""


class Following(Record):
    """That an account wants to hear what is new about a published thing."""

    __tablename__ = "followings"
    kind = "following"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    account_id: Mapped[UUID] = reference("accounts.id", ondelete="CASCADE", index=False)
    thing_kind: Mapped[str] = mapped_column(sa.String(32))
    thing_id: Mapped[UUID]
    created: Mapped[dt.datetime] = mapped_column(default=now)
    confirmed: Mapped[dt.datetime | None]
    """Since when its letters come: once the account's owner has said that they are wanted."""


sa.Index(
    "uq_followings_account_thing",
    Following.account_id, Following.thing_kind, Following.thing_id,
    unique=True,
)  # fmt: skip
sa.Index("ix_followings_thing", Following.thing_kind, Following.thing_id)


class Letter(Record):
    """One letter to one account; it names what it is about and never quotes what is not public."""

    __tablename__ = "letters"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    account_id: Mapped[UUID] = reference("accounts.id", ondelete="CASCADE")
    topic: Mapped[str]
    """A Topic of topics.py."""
    unique_key: Mapped[str] = mapped_column(unique=True)
    """What makes it one letter: the same fact never writes it twice."""
    language: Mapped[str] = mapped_column(default="de")
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    details: Mapped[dict[str, Any] | None]
    """What a digest needs of it: link, date."""
    state: Mapped[str] = mapped_column(default=LetterState.WAITING, index=True)
    """A LetterState."""
    not_before: Mapped[dt.datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None]
    digest_id: Mapped[UUID | None] = reference("letters.id")
    """The digest in which it went out."""
    created: Mapped[dt.datetime] = mapped_column(default=now)
    sent: Mapped[dt.datetime | None]
    bounced: Mapped[dt.datetime | None]
    end_token: Mapped[str | None]
    """With which letters about the topic are ended in one click; forgotten once it was sent."""
    end_token_hash: Mapped[str | None] = mapped_column(index=True)
