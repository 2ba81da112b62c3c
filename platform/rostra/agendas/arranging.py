"""The order of an agenda: places and numbers, worked out in one function."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

DEEPEST = 3
"""How many levels an agenda has at most: 5, 5.1, 5.1.1."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item among others, of which only those below the same one keep their order."""

    id: UUID
    parent_id: UUID | None
    public: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in its place."""

    id: UUID
    parent_id: UUID | None
    public: bool
    order: int
    number: str
    depth: int


def arranged(entries: Sequence[Entry]) -> list[Placed]:
    """The items in the order in which they are called, each with its place and number.

    The public part comes first; numbers run through both parts (5, below it 5.1); what stands
    below an item is in its part. An item above which nothing stands any longer stands alone.
    """
    parents = parents_of(entries)
    below: dict[UUID | None, list[Entry]] = defaultdict(list)
    for one in entries:
        below[parents[one.id]].append(one)
    placed: list[Placed] = []

    def place(entry: Entry, public: bool, number: str) -> None:
        order, depth = len(placed), number.count(".")
        placed.append(Placed(entry.id, parents[entry.id], public, order, number, depth))
        for count, one in enumerate(below[entry.id], start=1):
            place(one, public, f"{number}.{count}")

    roots = sorted(below[None], key=lambda one: not one.public)
    for number, root in enumerate(roots, start=1):
        place(root, root.public, str(number))
    return placed


def parents_of(entries: Sequence[Entry]) -> dict[UUID, UUID | None]:
    """Below which item each one stands; where items stand below each other, one stands alone."""
    known = {one.id for one in entries}
    parents = {one.id: one.parent_id if one.parent_id in known else None for one in entries}
    for one in entries:
        seen, above = {one.id}, parents[one.id]
        while above is not None and above not in seen:
            seen.add(above)
            above = parents[above]
        if above is not None:
            parents[above] = None
    return parents
