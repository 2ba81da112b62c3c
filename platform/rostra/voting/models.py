"""Motions and ballots, who may vote and has voted, and, in votes by name, who voted how."""

import datetime as dt
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from rostra.records import Readable, Record, list_by_body, now, reference


class BallotState(StrEnum):
    """How far a ballot is; None on record means that it came with its result."""

    OPEN = "open"
    CLOSED = "closed"
    """No more votes are taken; the result is not told yet and may still be corrected."""
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"


class Method(StrEnum):
    """How is voted."""

    OPEN = "open"
    NOMINAL = "nominal"
    SECRET = "secret"
    ELECTION = "election"


class Outcome(StrEnum):
    """What came of a ballot."""

    NONE = "none"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ELECTED = "elected"
    RUN_OFF = "run_off"
    """Nobody was elected; the first two go into another round (VOT-2)."""
    LOT = "lot"
    """A tie in the run-off, which the lot decides (VOT-2)."""


class Choice(StrEnum):
    """What a member may say in a vote, and what is written down of who did not say anything."""

    YES = "yes"
    NO = "no"
    ABSTENTION = "abstention"
    NOT_PARTICIPATING = "not_participating"
    EXCLUDED = "excluded"


class MotionType(StrEnum):
    """What a motion asks for; the procedural ones go to the vote first."""

    SUBSTANTIVE = "substantive"
    AMENDMENT = "amendment"
    END_OF_DEBATE = "end_of_debate"
    END_OF_SPEAKERS = "end_of_speakers"
    DEFER = "defer"
    REFER = "refer"
    CLOSE_DOORS = "close_doors"
    OPEN_DOORS = "open_doors"
    TAKE_OFF = "take_off"
    ADD_ITEM = "add_item"
    """AGD-2"""
    NOMINAL_VOTE = "nominal_vote"
    SECRET_VOTE = "secret_vote"
    OTHER_PROCEDURE = "other_procedure"


class MotionState(StrEnum):
    """What has become of a motion."""

    MOVED = "moved"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """What went further was accepted before it."""


