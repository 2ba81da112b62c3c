"""From our own OParl output into an empty city, and the comparison of the two."""

import asyncio
import re
import threading
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import msgspec
from litestar import Litestar

from rostra.database import Database
from rostra.imports.oparl.batches import local_id
from rostra.imports.oparl.crawling import HEADERS, Crawler
from rostra.imports.oparl.importing import Import, Progress
from rostra.imports.oparl.journal import Journal
from rostra.imports.oparl.reporting import Report
from rostra_frontend.oparl.router import oparl_router
from support.publishing import ENTRY, ROOT, SETTINGS

PLAIN = msgspec.structs.replace(SETTINGS, license_url="")
"""Without a licence of the whole system, which an import writes into every body."""


OBJECT = re.compile(rf"^{ROOT}/(?P<kind>[a-z]+)/(?P<id>[0-9a-f-]{{36}})(?P<last>/[a-z]+)?$")


class InProcess(httpx.BaseTransport):
    """Lets a client without an event loop ask an application in a loop and thread of its own."""

    def __init__(self, database_url: str) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.database = Database(database_url)
        app = Litestar([oparl_router(PLAIN, self.database)], openapi_config=None)
        self.transport = httpx.ASGITransport(app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The application's answer, read to its end."""
        return asyncio.run_coroutine_threadsafe(self.answer(request), self.loop).result()

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """The application's answer, asked for within its loop."""
        asked = httpx.Request(request.method, request.url, headers=request.headers)
        reply = await self.transport.handle_async_request(asked)
        content = await reply.aread()
        return httpx.Response(reply.status_code, headers=reply.headers, content=content)

    def close(self) -> None:
        """End the loop and its thread."""
        asyncio.run_coroutine_threadsafe(self.database.close(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


async def taken_over(
    source_url: str, database: Database, folder: Path, since: str | None = None
) -> Report:
    """Import the OParl output of one database into another, as from a live server."""
    report = Report(ENTRY)
    client = httpx.Client(transport=InProcess(source_url), headers=HEADERS)
    crawler = Crawler(ENTRY, report, Journal(folder, ENTRY), modified_since=since, client=client)
    running = Import(database, report, folder, ZoneInfo("Europe/Berlin"), Progress())
    return await running.run(lambda _: crawler.documents(), None)


def address_there(matched: re.Match[str]) -> str:
    """The OParl address that a thing of the source has in the city that took it over."""
    kind, last = matched["kind"], matched["last"] or ""
    id = local_id(f"{ROOT}/{kind}/{matched['id']}")
    return f"{ROOT}/{kind}/{id}{last}"


def translated(value: Any) -> Any:
    """An object of the source as the city that took it over should write it."""
    if isinstance(value, dict):
        return {name: translated(part) for name, part in value.items() if name != "web"}
    if isinstance(value, list):
        return [translated(part) for part in value]
    if isinstance(value, str):
        return OBJECT.sub(address_there, value)
    return value


def settled(value: Any) -> Any:
    """The object with what has no order of its own in a fixed one; a print each city makes."""
    if isinstance(value, dict) and value.get("rostra:printed"):
        return {name: value[name] for name in ("type", "name", "mimeType")}
    if isinstance(value, dict):
        value = {name: settled(part) for name, part in value.items() if name != "web"}
        for name in UNORDERED & set(value):
            if isinstance(value[name], list):
                value[name] = sorted(value[name], key=str)
        return value
    return [settled(part) for part in value] if isinstance(value, list) else value


UNORDERED = {
    "votes", "meeting", "agendaItem", "paper", "bodies", "organizations", "persons", "meetings",
    "papers", "membership", "derivativeFile", "legislativeTerm",
}  # fmt: skip
"""Lists that the server orders by id, where ids differ."""
