"""The database: SQLite or PostgreSQL behind one door, which is Work."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from rostra.access import Actor
from rostra.tombstones import mark_changes
from rostra.work import Work

Who = Actor | Callable[[AsyncSession], Awaitable[Actor]]
"""An actor, or how to find out who it is in the same transaction."""


class Database:
    """The connection pool of one process, and the only maker of Works."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.on_sqlite = self.url.get_backend_name() == "sqlite"
        if self.on_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        options: dict[str, Any] = {"pool_size": 10, "max_overflow": 20}
        self.engine = create_async_engine(
            self.url,
            # A fault's message would else carry what was sent to the database into the log, and
            # with it passwords and votes.
            hide_parameters=True,
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
            **options,
        )
        if self.on_sqlite:
            prepare_sqlite(self.engine.sync_engine)
        snapshot = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
        quiet = {"read_only": True} if self.on_sqlite else snapshot
        self._writing = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading = async_sessionmaker(
            self.engine.execution_options(**quiet), expire_on_commit=False
        )
        self._turn = asyncio.Semaphore(1 if self.on_sqlite else 1_000)
        self.listeners: list[Callable[[int], None]] = []
        """Called with the last event's position after each commit that logged events."""

    @asynccontextmanager
    async def work(self, who: Who) -> AsyncIterator[Work]:
        """A writing Work: one actor, one transaction; commits at the end unless it fails."""
        async with self._turn, self._writing() as db:
            event.listen(db.sync_session, "before_flush", mark_changes)
            work = Work(db, await resolved(who, db))
            yield work
            position = await work.complete()
        if position is not None:
            for listener in self.listeners:
                listener(position)

    @asynccontextmanager
    async def reading(self, who: Who) -> AsyncIterator[Work]:
        """A reading Work: a consistent view of the data for one actor."""
        async with self._reading() as db:
            yield Work(db, await resolved(who, db))

    async def close(self) -> None:
        """Let go of all connections."""
        await self.engine.dispose()


async def resolved(who: Who, db: AsyncSession) -> Actor:
    """The actor, found out in this transaction when it is not yet known."""
    return who if isinstance(who, Actor) else await who(db)


def prepare_sqlite(engine: sa.Engine) -> None:
    """Let SQLite serve many readers and writers: WAL, foreign keys, writers lock at once."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=15000",
            "foreign_keys=ON",
            "cache_size=-16000",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "close")
    def close(connection: Any, _record: Any) -> None:
        # A statement that a cancellation has left half read would keep the closed connection's
        # transaction alive, and its lock, until the garbage is collected.
        connection.rollback()

    @event.listens_for(engine, "checkin")
    def checkin(connection: Any, _record: Any) -> None:
        # A commit that SQLite refuses, such as for a deferred foreign key, leaves the
        # transaction open; the next one to use the connection could not begin its own.
        if connection is not None and connection.driver_connection.in_transaction:
            connection.rollback()

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        reading = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
