"""Narrow readings: rows as frozen shapes, one statement for many parents."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

import msgspec
import sqlalchemy as sa

from rostra.records import Readable
from rostra.work import Work

Thing = TypeVar("Thing", bound=Readable)

SELDOM_READ = frozenset({"vendor"})
"""Columns that are left out of every shape: large, and of no use to readers of the API."""

TIMES = ("created", "modified")
"""Left out of shapes that are read by the hundred; `times_of` has what is wanted of them."""


@dataclass(frozen=True, slots=True)
class Times:
    """When a record was first entered, and when it last changed."""

    created: dt.datetime
    modified: dt.datetime


class Shape(Generic[Thing]):
    """The columns of a record that readings take, and the frozen struct that a row becomes.

    The struct answers to the same names as the record; it has no setters and no database.
    """

    def __init__(self, model: type[Thing], without: Iterable[str] = ()) -> None:
        omitted = SELDOM_READ | set(without)
        attributes = [a for a in sa.inspect(model).column_attrs if a.key not in omitted]
        self.model = model
        self.columns = tuple(attribute.columns[0] for attribute in attributes)
        own = {name: vars(model)[name] for name in ("body_id",) if is_property(model, name)}
        self.struct = msgspec.defstruct(
            f"{model.__name__}Row",
            [(attribute.key, Any) for attribute in attributes],
            namespace={"kind": model.kind, "governed_by": governed_by(model), **own},
            frozen=True,
            gc=False,
        )

    def select(self, work: Work, *before: Any) -> sa.Select[Any]:
        """What the actor may read of this kind, after some columns of the statement's own."""
        return sa.select(*before, *self.columns).where(work.may_read(self.model))

    def one(self, row: Iterable[Any]) -> Thing:
        """A row of exactly the shape's columns as the thing it describes."""
        return cast(Thing, self.struct(*row))

    async def by_id(self, work: Work, ids: Collection[UUID]) -> dict[UUID, Thing]:
        """The things with these ids that the actor may read; the others are missing."""
        rows = await work.rows(self.select(work).where(self.model.id.in_(ids)))
        things = [self.one(row) for row in rows]
        return {thing.id: thing for thing in things}

    async def grouped(self, work: Work, statement: sa.Select[Any]) -> dict[UUID, list[Thing]]:
        """The things below each parent; the statement's first column is the parent's id."""
        found: dict[UUID, list[Thing]] = defaultdict(list)
        for row in await work.rows(statement):
            found[row[0]].append(self.one(row[1:]))
        return found


async def times_of(work: Work, ids: Collection[UUID], model: type[Readable]) -> dict[UUID, Times]:
    """The times of the records with these ids that the actor may read."""
    times = sa.select(model.id, model.created, model.modified).where(
        work.may_read(model), model.id.in_(ids)
    )
    return {row.id: Times(row.created, row.modified) for row in await work.rows(times)}


def is_property(model: type[Readable], name: str) -> bool:
    """Whether the record works the value out instead of keeping it."""
    return isinstance(vars(model).get(name), property)


def governed_by(model: type[Readable]) -> Any:
    """The record's own rule about where it belongs, for use on its shape."""
    return next(vars(one)["governed_by"] for one in model.__mro__ if "governed_by" in vars(one))
