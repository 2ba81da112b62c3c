"""Batches: the objects that are loaded together, compared with what the ledger knows of them."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, Literal, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson
import sqlalchemy as sa

from rostra.imports.models import Imported
from rostra.imports.oparl import converting
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.splitting import Found
from rostra.imports.oparl.vocabulary import DERIVED, POINTERS, PROTOCOL_FIELDS
from rostra.work import Work

SIZE = 1_000
"""Objects that one Work takes in."""

Outcome = Literal["new", "changed", "completed", "unchanged", "older", "withdrawn"]

ARRIVING: tuple[Outcome, ...] = ("new", "changed", "completed")
STAYING: tuple[Outcome, ...] = ("unchanged", "older", "withdrawn")

LISTED = {
    kind: {key for key, pointer in pointers.items() if pointer.deletes}
    for kind, pointers in POINTERS.items()
}
"""The fields whose list is a part of the object: what is no longer on it has gone."""

REPEATS = {
    kind: {"type", *PROTOCOL_FIELDS.get(kind, ()), *(keys - LISTED[kind])}
    for kind, keys in DERIVED.items()
}
"""What is left out of an object's hash, since other objects say it too."""

KNOWN = sa.select(
    Imported.source_id, Imported.content_hash, Imported.source_modified, Imported.seen
).where(Imported.source_id.in_(sa.bindparam("ids", expanding=True)))


@lru_cache(maxsize=100_000)
def local_id(address: str) -> UUID:
    """The id here of what has this address there: the same whenever and wherever it is read."""
    return uuid5(NAMESPACE_URL, address)


@dataclass(slots=True)
class Candidate:
    """An object of a batch: its ids, its hashes and when it was last changed."""

    found: Found
    id: UUID
    hashes: list[str]
    modified: str | None
    """In UTC, as sortable text."""
    outcome: Outcome = "new"
    restored: bool = False
    """Whether it had been withdrawn and comes back."""

    @property
    def deleted(self) -> bool:
        """Whether this is a tombstone."""
        return self.found.object.get("deleted") is True


Thing = TypeVar("Thing")


def batches(objects: Iterable[Thing]) -> Iterator[list[Thing]]:
    """The objects in pieces of a size that one transaction bears."""
    waiting = iter(objects)
    while piece := list(islice(waiting, SIZE)):
        yield piece


def hash_of(found: Found) -> str:
    """What distinguishes this state of the object from any other."""
    left_out = REPEATS[found.kind]
    content = {key: value for key, value in found.object.items() if key not in left_out}
    facts = orjson.dumps([content, found.position], option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(facts, digest_size=12).hexdigest()


def moment_of(found: Found) -> str | None:
    """When the object was last changed, as text that sorts; None when it does not say."""
    stated = found.object.get("modified") or found.modified
    try:
        moment = converting.moment(stated, converting.UTC)
    except ValueError:
        return None
    return moment.isoformat() if moment else None


@dataclass(slots=True)
class Batch:
    """Objects of one kind with different ids."""

    kind: str
    candidates: dict[str, Candidate] = field(default_factory=dict)

    def add(self, found: Found, report: Report) -> None:
        """Take an object in; of several states of it the newest counts, equals complement."""
        try:
            one = Candidate(found, local_id(found.id), [hash_of(found)], moment_of(found))
        except (TypeError, ValueError, RecursionError) as error:
            report.problem(found.kind, "cannot be read", found.id, error)
            report.count(found.kind, "failed")
            return
        other = self.candidates.get(found.id)
        if other is None:
            self.candidates[found.id] = one
            return
        report.count(self.kind, "repeated")
        if one.hashes[0] in other.hashes:
            return
        if (one.modified or "") > (other.modified or "") or one.deleted > other.deleted:
            self.candidates[found.id] = one
        elif one.modified == other.modified and one.deleted == other.deleted:
            other.found.object = {**found.object, **filled(other.found.object)}
            if other.found.position is None:
                other.found.position = found.position
            other.hashes += one.hashes

    async def compare(self, work: Work, run: Any) -> None:
        """Decide for every object whether it is new, changed, or as it was."""
        for piece in pieces(list(self.candidates)):
            for source_id, hashes, modified, seen in await work.rows(KNOWN, {"ids": piece}):
                one = self.candidates[source_id]
                one.outcome = outcome_of(one, hashes, modified, seen >= run)
                one.restored = not one.deleted and hashes.startswith(GONE)
                if one.outcome == "completed":
                    one.hashes = [*hashes.split(" "), *one.hashes]
        for one in self.candidates.values():
            if one.deleted and one.outcome in ("new", "changed", "completed"):
                one.outcome = "withdrawn"

    def with_outcome(self, *outcomes: Outcome) -> list[Candidate]:
        """The objects that were found to be so."""
        return [one for one in self.candidates.values() if one.outcome in outcomes]


GONE = "gone"
"""What stands before the hash of a tombstone, and alone where something went with another."""

MADE = "made"
"""What stands in place of the hashes of what was made up because others need it."""


def outcome_of(one: Candidate, hashes: str, modified: str | None, in_this_run: bool) -> Outcome:
    """What an object is, compared with what the ledger has of it."""
    known = hashes.split(" ")
    if one.hashes[0] in known:
        return "unchanged"
    if hashes in (MADE, GONE):
        return "changed"
    if one.modified and modified and one.modified < modified:
        return "older"
    same_state = one.modified == modified and (modified is not None or in_this_run)
    if known[0] == GONE:
        return "older" if same_state and not one.deleted else "changed"
    return "completed" if same_state and not one.deleted else "changed"


def filled(content: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {key: value for key, value in content.items() if value not in (None, "", [], {})}


def pieces(values: list[Any], size: int = 500) -> Iterator[list[Any]]:
    """The values in pieces that fit into one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
