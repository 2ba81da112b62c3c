"""Keeps the search index true to the records: follows the event log, or builds all anew."""

import asyncio
import queue
import time
from collections.abc import AsyncIterator, Callable, Iterator
from zoneinfo import ZoneInfo

import structlog

from rostra.access import system
from rostra.background import end
from rostra.database import Database
from rostra.events import LoggedEvent
from rostra.relay import events_after
from rostra_search.entries.source import Reading
from rostra_search.entry import Entry, Key
from rostra_search.index import SearchIndex
from rostra_search.sources import all_entries, entries_of, last_event, things_in, touched_by

log = structlog.get_logger(__name__)

EVENTS_AT_ONCE = 500
LEAST_SECONDS_BETWEEN_COMMITS = 1.0
LONGEST_PAUSE = 60.0
BATCHES_AHEAD = 4

Progress = Callable[[int], None]
"""Called with the number of entries taken in so far."""


class Indexer:
    """A subscriber that re-reads what events name; the index itself knows how far it has come."""

    name = "search"

    def __init__(
        self, database: Database, index: SearchIndex, time_zone: str = "Europe/Berlin"
    ) -> None:
        self._database = database
        self._index = index
        self._zone = ZoneInfo(time_zone)
        self._turn = asyncio.Lock()
        self._bell = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to follow the log in the background, and make good what was missed."""
        self._bell.set()
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop following; the next start goes on from where the index is."""
        await end(self._task)
        self._task = None

    async def handle(self, database: Database, events: list[LoggedEvent]) -> None:
        """Hear of new events: at once, or by the task in the background when it runs."""
        if self._task is None:
            await self.catch_up()
        else:
            self._bell.set()

    async def _run(self) -> None:
        """Catch up whenever the bell rings, but commit at most once a second."""
        failures = 0
        while True:
            await self._bell.wait()
            self._bell.clear()
            begun = time.monotonic()
            try:
                await self.catch_up()
                failures = 0
            except Exception:
                failures += 1
                log.exception("indexing_failed", failures=failures)
                await asyncio.sleep(min(2.0**failures, LONGEST_PAUSE))
                self._bell.set()
                continue
            passed = time.monotonic() - begun
            await asyncio.sleep(max(0.0, LEAST_SECONDS_BETWEEN_COMMITS - passed))

    async def catch_up(self) -> None:
        """Take in all that happened since the last event that the index has seen."""
        async with self._turn:
            reached = await asyncio.to_thread(self._index.position)
            last = await self._last_event()
            if reached is None or reached > last:
                await self._rebuild(None)
                return
            while reached < last:
                reached = await self._follow(reached)

    async def rebuild(self, progress: Progress | None = None) -> int:
        """Build the whole index anew from the records; how many entries it has then."""
        async with self._turn:
            await self._rebuild(progress)
        return await asyncio.to_thread(self._index.count)

    async def _last_event(self) -> int:
        async with self._database.reading(system) as work:
            return await last_event(work)

    async def _follow(self, reached: int) -> int:
        """Take in the next events; the position of the last of them."""
        async with self._database.reading(system) as work:
            events = await events_after(work, reached, EVENTS_AT_ONCE)
            keys = await touched_by(work, things_in(events))
            entries = await entries_of(Reading(work, self._zone), keys)
        if not events:
            return reached
        position = events[-1].position
        await asyncio.to_thread(self._write, entries, keys - entries.keys(), position)
        return position

    def _write(self, entries: dict[Key, Entry], gone: set[Key], position: int) -> None:
        if entries or gone:
            self._index.write(entries.values(), gone, position)
        else:
            self._index.advance(position)

    async def _rebuild(self, progress: Progress | None) -> None:
        """Hand all entries, as they are read, to a thread that builds."""
        async with self._database.reading(system) as work:
            position = await last_event(work)
            feed = Feed(progress)
            building = asyncio.create_task(
                asyncio.to_thread(self._index.rebuild, feed.entries(), position)
            )
            try:
                await feed.fill(all_entries(Reading(work, self._zone)), building)
            except BaseException:
                feed.finish()
                await asyncio.gather(building, return_exceptions=True)
                raise
            feed.finish()
            await building


class Feed:
    """Entries on their way from the database to the thread that indexes them."""

    def __init__(self, progress: Progress | None) -> None:
        self._batches: queue.Queue[list[Entry] | None] = queue.Queue()
        self._room = asyncio.Semaphore(BATCHES_AHEAD)
        self._loop = asyncio.get_running_loop()
        self._progress = progress
        self._whole = False

    async def fill(self, batches: AsyncIterator[list[Entry]], building: asyncio.Task[None]) -> None:
        """Pass batches on, never many ahead of the building; stop when that fails."""
        async for batch in batches:
            while not await self._may_go_on():
                if building.done():
                    return
            self._batches.put(batch)
        self._whole = True

    async def _may_go_on(self) -> bool:
        try:
            await asyncio.wait_for(self._room.acquire(), 1.0)
        except TimeoutError:
            return False
        return True

    def finish(self) -> None:
        """Say that no more will come."""
        self._batches.put(None)

    def entries(self) -> Iterator[Entry]:
        """The entries as they come; an error when the reading broke off."""
        count = 0
        while (batch := self._batches.get()) is not None:
            yield from batch
            count += len(batch)
            if self._progress is not None:
                self._progress(count)
            self._loop.call_soon_threadsafe(self._room.release)
        if not self._whole:
            raise RuntimeError("The records could not be read to the end.")
