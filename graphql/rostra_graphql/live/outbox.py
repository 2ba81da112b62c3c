"""What goes out to one screen: in order, one after the other, and never more than it can take."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

MOST_WAITING = 100
"""Messages that may wait for a slow reader."""
MOST_BYTES = 1_000_000
"""Characters that may wait for a slow reader, beside a single message."""
LONGEST_SENDING = 20.0
"""Seconds that a message may take; a reader that stands still is given up."""


class Outbox:
    """The messages that wait for one reader; without any it costs nothing but itself."""

    __slots__ = ("closed", "give_up", "send", "size", "task", "waiting")

    def __init__(self, send: Callable[[str], Awaitable[None]], give_up: Callable[[], None]) -> None:
        self.send = send
        self.give_up = give_up
        """Called once when the reader is too slow, or gone."""
        self.waiting: deque[str] = deque()
        self.size = 0
        self.task: asyncio.Task[None] | None = None
        self.closed = False

    def push(self, text: str) -> None:
        """Send the message as soon as the reader has taken those before it."""
        if self.closed:
            return
        if len(self.waiting) >= MOST_WAITING or (self.waiting and self.size > MOST_BYTES):
            self.close()
            self.give_up()
            return
        self.waiting.append(text)
        self.size += len(text)
        if self.task is None:
            self.task = asyncio.create_task(self._drain())

    def close(self) -> None:
        """Send nothing more."""
        self.closed = True
        self.waiting.clear()
        if self.task is not None:
            self.task.cancel()

    async def empty(self) -> None:
        """Wait a moment for what is still to go out."""
        if self.task is not None:
            await asyncio.wait([self.task], timeout=1)

    async def _drain(self) -> None:
        try:
            while self.waiting:
                text = self.waiting.popleft()
                self.size -= len(text)
                async with asyncio.timeout(LONGEST_SENDING):
                    await self.send(text)
        except Exception:
            self.close()
            self.give_up()
        finally:
            self.task = None
