"""Notices, decisions, appeals, the house rules on which they rest, and the public log."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Readable, Record, reference


class NoticeReason(StrEnum):
    """Why somebody gives notice of something."""

    ILLEGAL = "illegal"
    """It breaks a law (Art. 16 DSA)."""
    HOUSE_RULE = "house_rule"
    """It breaks a rule of the house."""
    CHILD_ABUSE = "child_abuse"
    """It shows sexual abuse of children; then nobody needs to say who they are."""
    OTHER = "other"


class Measure(StrEnum):
    """What moderators decide; none of it deletes anything."""

    LEAVE = "leave"
    PUBLISH = "publish"
    """What a rule of the city held appears."""
    HIDE = "hide"
    RESTORE = "restore"
    REWORK = "rework"
    """Hidden until its author has written it anew."""
    MOVE = "move"
    BLOCK = "block"
    """Its author may not write for a time; proposed by one, confirmed by another."""


AGAINST_AUTHORS = frozenset({Measure.HIDE, Measure.REWORK, Measure.MOVE, Measure.BLOCK})
"""The measures of which an author is told with reasons (Art. 17 DSA)."""


class DecisionState(StrEnum):
    """How far a decision is."""

    PROPOSED = "proposed"
    """A second moderator has to confirm it."""
    IN_FORCE = "in_force"
    REFUSED = "refused"
    """The second moderator did not confirm it."""
    REVERSED = "reversed"
    """An appeal was granted."""


class Source(StrEnum):
    """What a decision came from."""

    NOTICE = "notice"
    RULE = "rule"
    """A rule of the city held it."""
    OWN = "own"
    """A moderator came upon it."""


class HouseRule(Record, Readable):
    """A rule of the house on which decisions can rest, and the law behind it, if any."""

    __tablename__ = "house_rules"
    kind = "house_rule"
    body_id: Mapped[UUID] = reference("bodies.id")
    name: Mapped[str]
    text: Mapped[str]
    law: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)


class Notice(Record, Readable):
    """That somebody holds something for illegal or against the rules (Art. 16 DSA)."""

    __tablename__ = "notices"
    kind = "notice"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    thing_kind: Mapped[str] = mapped_column(sa.String(32))
    thing_id: Mapped[UUID]
    year: Mapped[int]
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(16))
    """A NoticeReason."""
    law: Mapped[str | None]
    """The law that it breaks, as whoever gives notice names it."""
    words: Mapped[str]
    name: Mapped[str | None]
    account_id: Mapped[UUID | None] = reference("accounts.id")
    given: Mapped[dt.datetime]
    decision_id: Mapped[UUID | None] = mapped_column(index=True)
    """The decision that answers it; none while it waits."""


sa.Index("ix_notices_thing", Notice.thing_kind, Notice.thing_id)
sa.Index("uq_notices_body_number", Notice.body_id, Notice.year, Notice.number, unique=True)


class Decision(Record, Readable):
    """What was decided about something that a citizen wrote, and why (Art. 17 DSA)."""

    __tablename__ = "moderation_decisions"
    kind = "moderation_decision"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    thing_kind: Mapped[str] = mapped_column(sa.String(32))
    thing_id: Mapped[UUID]
    measure: Mapped[str] = mapped_column(sa.String(16))
    """A Measure."""
    state: Mapped[str] = mapped_column(sa.String(16))
    """A DecisionState."""
    source: Mapped[str] = mapped_column(sa.String(16))
    """A Source."""
    ground: Mapped[str]
    """The rule or the law on which it rests, in words."""
    facts: Mapped[str]
    words: Mapped[str]
    """What was decided upon, as it read."""
    author_id: Mapped[UUID | None] = reference("accounts.id")
    decided_by: Mapped[UUID | None] = mapped_column()
    confirmed_by: Mapped[UUID | None] = mapped_column()
    decided: Mapped[dt.datetime]
    blocked_until: Mapped[dt.datetime | None]


sa.Index("ix_moderation_decisions_thing", Decision.thing_kind, Decision.thing_id, Decision.decided)


class Appeal(Record, Readable):
    """That somebody does not accept a decision (Art. 20 DSA)."""

    __tablename__ = "appeals"
    kind = "appeal"
    decision_id: Mapped[UUID] = mapped_column()
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    account_id: Mapped[UUID] = reference("accounts.id")
    words: Mapped[str]
    made: Mapped[dt.datetime]
    decided: Mapped[dt.datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column()
    granted: Mapped[bool | None]
    reasons: Mapped[str | None]


sa.Index("uq_appeals_decision_account", Appeal.decision_id, Appeal.account_id, unique=True)


class LogEntry(Record, Readable):
    """A line of the public log: what was decided and why, and nothing of anybody."""

    __tablename__ = "moderation_log"
    kind = "moderation_entry"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    decision_id: Mapped[UUID] = mapped_column(unique=True)
    thing_kind: Mapped[str] = mapped_column(sa.String(32))
    measure: Mapped[str] = mapped_column(sa.String(16))
    source: Mapped[str] = mapped_column(sa.String(16))
    ground: Mapped[str]
    day: Mapped[dt.date] = mapped_column(index=True)
    hours: Mapped[int | None]
    """Whole hours from the first notice to the decision."""
    appeal: Mapped[str | None] = mapped_column(sa.String(16))
    """`granted` or `refused`, once an appeal was decided."""
