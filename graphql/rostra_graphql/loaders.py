"""Loaders: relations of the platform, asked once for all parents that stand side by side."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from strawberry.dataloader import DataLoader

from rostra.work import Work

Relation = Callable[..., Awaitable[Mapping[UUID, Any]]]
"""A batch function `(work, ids, …) -> {id: what belongs to it}`; ids without anything may lack."""

LARGEST_BATCH = 1_000


class Loaders:
    """The loaders of one operation, each made when it is first needed."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._made: dict[Any, DataLoader[UUID, Any]] = {}

    async def one(self, relation: Relation, id: UUID | None, **details: Any) -> Any:
        """What the relation has for the id, or None."""
        if id is None:
            return None
        return await self._loader(relation, details).load(id)

    async def many(self, relation: Relation, id: UUID, **details: Any) -> Any:
        """All that the relation has for the id, or an empty list."""
        return await self._loader(relation, details).load(id) or []

    def _loader(self, relation: Relation, details: dict[str, Any]) -> DataLoader[UUID, Any]:
        key = (relation, *details.items())
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._derived(relation, details)
        return made

    def _derived(self, relation: Relation, details: dict[str, Any]) -> DataLoader[UUID, Any]:
        work = self._work

        async def load(ids: list[UUID]) -> list[Any]:
            found = await relation(work, ids, **details)
            return [found.get(id) for id in ids]

        return DataLoader(load, max_batch_size=LARGEST_BATCH)
