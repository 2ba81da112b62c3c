"""Pictures of first pages, each painted in a child process of its own."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from rostra.access import system
from rostra.database import Database
from rostra.errors import NotFound
from rostra.files.models import File
from rostra.files.services import keep_preview
from rostra.files.storage import Storage, chunks_of

CHILD = Path(__file__).with_name("preview_child.py")
SECONDS = 20
MEMORY = 1024 * 1024 * 1024
LARGEST = 2 * 1024 * 1024
"""Bytes of a picture."""


class PaintsPreviews:
    """The job that paints the first page of a file that was received."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    async def __call__(self, database: Database, payload: dict[str, Any]) -> None:
        """Paint the first page of the file that the job names; who has none is told so."""
        file_id = UUID(payload["file"])
        async with database.reading(system) as work:
            file = await work.first(work.readable(File).where(File.id == file_id))
        if file is None or file.content_hash is None:
            return
        picture = await self.painted(file)
        stored = await self.storage.receive(chunks_of(picture), LARGEST) if picture else None
        async with database.work(system) as work:
            await keep_preview(work, file_id, stored.sha512 if stored else None)

    async def painted(self, file: File) -> bytes | None:
        """The picture, or None where the file is broken, locked or too heavy."""
        try:
            async with self.storage.on_disk(str(file.content_hash)) as path:
                return await painted(path, file.mime_type or "")
        except NotFound:
            return None


async def painted(path: Path, media_type: str) -> bytes | None:
    """The first page of a file on this disk as WebP; None when that cannot be had."""
    opened = await asyncio.to_thread(path.open, "rb")
    with opened:
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", str(CHILD), media_type, str(SECONDS), str(MEMORY)),
            stdin=opened,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd="/",
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
    try:
        async with asyncio.timeout(SECONDS * 2):
            assert child.stdout is not None
            picture = await child.stdout.read(LARGEST + 1)
            while more := await child.stdout.read(LARGEST):
                picture += more[: LARGEST + 1]
            await child.wait()
    except TimeoutError:
        return None
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.wait()
    whole = child.returncode == 0 and 0 < len(picture) <= LARGEST
    return picture if whole else None
