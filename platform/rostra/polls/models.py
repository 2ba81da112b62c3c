"""Opinion polls below posts and projects, their answers, and the texts in those."""

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Readable, Record, list_by_body, reference


class PollState(StrEnum):
    """How far a poll is."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ENDED = "ended"
    """Nothing can be answered any more, and no answer leads to anybody any more."""
    WITHDRAWN = "withdrawn"


class OpenTo(StrEnum):
    """Who may answer."""

    ALL = "all"
    """Whoever comes by: one answer from each browser and connection, which can be got round."""
    CONFIRMED = "confirmed"
    """One answer for each confirmed e-mail address."""


class Showing(StrEnum):
    """When everybody sees the results."""

    AT_ONCE = "at_once"
    AT_END = "at_end"
    RELEASED = "released"
    """When the department releases them after the end."""


class QuestionType(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    SCALE = "scale"
    """From 1 to 5."""
    YES_NO = "yes_no"
    """Yes, no, or don't know."""
    TEXT = "text"
    """In one's own words, which a person reads before anybody else does."""


class Poll(Record, Readable):
    """Some questions about a published thing; its answers stand for those who answered alone."""

    __tablename__ = "polls"
    kind = "poll"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    organization_id: Mapped[UUID] = reference("organizations.id")
    """The department that asks."""
    thing_kind: Mapped[str] = mapped_column(sa.String(32))
    thing_id: Mapped[UUID]
    title: Mapped[str]
    introduction: Mapped[str]
    questions: Mapped[list[Any]]
    """Each as `Question.written` has it; they do not change once the poll is published."""
    state: Mapped[str] = mapped_column(sa.String(16), default=PollState.DRAFT)
    """A PollState."""
    open_to: Mapped[str] = mapped_column(sa.String(16))
    """An OpenTo."""
    opens: Mapped[dt.datetime]
    closes: Mapped[dt.datetime]
    showing: Mapped[str] = mapped_column(sa.String(16))
    """A Showing."""
    released: Mapped[dt.datetime | None]
    """When the department released the results."""


sa.Index("ix_polls_thing", Poll.thing_kind, Poll.thing_id)
list_by_body(Poll)


class PollAnswer(Record):
    """What somebody answered, once; read by nobody, counted by the house.

    Until the poll ends its account may change it; then account and trace are cut off.
    """

    __tablename__ = "poll_answers"
    kind = "poll_answer"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    """By chance: it says nothing of the time."""
    poll_id: Mapped[UUID] = reference("polls.id", index=False)
    account_id: Mapped[UUID | None] = reference("accounts.id", ondelete="SET NULL")
    waiting_for_id: Mapped[UUID | None] = reference("accounts.id", ondelete="SET NULL")
    """Who has to open the link in the letter before it counts."""
    trace_hash: Mapped[str | None]
    """A browser on a connection, hashed with a key of the house."""
    counted: Mapped[bool] = mapped_column(default=False)
    choices: Mapped[dict[str, Any]]
    """By the number of the question."""


sa.Index("uq_poll_answers_account", PollAnswer.poll_id, PollAnswer.account_id, unique=True)
sa.Index("uq_poll_answers_trace", PollAnswer.poll_id, PollAnswer.trace_hash, unique=True)


class PollText(Record, Readable):
    """An answer in somebody's own words: for the department until a person releases it."""

    __tablename__ = "poll_texts"
    kind = "poll_text"
    body_id: Mapped[UUID] = reference("bodies.id")
    organization_id: Mapped[UUID] = reference("organizations.id")
    poll_id: Mapped[UUID] = reference("polls.id")
    answer_id: Mapped[UUID | None] = mapped_column(index=True)
    """The answer in which it stands; none once the poll has ended."""
    question: Mapped[int]
    """The number of the question, from 0."""
    text: Mapped[str]
