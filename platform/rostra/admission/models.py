"""What is kept at the door, hashed and for a stated time, and the rules that a city sets there."""

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from rostra.records import Readable, Record, now, reference


class Deed(StrEnum):
    """What somebody wants to do who comes to the door; each has rates of its own."""

    COMMENT = "comment"
    SUPPORT = "support"
    REPORT = "report"
    PICTURE = "picture"
    """Sending a picture, which costs the house memory before anybody knows what it shows."""
    NOTICE = "notice"
    POLL_ANSWER = "poll_answer"
    FOLLOW = "follow"
    LETTER = "letter"
    """Asking for a link to log in."""


class SigningKey(Record):
    """A secret of the house with which it signs what it will see again."""

    __tablename__ = "signing_keys"
    name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str]
    created: Mapped[dt.datetime] = mapped_column(default=now)


class SolvedChallenge(Record):
    """A proof of work that was shown already, until it would have ended by itself."""

    __tablename__ = "solved_challenges"
    challenge_hash: Mapped[str] = mapped_column(primary_key=True)
    ends: Mapped[dt.datetime] = mapped_column(index=True)


class Trace(Record):
    """That something was done: by hashed account and hashed address prefix, for a stated time."""

    __tablename__ = "traces"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    deed: Mapped[str] = mapped_column(sa.String(32))
    """A Deed."""
    source_hash: Mapped[str]
    at: Mapped[dt.datetime] = mapped_column(default=now, index=True)


sa.Index("ix_traces_source_hash_deed_at", Trace.source_hash, Trace.deed, Trace.at)


class Screen(StrEnum):
    """What a rule of a city looks at."""

    WORDS = "words"
    """Any of a list of words or phrases."""
    LINKS = "links"
    """More than so many links."""
    RATE = "rate"
    """More than so many contributions of an account within an hour."""
    NEW_AUTHOR = "new_author"
    """Fewer than so many published contributions of the account so far."""


class ScreeningRule(Record, Readable):
    """A rule of a city after which what citizens write is held for a moderator; never deleted."""

    __tablename__ = "screening_rules"
    kind = "screening_rule"
    body_id: Mapped[UUID] = reference("bodies.id")
    screen: Mapped[str] = mapped_column(sa.String(32))
    """A Screen."""
    terms: Mapped[dict[str, Any]]
    """What the rule needs: words, or a number."""
    active: Mapped[bool] = mapped_column(default=True)


class Ban(Record):
    """That an account may not write in a body, from when to when, by which decision (four eyes)."""

    __tablename__ = "bans"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    body_id: Mapped[UUID] = reference("bodies.id")
    account_id: Mapped[UUID] = reference("accounts.id", ondelete="CASCADE")
    decision_id: Mapped[UUID | None]
    """The decision of moderation that set it."""
    begins: Mapped[dt.datetime] = mapped_column(default=now)
    ends: Mapped[dt.datetime | None]
    lifted: Mapped[dt.datetime | None]
