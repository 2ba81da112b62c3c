"""How OParl reads: statements built once, one per relation, for what the public may read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rostra.records import Readable
from rostra.work import Work
from rostra_frontend.oparl.addresses import SCHEMA, TYPES, Addresses, web_address

Statement = sa.Select[*tuple[Any, ...]]
"""A select of any columns."""

MayRead = Callable[[Any], sa.ColumnElement[bool]]
"""For a model or an alias of one: the condition under which the actor may read a record."""

IDS_AT_ONCE = 5_000
"""How many ids one statement takes; both databases have a limit of some tens of thousands."""

COMMON = ("id", "keyword", "license", "vendor", "created", "modified")
"""The columns that every described record has and that OParl shows."""


def prebuilt(
    build: Callable[..., Statement],
) -> Callable[..., Statement]:
    """Build a statement once for each set of audiences, and for each shape that it is asked in."""
    made: dict[Any, Statement] = {}

    @wraps(build)
    def statement(work: Work, *shape: Any) -> Statement:
        key = (work.audience_ids, *shape)
        if key not in made:
            made[key] = build(work.may_read, *shape)
        return made[key]

    return statement


def among(column: Any) -> sa.ColumnElement[bool]:
    """The condition that the column is one of the ids with which the statement is run."""
    return column.in_(sa.bindparam("ids", expanding=True))


def columns(model: type[Readable], *names: str) -> list[Any]:
    """The named columns of a described record after those that all have."""
    return [getattr(model, name) for name in (*COMMON, *names)]


def target(may_read: MayRead, model: type[Readable], column: Any) -> Any:
    """The reference in the column, or nothing when the public may not read what it points to."""
    pointed = aliased(model)
    return (
        sa.select(pointed.id)
        .where(pointed.id == column, may_read(pointed))
        .scalar_subquery()
        .label(column.key)
    )


def grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    """The rows by their first column, which is the id of what they belong to."""
    groups: dict[UUID, list[Any]] = {}
    for row in rows:
        groups.setdefault(row[0], []).append(row)
    return groups


@dataclass(frozen=True)
class Reader:
    """One reply in the making: what is read, and how it is to be written."""

    work: Work
    addresses: Addresses
    zone: ZoneInfo
    brief: bool = False
    """Whether lists and objects inside others are left out (`omit_internal`)."""
    text_limit: int | None = None
    """The most characters of a file's text that is written; None for any number."""

    async def rows(self, statement: Callable[..., Any], ids: list[UUID], *shape: Any) -> list[Any]:
        """The rows of a prebuilt statement, in the given shape, for these ids."""
        found: list[Any] = []
        for start in range(0, len(ids), IDS_AT_ONCE):
            some = ids[start : start + IDS_AT_ONCE]
            found += await self.work.rows(statement(self.work, *shape), {"ids": some})
        return found

    async def found(
        self, statement: Callable[..., Any], ids: list[UUID]
    ) -> tuple[list[Any], list[UUID]]:
        """The rows with these ids that the public may read, in the ids' order, and their ids."""
        rows = {row.id: row for row in await self.rows(statement, ids)}
        readable = [id for id in ids if id in rows]
        return [rows[id] for id in readable], readable

    async def children(
        self, statement: Callable[..., Any], ids: list[UUID], *shape: Any
    ) -> dict[UUID, list[Any]]:
        """The rows of a relation, by the id of their parent."""
        return grouped(await self.rows(statement, ids, *shape))

    async def targets(
        self, statement: Callable[..., Any], kind: str, ids: list[UUID], *shape: Any
    ) -> dict[UUID, list[str]]:
        """The addresses of what a relation of two columns leads to, by the id of the parent."""
        related = await self.children(statement, ids, *shape)
        return {id: self.addresses.each(kind, [row[1] for row in rows])
                for id, rows in related.items()}  # fmt: skip

    def moment(self, value: Any) -> Any:
        """A point in time in the city's zone, with a numeric offset."""
        if value is None:
            return None
        try:
            return value.astimezone(self.zone)
        except OverflowError:
            return value

    def describe(self, kind: str, row: Any, fields: dict[str, Any]) -> dict[str, Any]:
        """The object of a row: what it says for itself, among what all objects say."""
        addresses = self.addresses
        described: dict[str, Any] = {
            "id": addresses.of(kind, row.id),
            "type": SCHEMA + TYPES[kind],
            **{name: value for name, value in fields.items() if value or value == 0},
            "created": self.moment(row.created),
            "modified": self.moment(row.modified),
        }
        if row.keyword:
            described["keyword"] = row.keyword
        if license := web_address(row.license):
            described["license"] = license
        if page := addresses.page(kind, row.id):
            described["web"] = page
        if row.vendor:
            for name, value in row.vendor.items():
                if ":" in name and name not in described and told(value):
                    described[name] = value
        return described


def told(value: Any) -> bool:
    """Whether there is something to tell: the standard leaves out null, empty text, empty lists."""
    return bool(value) or value == 0
