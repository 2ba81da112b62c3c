"""The database: SQLite or PostgreSQL behind one door, which is Work."""

import asyncio
import datetime as dt
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from rostra.access import Actor
from rostra.tombstones import mark_changes
from rostra.work import Work

PATIENCE = 15_000
"""Milliseconds for which a writer waits for another."""
LOCK_PATIENCE = 2_000
"""Milliseconds for which rewriting waits, since others wait behind it."""

Who = Actor | Callable[[AsyncSession], Awaitable[Actor]]
"""An actor, or how to find out who it is in the same transaction."""


class Database:
    """The connection pool of one process, and the only maker of Works."""

    def __init__(self, url: str, zone: dt.tzinfo = dt.UTC) -> None:
        self.url = make_url(url)
        self.zone = zone
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
            work = Work(db, await resolved(who, db), self.zone)
            yield work
            position = await work.complete()
        if position is not None:
            for listener in self.listeners:
                listener(position)

    @asynccontextmanager
    async def reading(self, who: Who) -> AsyncIterator[Work]:
        """A reading Work: a consistent view of the data for one actor."""
        async with self._reading() as db:
            yield Work(db, await resolved(who, db), self.zone)

    async def rewrite(self, *tables: str) -> None:
        """Write tables anew, so that the disk keeps nothing of what was changed or removed.

        Fails where something still looks at what was: then it is to be done again later.
        """
        async with self.engine.connect() as connection:
            if self.on_sqlite:
                await empty_the_log(connection)
                return
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql(f"SET lock_timeout = {LOCK_PATIENCE}")
            try:
                for table in tables:
                    await rewrite_table(connection, table)
            finally:
                await connection.exec_driver_sql("RESET lock_timeout")

    async def close(self) -> None:
        """Let go of all connections."""
        await self.engine.dispose()


async def rewrite_table(connection: AsyncConnection, table: str) -> None:
    """Let PostgreSQL write a table into a new file without the rows that are dead."""
    file = sa.select(sa.func.pg_relation_filenode(table))
    before = await connection.scalar(file)
    beneath = (await connection.get_raw_connection()).driver_connection
    assert beneath is not None
    details: list[str] = []

    def hear(notice: Any) -> None:
        details.append(notice.message_detail or "")

    beneath.add_notice_handler(hear)
    try:
        await connection.exec_driver_sql(f'VACUUM (FULL, VERBOSE) "{table}"')
    finally:
        beneath.remove_notice_handler(hear)
    if await connection.scalar(file) == before:
        raise RuntimeError(f"The database's user does not own the table {table}.")
    if any(rows_left(detail) for detail in details):
        raise RuntimeError(f"Somebody still reads the table {table} as it was.")


def rows_left(detail: str) -> int:
    """How many dead rows PostgreSQL could not leave out, as it says first, in any language."""
    found = re.match(r"\D*(\d+)", detail)
    return int(found[1]) if found else 0


async def empty_the_log(connection: AsyncConnection) -> None:
    """Bring SQLite's write-ahead log into its file, and the log to nothing.

    Beside SQLAlchemy, which would begin a transaction, in which nothing can be brought over.
    """
    beneath = (await connection.get_raw_connection()).driver_connection
    assert beneath is not None
    await beneath.execute(f"PRAGMA busy_timeout={LOCK_PATIENCE}")
    try:
        async with beneath.execute("PRAGMA wal_checkpoint(TRUNCATE)") as found:
            busy, *_ = await found.fetchone()
    finally:
        await beneath.execute(f"PRAGMA busy_timeout={PATIENCE}")
    if busy:
        raise RuntimeError("Somebody still reads the database as it was.")


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
            f"busy_timeout={PATIENCE}",
            "foreign_keys=ON",
            # What is removed or changed is overwritten, votes among it.
            "secure_delete=ON",
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
