"""Work: the only door to the database. One actor, one transaction, the events it caused."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from rostra.access import (
    ANYBODY,
    NOBODY,
    Actor,
    Permission,
    audiences_of,
    intern_audience,
    system,
)
from rostra.errors import NotFound, NotPermitted
from rostra.events import Event, append
from rostra.records import Readable, now

Thing = TypeVar("Thing", bound=Readable)


class Work:
    """What one actor does or reads in one transaction."""

    def __init__(self, db: AsyncSession, actor: Actor, zone: dt.tzinfo = dt.UTC) -> None:
        self.db = db
        self.actor = actor
        self.zone = zone
        """Where the city's clocks stand."""
        self.events: list[Event] = []
        self._audience_ids = actor.audience_ids
        self._lock = asyncio.Lock()

    def as_the_public(self) -> "Work":
        """The same transaction as everybody sees it, for what is made for everybody."""
        return self.seen_by(ANYBODY)

    async def as_the_system(self) -> "Work":
        """The same transaction with everything in it, for what is signed or counted as a whole."""
        async with self._lock:
            actor = await system(self.db)
        return self.seen_by(actor)

    def seen_by(self, actor: Actor) -> "Work":
        """The same transaction as another actor sees it, for what one reads for many."""
        seen = Work(self.db, actor, self.zone)
        seen.events = self.events
        seen._lock = self._lock
        return seen

    @property
    def now(self) -> dt.datetime:
        """This moment, in UTC."""
        return now()

    @property
    def today(self) -> dt.date:
        """The day in the city: mandates, standing orders and terms begin and end with it."""
        return self.now.astimezone(self.zone).date()

    @property
    def audience_ids(self) -> frozenset[int]:
        """The audiences to which the actor belongs; an empty set reads nothing."""
        return self._audience_ids

    def readable(self, model: type[Thing]) -> sa.Select[Thing]:
        """The only way to a select: the records of a kind that the actor may read."""
        return sa.select(model).where(self.may_read(model))

    def may_read(self, model: type[Thing]) -> sa.ColumnElement[bool]:
        """The condition under which the actor may read a record of the kind, for joins."""
        return model.audience_id.in_(sorted(self._audience_ids))

    async def find(self, model: type[Thing], id: UUID) -> Thing:
        """The record with this id; NotFound whether it is absent or not for the actor."""
        found = await self.first(self.readable(model).where(model.id == id))
        if found is None:
            raise NotFound
        return found

    async def first(self, statement: sa.Select[Any]) -> Any:
        """The first record of a statement, or None."""
        async with self._lock:
            return (await self.db.scalars(statement.limit(1))).first()

    async def fetch(self, statement: sa.Select[Any]) -> list[Any]:
        """All records of a statement with one entity or column."""
        async with self._lock:
            return list(await self.db.scalars(statement))

    async def rows(self, statement: sa.Executable, values: Any = None) -> list[Any]:
        """All rows of a statement with several columns; `values` fill its parameters."""
        async with self._lock:
            return list((await self.db.execute(statement, values)).all())

    async def count(self, statement: sa.Select[Any]) -> int:
        """How many records the statement has."""
        async with self._lock:
            counted = sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())
            return await self.db.scalar(counted) or 0

    async def change(self, statement: sa.Executable, values: Any = None) -> Any:
        """Run an insert, update or delete over many rows; tombstones and dates are the caller's."""
        async with self._lock:
            await self.db.flush()
            return await self.db.execute(statement, values)

    def insert(self, model: Any) -> Any:
        """An insert of the database's own dialect, which knows what to do in a conflict."""
        on_sqlite = self.db.get_bind().dialect.name == "sqlite"
        return (sqlite_insert if on_sqlite else postgresql_insert)(model)

    async def flush(self) -> None:
        """Send what was added or changed to the database, within the transaction."""
        async with self._lock:
            await self.db.flush()

    def add(self, *records: Any) -> None:
        """Keep new records when the work is complete."""
        self.db.add_all(records)

    def withdraw(self, thing: Readable) -> None:
        """Take a thing out of everybody's sight; what was public leaves a tombstone."""
        thing.audience_id = NOBODY

    async def audience(self, tokens: Iterable[str]) -> int:
        """The id of the audience with exactly these tokens."""
        async with self._lock:
            audience_id = await intern_audience(self.db, tokens)
            self._audience_ids = await audiences_of(self.db, self.actor.tokens)
        return audience_id

    def may(self, permission: Permission, thing: Readable) -> bool:
        """Whether the actor may do this with the thing: the same answer that authorize gives."""
        return self.actor.may(permission, thing)

    def authorize(self, permission: Permission, thing: Readable) -> None:
        """Refuse unless the actor may do this with the thing."""
        if not self.may(permission, thing):
            raise NotPermitted

    def authorize_within(self, permission: Permission, *places: UUID) -> None:
        """Refuse unless the actor may do this in one of the bodies or organizations."""
        if not self.actor.may_within(permission, *places):
            raise NotPermitted

    def record(self, event: Event) -> None:
        """Log the fact in the same transaction as the change."""
        self.events.append(event)

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """Something that is done as a whole or, when it raises, not at all, nor any event of it."""
        async with self._lock:
            point = await self.db.begin_nested()
        told = len(self.events)
        try:
            yield
        except BaseException:
            async with self._lock:
                await point.rollback()
            del self.events[told:]
            raise
        async with self._lock:
            await point.commit()

    async def complete(self) -> int | None:
        """Commit the changes and their events together; the last event's position, if any."""
        async with self._lock:
            await self.db.flush()
            position = None
            if self.events:
                position = await append(self.db, self.actor.name, self.events)
            await self.db.commit()
        return position
