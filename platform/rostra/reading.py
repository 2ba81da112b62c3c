"""Narrow readings: rows as frozen shapes, one statement for many parents."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

import msgspec
import sqlalchemy as sa

from rostra.records import Moment, Readable
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


class Known(sa.types.TypeDecorator[Any]):
    """Ids and moments as they are read, each text turned into its value once: many rows share them.

    PostgreSQL hands over values and not texts; there nothing changes.
    """

    impl = sa.Uuid
    cache_ok = True

    def __init__(self, kind: sa.types.TypeEngine[Any]) -> None:
        super().__init__()
        self.kind = self.impl_instance = kind
        self.impl = kind  # type: ignore[assignment]

    def result_processor(self, dialect: sa.Dialect, coltype: Any) -> Any:
        """The type's own way from a text to its value, with the latest answers kept."""
        process: Any = self.impl_instance.dialect_impl(dialect).result_processor(dialect, coltype)
        if process is None or dialect.name != "sqlite":
            return process
        return lru_cache(maxsize=MOST_KNOWN)(process)


MOST_KNOWN = 20_000
"""How many ids and how many moments are kept: some megabytes."""
KNOWN = {sa.Uuid: Known(sa.Uuid()), Moment: Known(Moment())}


def known(column: Any, name: str) -> Any:
    """The column under a name, read with what is known where it holds an id or a moment."""
    kept = KNOWN.get(type(column.type))
    return (column if kept is None else sa.type_coerce(column, kept)).label(name)


class Shape(Generic[Thing]):
    """The columns of a record that readings take, and the frozen struct that a row becomes.

    The struct answers to the same names as the record; it has no setters and no database.
    """

    def __init__(self, model: type[Thing], without: Iterable[str] = ()) -> None:
        omitted = SELDOM_READ | set(without)
        attributes = [a for a in sa.inspect(model).column_attrs if a.key not in omitted]
        self.model = model
        self.columns = tuple(
            known(attribute.columns[0], f"{model.kind}_{attribute.key}") for attribute in attributes
        )
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
        first = [known(column, f"before_{number}") for number, column in enumerate(before)]
        return sa.select(*first, *self.columns).where(work.may_read(self.model))

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
