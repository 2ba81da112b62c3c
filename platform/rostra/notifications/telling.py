"""Who is told what when something happens: one line for each fact.

What a letter says of a thing is read with the eyes of the public. What the public may not read
is told in neutral words, with the address at which the reader, logged in, finds the rest: no
mail ever carries what is not public.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rostra.access import system
from rostra.database import Database
from rostra.events import LoggedEvent
from rostra.notifications.letters import Note, Wording, write_letter
from rostra.work import Work

Teller = Callable[[Work, LoggedEvent], Awaitable[list[Note]]]
"""Finds out who is to be told what about an event."""


def each(*tellers: Teller) -> Teller:
    """One teller for a fact that is told to several circles."""

    async def teller(work: Work, event: LoggedEvent) -> list[Note]:
        return [note for one in tellers for note in await one(work, event)]

    return teller


@dataclass(frozen=True)
class Notifier:
    """A subscriber of the log that writes the letters of each event, each once."""

    wording: Wording
    zone: ZoneInfo
    tellers: Mapping[str, Teller]

    name = "notifications"

    async def handle(self, database: Database, events: list[LoggedEvent]) -> None:
        """Write the letters of these events; who hears of an event again writes nothing twice."""
        for event in events:
            teller = self.tellers.get(event.name)
            if teller is None:
                continue
            async with database.work(system) as work:
                for note in await teller(work, event):
                    await write_letter(work, note, self.wording, self.zone)
