"""What goes out to one screen: in order, one after the other, and never more than it can take."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

MOST_WAITING = 100
"""Messages that may wait for a slow reader."""
MOST_BYTES = 1_000_000
"""Characters that may wait for a slow reader, beside a single message."""


class Outbox:
    """The messages that wait for one reader; without any it costs nothing but itself."""

    __slots__ = ("closed", "give_up", "overflowed", "send", "size", "task", "waiting")

    def __init__(self, send: Callable[[str], Awaitable[None]], give_up: Callable[[], None]) -> None:
        self.send = send
        self.give_up = give_up
        """Called once when the reader is too slow, or gone."""
        self.waiting: deque[str] = deque()
        self.size = 0
        self.task: asyncio.Task[None] | None = None
        self.closed = False
        self.overflowed = False

    def push(self, text: str) -> None:
        """Send the message as soon as the reader has taken those before it."""
        if self.closed:
            return
        if len(self.waiting) >= MOST_WAITING or (self.waiting and self.size > MOST_BYTES):
            self.overflowed = True
            self.give_up()
            return
        self.waiting.append(text)
        self.size += len(text)
        if self.task is None:
            self.task = asyncio.create_task(self._drain())

    def close(self) -> None:
        """Send nothing more, but for what is being sent: a reader must not get half a message."""
        self.closed = True
        self.waiting.clear()

    async def finish(self) -> None:
        """Send what a reader who keeps up still takes, and nothing new; wait for what is sent."""
        self.closed = True
        if self.overflowed:
            self.waiting.clear()
        while self.task is not None:
            await asyncio.wait([self.task])

    async def _drain(self) -> None:
        try:
            while self.waiting:
                text = self.waiting.popleft()
                self.size -= len(text)
                await self.send(text)
        except Exception:
            self.close()
            self.give_up()
        finally:
            self.task = None
