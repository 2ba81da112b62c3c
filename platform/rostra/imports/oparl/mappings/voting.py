"""How ballots are read from `rostra:votes`, the field that this software adds to agenda items."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rostra.imports.oparl.batches import local_id
from rostra.imports.oparl.converting import UTC, clean, moment_or_none, number_or_none, text_or_none
from rostra.imports.oparl.vocabulary import is_address
from rostra.organizations.rules import Base
from rostra.voting.counting import Majority

METHODS = frozenset({"open", "nominal", "secret", "election"})
MAJORITIES = frozenset(Majority)
BASES = frozenset(Base)
OUTCOMES = frozenset({"accepted", "rejected", "elected", "none"})
CHOICES = frozenset({"yes", "no", "abstention", "not_participating", "excluded"})
NUMBERS = {
    "present": "present",
    "yes": "yes",
    "no": "no",
    "abstention": "abstention",
    "notParticipating": "not_participating",
    "excluded": "excluded",
    "invalid": "invalid",
    "legalNumber": "legal_number",
    "base": "base",
    "needed": "needed",
    "round": "round",
    "seats": "seats",
}
"""The numbers of a ballot as they are written, and their columns."""


@dataclass(frozen=True, slots=True)
class BallotRead:
    """A ballot's row and, where it was by name, who voted how."""

    row: dict[str, Any]
    choices: dict[str, str]
    """The choice by the address of the person."""


def ballots_of(address: str, stated: object) -> list[BallotRead]:
    """The ballots under an agenda item; what is no ballot is passed over."""
    listed = stated if isinstance(stated, list) else []
    return [
        BallotRead(ballot_row(one, ballot_id(address, place), place), choices_of(one))
        for place, one in enumerate(listed)
        if isinstance(one, dict)
    ]


def ballot_id(address: str, place: int) -> UUID:
    """The id of the ballot at a place under an agenda item."""
    return local_id(f"{address}#votes/{place}")


def ballot_row(ballot: dict[str, Any], id: UUID, place: int) -> dict[str, Any]:
    """The columns that the ballot itself fills."""
    tallies = ballot.get("tallies")
    return {
        "id": id,
        "position": place,
        "subject": text_or_none(ballot.get("subject")),
        "method": one_of(METHODS, ballot.get("method"), "open"),
        "rule": text_or_none(ballot.get("rule")) or "VOT-1",
        "outcome": one_of(OUTCOMES, ballot.get("outcome"), "none"),
        "tallies": tallies_of(tallies) if isinstance(tallies, list) else None,
        "majority": one_of(MAJORITIES, ballot.get("majority"), "") or None,
        "base_kind": one_of(BASES, ballot.get("baseKind"), "") or None,
        "result": text_or_none(ballot.get("result")),
        "announced": moment_or_none(ballot.get("announced"), UTC),
        "decides": True if ballot.get("decides") is True else None,
        "by_lot": True if ballot.get("byLot") is True else None,
        **{column: number_or_none(ballot.get(key)) for key, column in NUMBERS.items()},
    }


def tallies_of(tallies: list[Any]) -> list[dict[str, Any]] | None:
    """The names and votes of an election."""
    found = [
        {"name": clean(one["name"], 1), "votes": number_or_none(one.get("votes"))}
        for one in tallies
        if isinstance(one, dict) and isinstance(one.get("name"), str)
    ]
    return found or None


def choices_of(ballot: dict[str, Any]) -> dict[str, str]:
    """Who voted how; only a nominal ballot joins a name to a vote (VOT-3)."""
    named = ballot.get("votes")
    if ballot.get("method") != "nominal" or not isinstance(named, list):
        return {}
    return {
        one["person"]: one["choice"]
        for one in named
        if isinstance(one, dict)
        and is_address(one.get("person"))
        and isinstance(one.get("choice"), str)
        and one["choice"] in CHOICES
    }


def one_of(known: frozenset[str], stated: object, otherwise: str) -> str:
    """The stated word if it is a known one."""
    return stated if isinstance(stated, str) and stated in known else otherwise
