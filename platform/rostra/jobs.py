"""Jobs: work that takes long, enqueued in the transaction that asks for it."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid4, uuid7

from rostra.access import system
from rostra.background import end
from rostra.database import Database
from rostra.records import Record, now
from rostra.work import Work

log = structlog.get_logger(__name__)

LEASE = dt.timedelta(seconds=60)
LONGEST_PAUSE = dt.timedelta(hours=1)
MOST_ATTEMPTS = 8
HEARTBEAT = 1.0
"""Seconds after which the table is looked at even when nobody rang."""

Handler = Callable[[Database, dict[str, Any]], Awaitable[None]]
"""Does a job of one name; doing it twice must do no harm."""


class Job(Record):
    """Something to be done once, kept until it is done or given up."""

    __tablename__ = "jobs"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(index=True)
    payload: Mapped[dict[str, Any]]
    unique_key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    """waiting, running or dead; a job that is done is gone"""
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None]
    not_before: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    leased_by: Mapped[str | None]
    leased_until: Mapped[dt.datetime | None]
    created: Mapped[dt.datetime] = mapped_column(default=now)


async def enqueue(
    work: Work,
    name: str,
    payload: dict[str, Any],
    unique_key: str | None = None,
    not_before: dt.datetime | None = None,
) -> None:
    """Ask for a job in the running transaction; one with the same key is the same job.

    A job with this key that was given up gets a new chance.
    """
    moment = not_before or work.now
    fresh = {"state": "waiting", "attempts": 0, "not_before": moment, "payload": payload}
    await work.change(
        work.insert(Job)
        .values(id=uuid7(), name=name, unique_key=unique_key, created=work.now, **fresh)
        .on_conflict_do_update(
            index_elements=["unique_key"], set_=fresh, where=Job.state == "dead"
        )
    )  # fmt: skip


class Workshop:
    """Does the jobs of the names it knows, some at a time, until it is stopped."""

    def __init__(
        self,
        database: Database,
        handlers: Mapping[str, Handler],
        benches: int = 1,
        lease: dt.timedelta = LEASE,
    ) -> None:
        self.database = database
        self.handlers = handlers
        self.benches = benches
        self.lease = lease
        self.me = str(uuid4())
        self._bell = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        database.listeners.append(lambda _position: self._bell.set())

    async def start(self) -> None:
        """Begin to work in the background."""
        self._tasks = [asyncio.create_task(self._run()) for _ in range(self.benches)]

    async def stop(self) -> None:
        """Lay down the tools; what was under way goes back and costs no attempt."""
        await asyncio.gather(*(end(task) for task in self._tasks))
        self._tasks = []

    async def drain(self) -> None:
        """Do all jobs that are due."""
        while await self.do_one():
            pass

    async def do_one(self) -> bool:
        """Do the job that is due for longest; whether there was one."""
        if not await self._any_due():
            return False
        job = await self._claim()
        if job is None:
            return False
        keeper = asyncio.create_task(self._keep(job))
        try:
            await self.handlers[job.name](self.database, job.payload)
        except asyncio.CancelledError:
            await self._settle(job, {"state": "waiting", "attempts": job.attempts - 1})
            raise
        except Exception as error:
            log.exception("job_failed", job=job.name, id=str(job.id), attempt=job.attempts)
            await self._postpone(job, error)
        else:
            await self._finish(job)
        finally:
            keeper.cancel()
        return True

    async def _run(self) -> None:
        while True:
            self._bell.clear()
            try:
                busy = await self.do_one()
            except Exception:
                log.exception("workshop_failed")
                busy = False
            if not busy:
                with suppress(TimeoutError):
                    async with asyncio.timeout(HEARTBEAT):
                        await self._bell.wait()

    def _due(self) -> sa.ColumnElement[bool]:
        moment = now()
        waiting = sa.and_(Job.state == "waiting", Job.not_before <= moment)
        abandoned = sa.and_(Job.state == "running", Job.leased_until < moment)
        return sa.and_(Job.name.in_(sorted(self.handlers)), sa.or_(waiting, abandoned))

    async def _any_due(self) -> bool:
        async with self.database.reading(system) as work:
            return await work.first(sa.select(Job.id).where(self._due())) is not None

    async def _claim(self) -> Job | None:
        async with self.database.work(system) as work:
            job: Job | None = await work.first(
                sa.select(Job)
                .where(self._due())
                .order_by(Job.not_before, Job.id)
                .with_for_update(skip_locked=True)
            )
            if job is None:
                return None
            if job.attempts >= MOST_ATTEMPTS:
                job.state, job.failure = "dead", job.failure or "It killed its worker every time."
                return None
            job.state, job.attempts = "running", job.attempts + 1
            job.leased_by, job.leased_until = self.me, now() + self.lease
            return job

    async def _keep(self, job: Job) -> None:
        while True:
            await asyncio.sleep(self.lease.total_seconds() / 3)
            with suppress(sa.exc.DBAPIError):
                await self._change(job, {"leased_until": now() + self.lease})

    async def _postpone(self, job: Job, error: Exception) -> None:
        pause = min(dt.timedelta(seconds=2**job.attempts), LONGEST_PAUSE)
        await self._settle(
            job,
            {
                "state": "dead" if job.attempts >= MOST_ATTEMPTS else "waiting",
                "failure": f"{type(error).__name__}: {error}"[:2_000],
                "not_before": now() + pause,
            },
        )

    async def _finish(self, job: Job) -> None:
        async with self.database.work(system) as work:
            await work.change(sa.delete(Job).where(self._mine(job)))

    async def _settle(self, job: Job, values: dict[str, object]) -> None:
        await self._change(job, {"leased_by": None, "leased_until": None, **values})

    async def _change(self, job: Job, values: dict[str, object]) -> None:
        async with self.database.work(system) as work:
            await work.change(sa.update(Job).where(self._mine(job)).values(**values))

    def _mine(self, job: Job) -> sa.ColumnElement[bool]:
        return sa.and_(Job.id == job.id, Job.leased_by == self.me)
