"""Downloading: the bytes of imported files, fetched only when asked for."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit
from uuid import UUID

import httpx
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rostra.access import NOBODY, Permission
from rostra.database import Database, Who
from rostra.errors import Refusal
from rostra.files.models import File
from rostra.files.receiving import Received, take_in
from rostra.files.services import keep_bytes
from rostra.files.storage import Storage
from rostra.imports.models import Imported
from rostra.imports.oparl.crawling import (
    AGAIN,
    ATTEMPTS,
    HEADERS,
    LONGEST_PAUSE,
    TIMEOUT,
    asked_to_wait,
)
from rostra.imports.oparl.mapping import table_of
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.targets import insert_into
from rostra.imports.oparl.vocabulary import is_address
from rostra.imports.outside import NotOutside, outside_addresses
from rostra.work import Work

AT_ONCE = 3
"""Files that are fetched side by side: servers of town halls are small."""

PAGE = 500

BYTES = "#bytes"
"""What is added to a file's address for the ledger's line about its bytes."""

Done = Callable[[int, int], None]
"""Hears how many of how many files are done."""


class Unfetched(Exception):
    """A file that could not be had; the message says why."""


@dataclass(slots=True)
class Downloader:
    """Fetches what the descriptions of files point to and puts it into the store."""

    database: Database
    storage: Storage
    report: Report
    limit: int
    """Bytes that one file may have."""
    importer: Who
    trusted: frozenset[str] = frozenset()
    """Hosts that may lie in a private network, since the operator named them."""
    client: httpx.AsyncClient = field(
        default_factory=lambda: httpx.AsyncClient(timeout=TIMEOUT, headers=HEADERS)
    )

    async def run(self, bodies: set[UUID], done: Done) -> None:
        """Fetch every file of the bodies whose bytes are not here yet; a next run goes on."""
        total = await self.total(bodies)
        finished = 0
        last: UUID | None = None
        async with self.client:
            while files := await self.waiting(bodies, last):
                last = files[-1].id
                gate = asyncio.Semaphore(AT_ONCE)
                for ended in asyncio.as_completed([self.settle(one, gate) for one in files]):
                    await ended
                    finished += 1
                    done(finished, total)

    def outstanding(self, bodies: set[UUID]) -> sa.Select[File]:
        """The imported files of the bodies whose bytes are not here, or have changed since."""
        described, fetched = aliased(Imported), aliased(Imported)
        stale = sa.exists().where(
            described.local_id == File.id,
            described.kind == "file",
            fetched.source_id == described.source_id + BYTES,
            fetched.source_modified < described.source_modified,
        )
        imported = sa.exists().where(described.local_id == File.id, described.kind == "file")
        return sa.select(File).where(
            File.audience_id != NOBODY,
            File.body_id.in_(bodies),
            sa.or_(sa.and_(File.content_hash.is_(None), imported), stale),
        )

    async def total(self, bodies: set[UUID]) -> int:
        """How many files are still to be fetched."""
        async with self.database.reading(self.importer) as work:
            return await work.count(self.outstanding(bodies))

    async def waiting(self, bodies: set[UUID], last: UUID | None) -> list[File]:
        """The next files to be fetched."""
        statement = self.outstanding(bodies).order_by(File.id).limit(PAGE)
        if last is not None:
            statement = statement.where(File.id > last)
        async with self.database.reading(self.importer) as work:
            return await work.fetch(statement)

    async def settle(self, file: File, gate: asyncio.Semaphore) -> None:
        """Fetch one file and keep it; what goes wrong goes to the report."""
        address = file.download_url or file.access_url
        async with gate:
            try:
                if not is_address(address):
                    raise Unfetched("has no address on the web")
                async with self.opened(address) as chunks:
                    name = file.file_name or unquote(urlsplit(address).path.rpartition("/")[2])
                    received = await take_in(self.storage, chunks, name or "file", self.limit)
                async with self.database.work(self.importer) as work:
                    work.authorize_within(Permission.BODY_IMPORT)
                    await keep(work, file.id, received)
            except (Unfetched, Refusal, httpx.HTTPError, httpx.InvalidURL) as reason:
                self.report.problem(
                    "bytes", "could not be fetched", address or str(file.id), reason
                )
                self.report.count("bytes", "failed")
            else:
                self.report.count("bytes", "new")

    @asynccontextmanager
    async def opened(self, address: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """The bytes at the address, asked for again with growing pauses when that may help."""
        for attempt in range(ATTEMPTS):
            address = await self.permitted(address)
            async with self.client.stream("GET", address) as answer:
                if answer.status_code == 200:
                    yield answer.aiter_bytes()
                    return
                if answer.has_redirect_location:
                    address = urljoin(address, answer.headers["location"])
                    continue
                if answer.status_code not in AGAIN or attempt == ATTEMPTS - 1:
                    raise Unfetched(f"status {answer.status_code}")
                pause = max(2.0**attempt, asked_to_wait(answer.headers))
            await asyncio.sleep(min(pause, LONGEST_PAUSE))
        raise Unfetched("leads in circles")

    async def permitted(self, address: str) -> str:
        """The address, if its host may be asked: never one inside our own network."""
        try:
            parts = urlsplit(address)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise Unfetched("has no address on the web") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unfetched("has no address on the web")
        if parts.netloc.lower() not in self.trusted:
            try:
                await asyncio.to_thread(outside_addresses, parts.hostname, port)
            except NotOutside as reason:
                raise Unfetched(str(reason)) from reason
        return address


async def keep(work: Work, file_id: UUID, received: Received) -> None:
    """Keep the bytes of a file, in place of former ones, and note which state they belong to."""
    file = await work.find(File, file_id)
    if file.content_hash != received.sha512:
        if file.content_hash is not None:
            file.content_hash, file.text_state = None, "none"
            await work.flush()
        await keep_bytes(work, file_id, received)
    described = sa.select(Imported).where(Imported.local_id == file_id, Imported.kind == "file")
    line = await work.first(described)
    row = {"source_id": line.source_id + BYTES, "kind": "bytes", "local_id": file_id,
           "content_hash": received.sha512, "source_modified": line.source_modified,
           "seen": work.now}  # fmt: skip
    statement = insert_into(work, table_of(Imported))
    names = ("content_hash", "source_modified", "seen")
    values = {name: statement.excluded[name] for name in names}
    await work.change(
        statement.on_conflict_do_update(index_elements=["source_id"], set_=values), [row]
    )
