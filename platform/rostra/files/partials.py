"""Files on their way in: each grows piece by piece, and what is on the disk is what has come."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterable, AsyncIterator
from pathlib import Path
from uuid import UUID

from rostra.errors import Conflict, Invalid
from rostra.files.storage import BLOCK, make_durable

BUSY = "Another part of this file is being received at this moment."
MISPLACED = "This part does not begin where the last one ended."
TOO_MUCH = "More came than was announced."


class Partials:
    """The half-received files of one machine, below the folder of the store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, upload_id: UUID) -> Path:
        """Where the bytes of an upload gather."""
        return self.folder / f"{upload_id}.part"

    async def begin(self, upload_id: UUID) -> None:
        """Make room for an upload."""
        await asyncio.to_thread(begun, self.path(upload_id))

    async def size(self, upload_id: UUID) -> int:
        """How many bytes have come and will be there after a power cut."""
        return await asyncio.to_thread(size_of, self.path(upload_id))

    async def append(
        self, upload_id: UUID, offset: int, size: int, chunks: AsyncIterable[bytes]
    ) -> int:
        """Add bytes at the end; how many there are then.

        Conflict when they do not belong there or another sender is at work, Invalid when they
        are more than announced. What came before the line broke is kept.
        """
        handle = await asyncio.to_thread(taken, self.path(upload_id))
        try:
            there = os.fstat(handle).st_size
            if there != offset:
                raise Conflict(MISPLACED)
            async for chunk in chunks:
                if there + len(chunk) > size:
                    raise Invalid("file", TOO_MUCH)
                await asyncio.to_thread(write_all, handle, chunk)
                there += len(chunk)
            return there
        finally:
            await asyncio.to_thread(settled, handle)

    async def stream(self, upload_id: UUID) -> AsyncIterator[bytes]:
        """All bytes that have come."""
        opened = await asyncio.to_thread(self.path(upload_id).open, "rb")
        try:
            while block := await asyncio.to_thread(opened.read, BLOCK):
                yield block
        finally:
            opened.close()

    async def discard(self, upload_id: UUID) -> None:
        """Leave nothing of an upload behind."""
        await asyncio.to_thread(self.path(upload_id).unlink, missing_ok=True)


def begun(path: Path) -> None:
    """An empty file, whose name the disk remembers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    make_durable(path.parent)


def size_of(path: Path) -> int:
    """The size of a file; 0 where there is none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def taken(path: Path) -> int:
    """The file, opened at its end for this sender alone."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Conflict(BUSY) from None
    return handle


def write_all(handle: int, chunk: bytes) -> None:
    """Write every byte."""
    view = memoryview(chunk)
    while view:
        view = view[os.write(handle, view) :]


def settled(handle: int) -> None:
    """Make what came durable, and let others in."""
    os.fsync(handle)
    os.close(handle)
