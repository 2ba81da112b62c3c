"""The event log: every fact, in order, chained by hashes; audit trail and outbox in one."""

import dataclasses
import datetime as dt
import hashlib
from typing import Any, ClassVar
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Record, now

APPEND_LOCK = 0x526F7374
"""The advisory lock that serializes appending on PostgreSQL, so that positions never lag."""


@dataclasses.dataclass(frozen=True)
class Event:
    """A fact in the past tense; each field names a kind of thing and holds its id or ids."""

    public: ClassVar[bool] = True
    """Whether the public side of the city may have changed, so that cached pages are stale."""

    def payload(self) -> dict[str, Any]:
        """The ids by kind of thing, as they are written into the log."""
        return {f.name: spelled(getattr(self, f.name)) for f in dataclasses.fields(self)}


def spelled(value: Any) -> Any:
    """Ids as text, for JSON."""
    if isinstance(value, (tuple, list, set, frozenset)):
        return [spelled(one) for one in value]
    return str(value) if isinstance(value, UUID) else value


class LoggedEvent(Record):
    """An event as it stands in the log."""

    __tablename__ = "events"
    position: Mapped[int] = mapped_column(sa.BigInteger(), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(index=True)
    at: Mapped[dt.datetime]
    actor: Mapped[str]
    payload: Mapped[dict[str, Any]]
    public: Mapped[bool]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    def things(self) -> dict[str, list[UUID]]:
        """The ids that the event names, by kind of thing."""
        found: dict[str, list[UUID]] = {}
        for kind, value in self.payload.items():
            ids = value if isinstance(value, list) else [value]
            found[kind] = [UUID(one) for one in ids if one is not None]
        return found


sa.Index("ix_events_public", LoggedEvent.position, postgresql_where=sa.text("public"))


def hash_of(previous: str, position: int, name: str, at: dt.datetime, actor: str,
            payload: dict[str, Any]) -> str:  # fmt: skip
    """The SHA-256 that chains an event to the one before it."""
    facts = orjson.dumps(
        [previous, position, name, at.astimezone(dt.UTC).isoformat(), actor, payload],
        option=orjson.OPT_SORT_KEYS,
    )
    return hashlib.sha256(facts).hexdigest()


async def append(db: AsyncSession, actor: str, events: list[Event]) -> int:
    """Write the events at the end of the log, in the running transaction; the last position."""
    if db.get_bind().dialect.name == "postgresql":
        await db.execute(sa.select(sa.func.pg_advisory_xact_lock(APPEND_LOCK)))
    last = (
        await db.execute(
            sa.select(LoggedEvent.position, LoggedEvent.hash)
            .order_by(LoggedEvent.position.desc())
            .limit(1)
        )
    ).first()
    position, previous = last if last else (0, "")
    rows = []
    moment = now()
    for event in events:
        position += 1
        name, payload = type(event).__name__, event.payload()
        digest = hash_of(previous, position, name, moment, actor, payload)
        rows.append(
            {"position": position, "name": name, "at": moment, "actor": actor,
             "payload": payload, "public": event.public,
             "previous_hash": previous, "hash": digest}
        )  # fmt: skip
        previous = digest
    await db.execute(sa.insert(LoggedEvent), rows)
    return position


async def first_broken_link(db: AsyncSession) -> int | None:
    """The position of the first event whose hash does not fit, or None when the log is whole."""
    previous = ""
    log = await db.stream_scalars(
        sa.select(LoggedEvent).order_by(LoggedEvent.position).execution_options(yield_per=500)
    )
    async for event in log:
        expected = hash_of(
            previous, event.position, event.name, event.at, event.actor, event.payload
        )
        if event.previous_hash != previous or event.hash != expected:
            return event.position
        previous = event.hash
    return None


async def public_revision(db: AsyncSession) -> int:
    """The number that advances whenever the public side of the city may have changed."""
    latest = sa.select(sa.func.max(LoggedEvent.position)).where(LoggedEvent.public)
    return await db.scalar(latest) or 0
