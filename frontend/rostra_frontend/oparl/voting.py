"""Ballots as OParl writes them: the field `rostra:votes` of an agenda item."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.people.models import Person
from rostra.voting.models import Ballot, Vote
from rostra.voting.queries import announced
from rostra_frontend.oparl.reading import MayRead, Reader, Statement, among, prebuilt, told

NUMBERS = {
    "present": "present",
    "yes": "yes",
    "no": "no",
    "abstention": "abstention",
    "not_participating": "notParticipating",
    "excluded": "excluded",
}
"""The numbers of a ballot, and how they are written."""


@prebuilt
def ballots_of_items(may_read: MayRead) -> Statement:
    """The ballots held under the agenda items, in the order in which they were held."""
    return (
        sa.select(
            Ballot.agenda_item_id, Ballot.id, Ballot.subject, Ballot.method, Ballot.rule,
            Ballot.outcome, Ballot.tallies, Ballot.majority, Ballot.base_kind, Ballot.base,
            Ballot.needed, Ballot.legal_number, Ballot.invalid, Ballot.round, Ballot.by_lot,
            Ballot.result, Ballot.announced, Ballot.decides, Ballot.seats, Ballot.elected,
            *(getattr(Ballot, name) for name in NUMBERS),
        )
        .where(among(Ballot.agenda_item_id), may_read(Ballot), announced())
        .order_by(Ballot.agenda_item_id, Ballot.position, Ballot.id)
    )  # fmt: skip


@prebuilt
def votes_of_ballots(may_read: MayRead) -> Statement:
    """Who voted how in nominal ballots; in no other ballot is a name joined to a vote (VOT-3)."""
    return (
        sa.select(Vote.ballot_id, Vote.person_id, Vote.choice)
        .join(Person, Person.id == Vote.person_id)
        .join(Ballot, Ballot.id == Vote.ballot_id)
        .where(among(Vote.ballot_id), Ballot.method == "nominal")
        .where(may_read(Person), may_read(Ballot))
        .order_by(Vote.ballot_id, Person.family_name, Person.id)
    )


async def votes_of(reader: Reader, item_ids: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """The ballots of the agenda items, by item."""
    ballots = await reader.children(ballots_of_items, item_ids)
    nominal = [row.id for rows in ballots.values() for row in rows if row.method == "nominal"]
    named = await reader.children(votes_of_ballots, nominal)
    return {
        item_id: [written_ballot(reader, row, named.get(row.id, [])) for row in rows]
        for item_id, rows in ballots.items()
    }


def written_ballot(reader: Reader, row: Any, named: list[Any]) -> dict[str, Any]:
    """One ballot: the question, how it was put, the numbers, the outcome, names where nominal."""
    fields = {
        "subject": row.subject,
        "method": row.method,
        "rule": row.rule,
        **{written: getattr(row, name) for name, written in NUMBERS.items()},
        "invalid": row.invalid,
        "legalNumber": row.legal_number,
        "majority": row.majority,
        "baseKind": row.base_kind,
        "base": row.base,
        "needed": row.needed,
        "outcome": row.outcome,
        "result": row.result,
        "round": row.round,
        "byLot": row.by_lot,
        "decides": row.decides or None,
        "seats": row.seats,
        "elected": elected_of(row),
        "announced": row.announced.isoformat() if row.announced else None,
        "tallies": tallies_of(row),
        "votes": [
            {"person": reader.addresses.of("person", person_id), "choice": choice}
            for _, person_id, choice in named
        ],
    }
    return {name: value for name, value in fields.items() if told(value)}


def tallies_of(row: Any) -> list[dict[str, Any]] | None:
    """In an election: who got how many votes."""
    if not row.tallies:
        return None
    return [{"name": one["name"], "votes": one["votes"]} for one in row.tallies]


def elected_of(row: Any) -> list[str]:
    """In an election: the names of those whom this round elected."""
    keys = row.elected or ()
    return [one["name"] for one in row.tallies or () if one.get("key") in keys]
