"""The job that reads the text of a file that was received."""

from typing import Any
from uuid import UUID

from rostra.access import system
from rostra.database import Database
from rostra.errors import NotFound
from rostra.files.models import File
from rostra.files.services import keep_text
from rostra.files.storage import Storage
from rostra_search.extraction import Extracted, Limits, extract

LOST = "The bytes of the file are not in the store."


class ReadsTexts:
    """Reads the texts of files, one after the other, each in a child process of its own."""

    def __init__(self, storage: Storage, limits: Limits | None = None) -> None:
        self.storage = storage
        self.limits = limits

    async def __call__(self, database: Database, payload: dict[str, Any]) -> None:
        """Read the text of the file that the job names, and keep it or the reason against it."""
        file_id = UUID(payload["file"])
        async with database.reading(system) as work:
            file = await work.first(work.readable(File).where(File.id == file_id))
        if file is None or file.content_hash is None:
            return
        found = await self.read(file)
        async with database.work(system) as work:
            await keep_text(work, file_id, found.state, found.text, found.reason)

    async def read(self, file: File) -> Extracted:
        """The text of the file's bytes, outside any transaction."""
        try:
            async with self.storage.on_disk(str(file.content_hash)) as path:
                return await extract(path, file.mime_type or "", self.limits)
        except NotFound:
            return Extracted("failed", reason=LOST)
