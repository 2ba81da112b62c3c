"""How records of a kind become entries, and what the readings of all kinds share."""

import datetime as dt
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC
from rostra.records import Readable
from rostra.work import Work
from rostra_search.entry import Entry

Row = Any
"""A row of the columns that a reading asks for."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One actor's look at the records, in the time zone of the city."""

    work: Work
    zone: ZoneInfo
    lean: bool = False
    """Whether only what is shown of a hit is wanted, and not what it is filtered by."""

    def day(self, moment: dt.datetime | None) -> dt.date | None:
        """The date on which something happens in the city."""
        return moment.astimezone(self.zone).date() if moment else None

    def standing(self, model: type[Readable], ids: Collection[UUID]) -> sa.ColumnElement[bool]:
        """The condition for those of the records that the actor may read and nobody withdrew."""
        return sa.and_(
            self.work.may_read(model), model.audience_id != NOBODY, model.id.in_(list(ids))
        )

    async def linked(self, statement: sa.Executable) -> dict[UUID, list[UUID]]:
        """The ids of organizations in a statement's second column by the ids in its first."""
        return {} if self.lean else await self.grouped(statement)

    async def grouped(self, statement: sa.Executable) -> dict[UUID, list[Any]]:
        """The values of a statement's second column by the ids in its first."""
        found: dict[UUID, list[Any]] = {}
        for id, value in await self.work.rows(statement):
            found.setdefault(id, []).append(value)
        return found


@dataclass(frozen=True, slots=True)
class Source:
    """Where the entries of a kind come from."""

    model: type[Readable]
    entries: Callable[[Reading, Collection[UUID]], Awaitable[list[Entry]]]


def shared(giver: type[Readable], taker: type[Readable]) -> sa.ColumnElement[bool]:
    """The condition under which a record may lend facts to another: all its readers know them."""
    return sa.or_(giver.audience_id == PUBLIC, giver.audience_id == taker.audience_id)


def text_of(*parts: str | None) -> str:
    """The parts that there are, one a line."""
    return "\n".join(part for part in parts if part)


def distinct(*groups: Iterable[UUID]) -> tuple[UUID, ...]:
    """The ids of all groups, each once."""
    return tuple(dict.fromkeys(id for group in groups for id in group))
