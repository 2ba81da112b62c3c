"""Taking in another system's council data: from the web, a folder, an archive or a file."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx

from rostra.database import Database
from rostra.errors import Invalid
from rostra.files.storage import Folder
from rostra.imports.oparl.crawling import HEADERS, TIMEOUT, Crawler
from rostra.imports.oparl.documents import documents_of
from rostra.imports.oparl.downloading import Downloader
from rostra.imports.oparl.importing import Import, Progress, importer
from rostra.imports.oparl.journal import Journal
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.vocabulary import is_address
from rostra.settings import Settings


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is wished of an import beside its source."""

    modified_since: dt.datetime | None = None
    files: bool = False
    """Whether the bytes of files are fetched too."""
    texts: Path | None = None
    """A file of lines {file, text}."""


async def import_oparl(
    database: Database,
    settings: Settings,
    source: str,
    wishes: Wishes,
    progress: Progress,
) -> tuple[Report, Path]:
    """Bring the data of an OParl source into the house; the report and where it is saved.

    Running it again changes nothing that has not changed at the source; a broken-off import goes
    on where it was. Raises Invalid for a source that is not there, Conflict for a second import
    at the same time.
    """
    folder = settings.folder / "imports"
    report = Report(source)
    since = wishes.modified_since
    running = Import(database, report, folder, ZoneInfo(settings.time_zone), progress, since)
    if wishes.texts is not None and not wishes.texts.is_file():
        raise Invalid("texts", f"There is no file {wishes.texts}.")
    if is_address(source):
        journal = Journal(folder, f"{source} {since}")
        stated = since.isoformat(timespec="seconds") if since else None
        with httpx.Client(headers=HEADERS, timeout=TIMEOUT) as client:
            crawler = Crawler(source, report, journal, client, stated)
            await running.run(lambda _report: crawler.documents(), wishes.texts)
        journal.forget()
    else:
        path = Path(source).expanduser()
        if not path.exists():
            raise Invalid("source", f"There is nothing at {source}.")
        await running.run(partial(documents_of, path), wishes.texts)
    if wishes.files:
        await fetch_files(database, settings, source, running)
    return report, report.save(folder)


async def fetch_files(database: Database, settings: Settings, source: str, running: Import) -> None:
    """Fetch the bytes of the files that the source describes and that are not here yet."""
    trusted = {urlsplit(source).netloc.lower()} if is_address(source) else set()
    downloader = Downloader(
        database,
        Folder(settings.folder / "files"),
        running.report,
        settings.max_upload_bytes,
        importer,
        frozenset(trusted),
    )
    await downloader.run(running.bodies, partial(running.progress.loading, "bytes"))
