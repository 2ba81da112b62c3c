"""Our own OParl interface as a live server that a crawler asks."""

import asyncio
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Litestar
from litestar.testing import TestClient

from rostra.database import Database
from rostra.imports.oparl.crawling import Crawler
from rostra.imports.oparl.documents import Document
from rostra.imports.oparl.importing import Import, Progress
from rostra.imports.oparl.journal import Journal
from rostra.imports.oparl.reporting import Report
from rostra_frontend.oparl.router import oparl_router
from support.publishing import ENTRY, SETTINGS, SITE

TestClient.__test__ = False


def crawled(url: str, folder: Path, since: str | None, settings: dict[str, Any]) -> list[Document]:
    """Every page that a crawl of the database's OParl interface brings."""
    chosen = msgspec.structs.replace(SETTINGS, **settings)
    app = Litestar([oparl_router(chosen, Database(url))], openapi_config=None)
    journal = Journal(folder, "crawl")
    report = Report(ENTRY)
    with TestClient(app, base_url=SITE) as client:
        documents = list(Crawler(ENTRY, report, journal, client, since).documents())
    journal.forget()
    assert report.deviations == {}, report.as_json()
    return documents


async def handed_on(
    url: str, to: Database, folder: Path, since: str | None = None, **settings: Any
) -> Report:
    """The report of an import of one database's OParl interface into another database."""
    documents = await asyncio.to_thread(crawled, url, folder, since, settings)
    report = Report(ENTRY)
    zone = ZoneInfo(SETTINGS.time_zone)
    await Import(to, report, folder / "imports", zone, Progress()).run(lambda _: documents)
    return report