class Motion(Record, Readable):
    """What somebody moves under an agenda item."""

    __tablename__ = "motions"
    kind = "motion"
    parents = ("agenda_item_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    agenda_item_id: Mapped[UUID] = reference("agenda_items.id")
    motion_type: Mapped[str]
    """A MotionType."""
    state: Mapped[str] = mapped_column(default=MotionState.MOVED)
    text: Mapped[str]
    """What is moved, in words."""
    amends: Mapped[str | None]
    """The resolution as it stood, where the motion is an amendment."""
    amended: Mapped[str | None]
    """The resolution as it would stand."""
    person_id: Mapped[UUID | None] = reference("persons.id")
    organization_id: Mapped[UUID | None] = reference("organizations.id")
    """The faction that moves it."""
    refers_to_id: Mapped[UUID | None] = reference("organizations.id")
    """The committee to which it would refer the item."""
    item_name: Mapped[str | None]
    """How the item is called that it would put on the agenda (AGD-2)."""
    item_public: Mapped[bool | None]
    """Whether that item is for the public part; as the item under way unless it is said."""
    added_item_id: Mapped[UUID | None] = mapped_column(index=True)
    """The item that it put on the agenda, once it was accepted."""
    reach: Mapped[int] = mapped_column(default=0)
    """How far it goes: the furthest is voted on first."""
    majority: Mapped[str | None]
    """A Majority of voting/counting.py where the simple one is not enough (VOT-4)."""
    moved: Mapped[dt.datetime] = mapped_column(default=now)


class Ballot(Record, Readable):
    """One vote on one question under an agenda item, with the numbers that VOT-1 asks for.

    How many voted for what is set when it is announced, not before: who may read the ballot may
    read all of it.
    """

    __tablename__ = "ballots"
    kind = "ballot"
    parents = ("agenda_item_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    agenda_item_id: Mapped[UUID] = reference("agenda_items.id")
    motion_id: Mapped[UUID | None] = mapped_column(index=True)
    """The motion voted on; no foreign key, since SQLite adds none to a table that stands."""
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str | None]
    """A BallotState; None where the ballot came with its result."""
    subject: Mapped[str | None]
    """The question in words."""
    method: Mapped[str] = mapped_column(default=Method.OPEN)
    """A Method."""
    rule: Mapped[str] = mapped_column(default="VOT-1")
    majority: Mapped[str | None]
    """A Majority of voting/counting.py; None is the simple one."""
    on_devices: Mapped[bool | None]
    """Whether each votes on a device; otherwise the clerk enters what was counted or called."""
    decides: Mapped[bool | None]
    """Whether it decides about the item itself, and not about a motion or a part."""
    base_kind: Mapped[str | None]
    """A Base of organizations/rules.py: of which number the majority is taken."""
    base: Mapped[int | None]
    """The number of which the majority is taken."""
    needed: Mapped[int | None]
    """How many votes were needed."""
    entitled: Mapped[int | None]
    """How many present were entitled to vote."""
    legal_number: Mapped[int | None]
    """The legal number of members."""
    quorate: Mapped[bool | None]
    present: Mapped[int | None]
    yes: Mapped[int | None]
    no: Mapped[int | None]
    abstention: Mapped[int | None]
    not_participating: Mapped[int | None]
    excluded: Mapped[int | None]
    """How many were excluded for bias (BIA-1)."""
    invalid: Mapped[int | None]
    outcome: Mapped[str]
    """An Outcome."""
    candidates: Mapped[list[Any] | None]
    """In an election: [{"key": …, "name": …, "person": id or None}, …]."""
    seats: Mapped[int | None]
    """How many are to be elected; None is one."""
    tallies: Mapped[list[Any] | None]
    """In an election: [{"name": …, "votes": …}, …]."""
    elected: Mapped[list[str] | None]
    """In an election: the keys of those elected."""
    by_lot: Mapped[bool | None]
    run_off: Mapped[list[str] | None]
    """Where seats stay open in an election: the keys of those who go into the next round."""
    tied: Mapped[list[str] | None]
    """Between whom the lot is to decide, until it is drawn."""
    result: Mapped[str | None]
    """The result in words, as it was announced."""
    round: Mapped[int | None]
    previous_id: Mapped[UUID | None] = mapped_column(index=True)
    """The round before, or the ballot that this one repeats."""
    opened: Mapped[dt.datetime | None]
    closed: Mapped[dt.datetime | None]
    announced: Mapped[dt.datetime | None]


class Vote(Record):
    """How a person voted in a nominal ballot (VOT-3), from its announcement on."""

    __tablename__ = "votes"
    ballot_id: Mapped[UUID] = reference(
        "ballots.id", ondelete="CASCADE", primary_key=True, index=False
    )
    person_id: Mapped[UUID] = reference("persons.id", primary_key=True)
    choice: Mapped[str]
    """A Choice."""


class Elector(Record):
    """Who may vote in a ballot, as it stood at its opening, and whether the vote was cast.

    It never says how, and not when: in a secret ballot nothing joins it to what was counted.
    """

    __tablename__ = "electors"
    ballot_id: Mapped[UUID] = reference(
        "ballots.id", ondelete="CASCADE", primary_key=True, index=False
    )
    person_id: Mapped[UUID] = reference("persons.id", primary_key=True)
    excluded: Mapped[bool] = mapped_column(default=False)
    """For bias (BIA-1)."""
    voted: Mapped[bool] = mapped_column(default=False)
    receipt: Mapped[str | None]
    """What the voter was given; in a secret ballot it proves no more than that a vote came."""
    key_hash: Mapped[str | None]
    """The hash of the key with which the vote was sent: sent again, it is the same vote."""


class CastVote(Record):
    """A nominal vote that was cast and is not announced yet."""

    __tablename__ = "cast_votes"
    ballot_id: Mapped[UUID] = reference(
        "ballots.id", ondelete="CASCADE", primary_key=True, index=False
    )
    person_id: Mapped[UUID] = reference("persons.id", primary_key=True)
    choice: Mapped[str]


class SecretTally(Record):
    """How often a choice was made in a secret ballot: a number, and no paper behind it.

    Every vote writes all rows of its ballot, so that no trace of storage tells which was meant.
    """

    __tablename__ = "secret_tallies"
    ballot_id: Mapped[UUID] = reference(
        "ballots.id", ondelete="CASCADE", primary_key=True, index=False
    )
    choice: Mapped[str] = mapped_column(primary_key=True)
    """A Choice, the key of a candidate, or invalid."""
    number: Mapped[int] = mapped_column(default=0)


class Count(Record):
    """Numbers that were counted or corrected before the announcement; the last one holds."""

    __tablename__ = "counts"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    ballot_id: Mapped[UUID] = reference("ballots.id", ondelete="CASCADE")
    numbers: Mapped[dict[str, Any]]
    """By Choice, or by candidate's key."""
    reason: Mapped[str | None]
    """Why it was corrected."""
    account_id: Mapped[UUID | None] = reference("accounts.id", ondelete="SET NULL")
    at: Mapped[dt.datetime] = mapped_column(default=now)


sa.Index("ix_electors_person_id_ballot_id", Elector.person_id, Elector.ballot_id)

list_by_body(Ballot)
