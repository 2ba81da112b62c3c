"""Taking in bytes, before and outside any transaction: a slow sender holds up nobody."""

import asyncio
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path

from rostra.errors import Invalid
from rostra.files.sniffing import is_taken, safe_name, type_of
from rostra.files.storage import Storage


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that lie in the store and wait for the file that they belong to."""

    sha512: str
    sha1: str
    size: int
    media_type: str
    file_name: str


async def take_in(
    storage: Storage, chunks: AsyncIterable[bytes], claimed_name: str, limit: int
) -> Received:
    """Keep the bytes and find out what they are; Invalid when they are too many or of no use."""
    stored = await storage.receive(chunks, limit, check_of_use)
    async with storage.on_disk(stored.sha512) as path:
        media_type = await asyncio.to_thread(type_of, path)
    return Received(
        stored.sha512, stored.sha1, stored.size, media_type, safe_name(claimed_name, media_type)
    )


def check_of_use(path: Path) -> None:
    """Refuse bytes that are no document; nothing of them is kept."""
    if not path.stat().st_size:
        raise Invalid("file", "The file is empty.")
    if not is_taken(type_of(path)):
        raise Invalid("file", "Files of this type are not taken; send a PDF, if you can.")
