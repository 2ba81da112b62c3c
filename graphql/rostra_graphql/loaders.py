"""Loaders: relations of the platform, asked once for all parents that stand side by side."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from rostra.work import Work

Relation = Callable[..., Awaitable[Mapping[UUID, Any]]]
"""A batch function `(work, ids, …) -> {id: what belongs to it}`; ids without anything may lack."""

LARGEST_BATCH = 1_000


class Loader:
    """One relation of one operation: gathers ids for a moment, then asks for all of them."""

    def __init__(
        self,
        work: Work,
        relation: Relation,
        details: dict[str, Any],
        tasks: set[asyncio.Task[None]],
    ) -> None:
        self._work = work
        self._tasks = tasks
        self._relation = relation
        self._details = details
        self._loop = asyncio.get_running_loop()
        self._known: dict[UUID, asyncio.Future[Any]] = {}
        self._waiting: dict[UUID, asyncio.Future[Any]] = {}

    def load(self, id: UUID) -> asyncio.Future[Any]:
        """What belongs to the id, when it has come."""
        future = self._known.get(id)
        if future is None:
            future = self._known[id] = self._loop.create_future()
            if not self._waiting:
                self._loop.call_soon(self._send)
            self._waiting[id] = future
        return future

    def _send(self) -> None:
        waiting, self._waiting = self._waiting, {}
        ids = list(waiting)
        for start in range(0, len(ids), LARGEST_BATCH):
            batch = {id: waiting[id] for id in ids[start : start + LARGEST_BATCH]}
            task = self._loop.create_task(self._fetch(batch))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _fetch(self, batch: dict[UUID, asyncio.Future[Any]]) -> None:
        try:
            found = await self._relation(self._work, list(batch), **self._details)
        except asyncio.CancelledError:
            for future in batch.values():
                future.cancel()
            raise
        except Exception as fault:
            for future in batch.values():
                if not future.done():
                    future.set_exception(fault)
            return
        for id, future in batch.items():
            if not future.done():
                future.set_result(found.get(id))


class Loaders:
    """The loaders of one operation, each made when it is first needed."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._made: dict[Any, Loader] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def forget(self) -> None:
        """Ask anew from now on, since something was changed."""
        self._made = {}

    async def close(self) -> None:
        """Give up what is still being asked: the Work ends with the operation."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def loader(self, relation: Relation, details: dict[str, Any]) -> Loader:
        """The loader of a relation with these details."""
        key = (relation, *details.items()) if details else relation
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = Loader(self._work, relation, details, self._tasks)
        return made
