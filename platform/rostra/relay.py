"""The relay: hands logged events to subscribers, in order and at least once."""

import asyncio
import datetime as dt
from contextlib import suppress
from typing import Protocol

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid4

from rostra.access import system
from rostra.background import end
from rostra.database import Database
from rostra.events import LoggedEvent
from rostra.records import Record, now
from rostra.work import Work

log = structlog.get_logger(__name__)

BATCH = 200
LEASE = dt.timedelta(seconds=120)
LONGEST_PAUSE = dt.timedelta(minutes=10)
HEARTBEAT = 0.5
"""Seconds after which the log is looked at even when nobody rang, for other processes' events."""


class Subscription(Record):
    """How far a subscriber has read, and why it could not go on."""

    __tablename__ = "subscriptions"
    name: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(sa.BigInteger(), default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None]
    not_before: Mapped[dt.datetime | None]
    leased_by: Mapped[str | None]
    leased_until: Mapped[dt.datetime | None]


class Subscriber(Protocol):
    """Somebody who wants to hear of events; handling one twice must do no harm."""

    name: str

    async def handle(self, database: Database, events: list[LoggedEvent]) -> None:
        """Take the events, oldest first; an error means that all of them come again."""


class Relay:
    """Feeds each subscriber from its own position in the log, one batch after the other."""

    def __init__(self, database: Database, subscribers: list[Subscriber]) -> None:
        self.database = database
        self.subscribers = subscribers
        self.me = str(uuid4())
        self._bell = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        database.listeners.append(lambda _position: self._bell.set())

    async def start(self) -> None:
        """Begin to deliver in the background."""
        self._task = asyncio.create_task(self.run())

    async def stop(self) -> None:
        """Stop delivering; what was not handled comes again at the next start."""
        await end(self._task)
        for subscriber in self.subscribers:
            await self._settle(subscriber, {"leased_by": None, "leased_until": None})

    async def run(self) -> None:
        """Deliver for ever, woken by commits and by the heartbeat."""
        while True:
            self._bell.clear()
            try:
                busy = await self.deliver()
            except Exception:
                log.exception("relay_failed")
                busy = False
            if not busy:
                with suppress(TimeoutError):
                    async with asyncio.timeout(HEARTBEAT):
                        await self._bell.wait()

    async def deliver(self) -> bool:
        """One batch to each subscriber; whether any of them got something."""
        busy = False
        for subscriber in self.subscribers:
            busy |= await self._serve(subscriber)
        return busy

    async def drain(self) -> None:
        """Deliver until nobody has anything left."""
        while await self.deliver():
            pass

    async def _serve(self, subscriber: Subscriber) -> bool:
        if not await self._behind(subscriber):
            return False
        position = await self._claim(subscriber)
        if position is None:
            return False
        async with self.database.reading(system) as work:
            events = await events_after(work, position)
        if not events:
            await self._settle(subscriber, {"leased_by": None, "leased_until": None})
            return False
        try:
            await subscriber.handle(self.database, events)
        except Exception as error:
            log.exception("subscriber_failed", subscriber=subscriber.name)
            await self._postpone(subscriber, error)
            return False
        await self._settle(
            subscriber,
            {"position": events[-1].position, "attempts": 0, "failure": None, "not_before": None},
        )
        return True

    async def _behind(self, subscriber: Subscriber) -> bool:
        reached = sa.select(Subscription.position).where(Subscription.name == subscriber.name)
        async with self.database.reading(system) as work:
            last = await work.first(sa.select(sa.func.max(LoggedEvent.position)))
            return (last or 0) > (await work.first(reached) or 0)

    async def _claim(self, subscriber: Subscriber) -> int | None:
        moment = now()
        async with self.database.work(system) as work:
            mine = await work.first(
                sa.select(Subscription)
                .where(Subscription.name == subscriber.name)
                .with_for_update(skip_locked=True)
            )
            if mine is None:
                mine = Subscription(name=subscriber.name, position=0, attempts=0)
                work.add(mine)
            taken = mine.leased_until and mine.leased_until > moment and mine.leased_by != self.me
            if taken or (mine.not_before and mine.not_before > moment):
                return None
            mine.leased_by, mine.leased_until = self.me, moment + LEASE
            return mine.position

    async def _postpone(self, subscriber: Subscriber, error: Exception) -> None:
        async with self.database.work(system) as work:
            mine = await work.first(
                sa.select(Subscription).where(Subscription.name == subscriber.name)
            )
            mine.attempts += 1
            mine.failure = f"{type(error).__name__}: {error}"[:2_000]
            pause = min(dt.timedelta(seconds=2 ** min(mine.attempts, 20)), LONGEST_PAUSE)
            mine.not_before = now() + pause

    async def _settle(self, subscriber: Subscriber, values: dict[str, object]) -> None:
        async with self.database.work(system) as work:
            await work.change(
                sa.update(Subscription)
                .where(Subscription.name == subscriber.name, Subscription.leased_by == self.me)
                .values(**values)
            )


async def events_after(work: Work, position: int, limit: int = BATCH) -> list[LoggedEvent]:
    """The next events of the log after a position, oldest first."""
    return await work.fetch(
        sa.select(LoggedEvent)
        .where(LoggedEvent.position > position)
        .order_by(LoggedEvent.position)
        .limit(limit)
    )
