"""Ballots, their numbers and, where a vote was by name, who voted how."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Readable, Record, list_by_body, reference


class Ballot(Record, Readable):
    """One vote on one question under an agenda item, with the numbers that VOT-1 asks for."""

    __tablename__ = "ballots"
    kind = "ballot"
    parents = ("agenda_item_id",)
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    agenda_item_id: Mapped[UUID] = reference("agenda_items.id")
    position: Mapped[int] = mapped_column(default=0)
    subject: Mapped[str | None]
    """The question in words."""
    method: Mapped[str] = mapped_column(default="open")
    """open, nominal, secret or election"""
    rule: Mapped[str] = mapped_column(default="VOT-1")
    present: Mapped[int | None]
    yes: Mapped[int | None]
    no: Mapped[int | None]
    abstention: Mapped[int | None]
    not_participating: Mapped[int | None]
    excluded: Mapped[int | None]
    """How many were excluded for bias (BIA-1)."""
    outcome: Mapped[str]
    """accepted, rejected, elected or none"""
    tallies: Mapped[list[Any] | None]
    """In an election: [{"name": …, "votes": …}, …]."""


class Vote(Record):
    """How a person voted in a nominal ballot (VOT-3)."""

    __tablename__ = "votes"
    ballot_id: Mapped[UUID] = reference(
        "ballots.id", ondelete="CASCADE", primary_key=True, index=False
    )
    person_id: Mapped[UUID] = reference("persons.id", primary_key=True)
    choice: Mapped[str]
    """yes, no, abstention, not_participating or excluded"""


list_by_body(Ballot)
