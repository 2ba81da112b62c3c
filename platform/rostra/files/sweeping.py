"""Sweeping the strong-room: bytes that nothing names any more do not stay for ever."""

import asyncio
import time

import sqlalchemy as sa
import structlog

from rostra.access import system
from rostra.background import end
from rostra.database import Database
from rostra.files.storage import STALE, Folder
from rostra.files.uploading import forget_ended
from rostra.records import Record
from rostra.work import Work

log = structlog.get_logger(__name__)

EVERY = 6 * 3600.0
"""Seconds between two rounds."""
NAMING = "_hash"
"""How the name of every column ends that can name bytes in the store."""
LONG = 128
"""Characters of a SHA-512."""


class Sweeper:
    """Goes round the store of one machine now and then, until it is stopped."""

    def __init__(self, database: Database, storage: Folder) -> None:
        self.database = database
        self.storage = storage
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to go round in the background."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Go round no more."""
        await end(self._task)

    async def _run(self) -> None:
        while True:
            try:
                found = await self.sweep()
                if found:
                    log.info("store_swept", removed=found)
            except Exception:
                log.exception("sweep_failed")
            await asyncio.sleep(EVERY)

    async def sweep(self) -> int:
        """Forget uploads whose time is over, and remove bytes that nothing names; how many."""
        before = time.time() - STALE
        await self.storage.sweep()
        async with self.database.reading(system) as work:
            over = await any_ended(work)
        if over:
            async with self.database.work(system) as work:
                await forget_ended(work)
        lying = await self.storage.lying(before)
        if not lying:
            return 0
        async with self.database.reading(system) as work:
            lying -= await named_bytes(work)
        return sum([await self.storage.remove(digest, before) for digest in sorted(lying)])


async def any_ended(work: Work) -> bool:
    """Whether there are uploads whose time is over."""
    uploads = Record.metadata.tables["uploads"]
    ended = sa.select(uploads.c.id).where(uploads.c.ends < work.now)
    return await work.first(ended) is not None


async def named_bytes(work: Work) -> set[str]:
    """The digests that any record of any room names, those of files in the making among them.

    One statement, so that an upload that becomes a file meanwhile is seen as one or the other.
    """
    columns = [
        column
        for table in Record.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(NAMING) and isinstance(column.type, sa.String)
    ]
    named = [sa.select(column).where(sa.func.length(column) == LONG) for column in columns]
    return {row[0] for row in await work.rows(sa.union(*named))}
