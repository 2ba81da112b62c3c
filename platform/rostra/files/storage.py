"""The strong-room: the bytes of files, kept once under their SHA-512, whole or not at all."""

import asyncio
import fcntl
import hashlib
import os
import re
import tempfile
import time
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from rostra.errors import Invalid, NotFound

BLOCK = 256 * 1024
"""Bytes that are read or written at a time."""

STALE = 24 * 3600
"""Seconds after which a half-received file can only be the rest of a killed process."""

DIGEST = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class Stored:
    """What was received: the digest under which it lies, its older digest for OParl, its size."""

    sha512: str
    sha1: str
    size: int


class Storage(Protocol):
    """Where the bytes of files lie: a folder today, an object store for many machines."""

    async def receive(
        self, chunks: AsyncIterable[bytes], limit: int, check: "Check | None" = None
    ) -> Stored:
        """Take the bytes in as they come; Invalid when they are more than the limit.

        Where `check` refuses them, nothing of them is kept.
        """

    async def size(self, sha512: str) -> int:
        """The number of bytes under this digest; NotFound when there are none."""

    def stream(self, sha512: str, start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from start up to, but not including, stop."""

    def on_disk(self, sha512: str) -> AbstractAsyncContextManager[Path]:
        """A path at which a program of this machine may read the bytes meanwhile."""


class Folder:
    """The storage of one machine: a folder with a file for each digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.incoming = folder / "incoming"

    async def receive(
        self, chunks: AsyncIterable[bytes], limit: int, check: "Check | None" = None
    ) -> Stored:
        """Write to a file beside the others, make it durable, and only then give it its name."""
        arrival = await asyncio.to_thread(Arrival, self.incoming, limit)
        try:
            async for chunk in chunks:
                await asyncio.to_thread(arrival.write, chunk)
            if check is not None:
                await asyncio.to_thread(arrival.show, check)
            return await asyncio.to_thread(arrival.settle, self.path)
        finally:
            await asyncio.to_thread(arrival.discard)

    async def size(self, sha512: str) -> int:
        """The number of bytes under this digest; NotFound when there are none."""
        try:
            return (await asyncio.to_thread(self.path(sha512).stat)).st_size
        except FileNotFoundError:
            raise NotFound from None

    async def stream(
        self, sha512: str, start: int = 0, stop: int | None = None
    ) -> AsyncIterator[bytes]:
        """The bytes from start up to, but not including, stop; NotFound when there are none."""
        opened = await asyncio.to_thread(opened_at, self.path(sha512), start)
        left = None if stop is None else stop - start
        try:
            while left is None or left > 0:
                block = await asyncio.to_thread(opened.read, min(BLOCK, left or BLOCK))
                if not block:
                    return
                left = None if left is None else left - len(block)
                yield block
        finally:
            opened.close()

    @asynccontextmanager
    async def on_disk(self, sha512: str) -> AsyncIterator[Path]:
        """The path of the bytes, which are on this disk anyway."""
        await self.size(sha512)
        yield self.path(sha512)

    async def sweep(self) -> int:
        """Remove what killed processes left half received; how many there were."""
        return await asyncio.to_thread(swept, self.incoming, time.time() - STALE)

    async def lying(self, before: float) -> set[str]:
        """The digests of what was last received before a time."""
        return await asyncio.to_thread(digests_in, self.folder, before)

    async def remove(self, sha512: str, before: float) -> bool:
        """Remove bytes, unless they were received anew meanwhile; whether they are gone."""
        return await asyncio.to_thread(removed, self.path(sha512), before)

    def path(self, sha512: str) -> Path:
        """Where the bytes with this digest lie; NotFound for what is no digest at all."""
        if not DIGEST.fullmatch(sha512):
            raise NotFound
        return self.folder / sha512[:2] / sha512[2:4] / sha512


class Arrival:
    """A file that is being received, under a name that nobody looks for."""

    def __init__(self, incoming: Path, limit: int) -> None:
        incoming.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=incoming)
        self.path = Path(name)
        self.opened = os.fdopen(handle, "wb")
        self.limit = limit
        self.size = 0
        self.sha512 = hashlib.sha512()
        self.sha1 = hashlib.sha1(usedforsecurity=False)

    def write(self, chunk: bytes) -> None:
        """Add some bytes; Invalid once they are more than the limit."""
        self.size += len(chunk)
        if self.size > self.limit:
            raise Invalid("file", f"The file is larger than {self.limit:,} bytes.")
        self.sha512.update(chunk)
        self.sha1.update(chunk)
        self.opened.write(chunk)

    def show(self, check: "Check") -> None:
        """Let the bytes be looked at before they are kept."""
        self.opened.flush()
        check(self.path)

    def settle(self, path_of: "PathOf") -> Stored:
        """Make the bytes durable and give them their name; those that are there become fresh."""
        digest = self.sha512.hexdigest()
        path = path_of(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        with held(path.parent):
            if path.exists() and path.stat().st_size == self.size:
                os.utime(path)
            else:
                self.opened.flush()
                os.fsync(self.opened.fileno())
                self.path.chmod(0o440)
                self.path.replace(path)
                for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
                    make_durable(folder)
        return Stored(digest, self.sha1.hexdigest(), self.size)

    def discard(self) -> None:
        """Leave nothing behind under the passing name."""
        self.opened.close()
        self.path.unlink(missing_ok=True)


Check = Callable[[Path], None]
"""Looks at bytes before they are kept, and raises what speaks against it."""


class PathOf(Protocol):
    """The rule that gives bytes their place."""

    def __call__(self, sha512: str) -> Path:
        """Where the bytes with this digest lie."""


def make_durable(folder: Path) -> None:
    """Have the disk remember the names in a folder, even when the power fails."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def opened_at(path: Path, start: int) -> BinaryIO:
    """The file, opened at a position; NotFound when it is not there."""
    try:
        opened = path.open("rb", buffering=0)
    except FileNotFoundError:
        raise NotFound from None
    opened.seek(start)
    return opened


def swept(incoming: Path, before: float) -> int:
    """Remove the files that were last written before a time; how many there were."""
    found = 0
    for left_over in incoming.glob("*"):
        with suppress(FileNotFoundError):
            if left_over.stat().st_mtime < before:
                left_over.unlink()
                found += 1
    return found


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """A folder of the store for one process alone, so that nothing is removed as it comes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def digests_in(store: Path, before: float) -> set[str]:
    """The digests of what lies in the store and was last received before a time."""
    found = set()
    for path in store.glob("??/??/*"):
        with suppress(FileNotFoundError):
            if DIGEST.fullmatch(path.name) and path.stat().st_mtime < before:
                found.add(path.name)
    return found


def removed(path: Path, before: float) -> bool:
    """Remove bytes that were last received before a time; whether they were."""
    with suppress(FileNotFoundError), held(path.parent):
        if path.stat().st_mtime < before:
            path.unlink()
            return True
    return False


async def chunks_of(content: bytes) -> AsyncIterator[bytes]:
    """Bytes at hand, as the strong-room takes them in."""
    for start in range(0, len(content), BLOCK):
        yield content[start : start + BLOCK]
