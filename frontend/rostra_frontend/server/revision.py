"""The public revision: the number under which cached pages are good."""

import asyncio

import structlog

from rostra.access import ANYBODY
from rostra.background import end
from rostra.database import Database
from rostra.events import public_revision

log = structlog.get_logger(__name__)

HEARTBEAT = 0.5
"""Seconds after which other processes' changes are noticed."""


class Revision:
    """Knows the public revision without asking, unless something was just committed."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.number = 0
        self.doubtful = True
        """Whether something was committed since the number was read."""
        self._lock = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        database.listeners.append(self._doubt)

    def _doubt(self, _position: int) -> None:
        self.doubtful = True

    async def current(self) -> int:
        """The public revision as of this moment; fresh after every commit of this process."""
        if self.doubtful:
            async with self._lock:
                if self.doubtful:
                    await self._read()
        return self.number

    async def start(self) -> None:
        """Begin to watch for what other processes change."""
        await self.current()
        self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Stop watching."""
        await end(self._task)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            try:
                await self._read()
            except Exception:
                log.exception("revision_unknown")

    async def _read(self) -> None:
        self.doubtful = False
        try:
            async with self.database.reading(ANYBODY) as work:
                self.number = await public_revision(work.db)
        except BaseException:
            self.doubtful = True
            raise
