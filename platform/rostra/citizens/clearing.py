"""After an erasure: nothing of the words stays on the disks, nor in the index, nor in the store."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from rostra.access import system
from rostra.citizens.erasing import erasures
from rostra.citizens.events import PersonForgotten
from rostra.citizens.holdings import HOLDINGS, Fate
from rostra.database import Database
from rostra.events import LoggedEvent
from rostra.files.storage import Folder
from rostra.files.sweeping import named_bytes

LIST = "erasures.jsonl"
"""The list of erasures beside the database: it is not put back with a backup."""
MOVED = frozenset({Fate.DELETED, Fate.CHOSEN})


@dataclass(frozen=True)
class Clearing:
    """Does the job that follows each erasure."""

    storage: Folder
    rebuild: Callable[[], Awaitable[int]]
    """Builds the search index anew: an index only marks what it drops."""

    async def __call__(self, database: Database, payload: dict[str, Any]) -> None:
        """Remove the pictures that nothing names any more, and write tables and index anew."""
        wanted = set(payload.get("photos", ()))
        if wanted:
            async with database.reading(system) as work:
                wanted -= await named_bytes(work)
            for digest in sorted(wanted):
                await self.storage.remove(digest, time.time() + 1)
        await self.rebuild()
        await database.rewrite(*(one.table for one in HOLDINGS if one.fate in MOVED))


@dataclass(frozen=True)
class ErasureList:
    """A subscriber that writes the list from which a restored backup is made to forget again."""

    path: Path

    name = "erasures"

    async def handle(self, database: Database, events: list[LoggedEvent]) -> None:
        """Add what the list does not know yet; what a restored database forgot stays in it."""
        if not any(event.name == PersonForgotten.__name__ for event in events):
            return
        async with database.reading(system) as work:
            known = {line["account"] for line in self.lines()}
            for one in await erasures(work):
                if str(one.former_id) not in known:
                    self.write({"account": str(one.former_id), "manner": one.manner, "at": one.at})

    def write(self, line: dict[str, Any]) -> None:
        """Add a line at the end."""
        with self.path.open("ab") as file:
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))

    def lines(self) -> list[dict[str, Any]]:
        """What the list says: ids, manner and time of each erasure."""
        if not self.path.exists():
            return []
        return [orjson.loads(line) for line in self.path.read_bytes().splitlines()]
