"""The house of one installation: database, files, search and the work in the background."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
import structlog

from rostra.access import ANYBODY
from rostra.admission.keys import make_keys
from rostra.citizens.clearing import LIST, Clearing, ErasureList
from rostra.citizens.erasing import CLEAR
from rostra.citizens.sweeping import forget_unconfirmed, forget_waiting
from rostra.comments.answering import REMIND, remind
from rostra.comments.keeping import ThreadKeeper
from rostra.database import Database
from rostra.files.services import PAINT_PREVIEW, READ_TEXT
from rostra.files.storage import Folder
from rostra.files.sweeping import Sweeper
from rostra.jobs import Handler, Workshop
from rostra.notifications.posting import postman_of
from rostra.notifications.sending import Mailroom
from rostra.notifications.tellers import TELLERS
from rostra.notifications.telling import Notifier
from rostra.people.confirming import FORGET
from rostra.people.confirming import SWEEP as FORGET_WAITING
from rostra.polls.answering import tell
from rostra.polls.services import END, TELL, end_in_time
from rostra.posts.appearing import EXPIRE, PUBLISH, expire_due, publish_due
from rostra.relay import Relay
from rostra.resolutions.entering import Registrar
from rostra.schema_version import is_current
from rostra.settings import Settings, SettingsError
from rostra.voting.sweeping import SWEEP, sweep
from rostra.work import Work
from rostra_documents.edition import Edition
from rostra_documents.meetings.printing import agenda_pdf, invitation_pdf, notice_pdf
from rostra_documents.minutes.lists import attendance_pdf, votes_pdf
from rostra_documents.minutes.printing import minutes_pdf
from rostra_documents.press import PRESS
from rostra_documents.previews import PaintsPreviews
from rostra_documents.printing import Document
from rostra_documents.projects.printing import projects_pdf
from rostra_documents.resolutions.printing import extract_pdf
from rostra_documents.stationery import Stationery, stationery_of
from rostra_frontend.letters.wording import Pen
from rostra_frontend.server.document_routes import Print
from rostra_search.file_texts import ReadsTexts
from rostra_search.index import SearchIndex
from rostra_search.indexing import Indexer
from rostra_search.searching import Search, index_path

if TYPE_CHECKING:
    from rostra_documents.sealing import Seal

log = structlog.get_logger(__name__)

OUTDATED = "The database has another schema than this version needs. Run: rostra migrate"


@dataclass
class House:
    """Everything that stands behind the pages, opened once for a process."""

    settings: Settings
    database: Database
    storage: Folder
    index: SearchIndex
    search: Search
    indexer: Indexer
    relay: Relay = field(init=False)
    workshop: Workshop = field(init=False)
    sweeper: Sweeper = field(init=False)
    at_home: bool = False
    """Whether the work in the background is under way."""

    def __post_init__(self) -> None:
        pen = Pen(self.settings)
        notifier = Notifier(pen, self.settings.zone, TELLERS)
        registrar = Registrar(self.settings.zone)
        erased = ErasureList(self.settings.folder / LIST)
        self.relay = Relay(
            self.database, [ThreadKeeper(), self.indexer, notifier, registrar, erased]
        )
        handlers: dict[str, Handler] = {
            READ_TEXT: ReadsTexts(self.storage),
            SWEEP: sweep,
            END: end_in_time,
            TELL: tell,
            CLEAR: Clearing(self.storage, self.reindex),
            REMIND: remind,
            FORGET: forget_unconfirmed,
            FORGET_WAITING: forget_waiting,
            PUBLISH: publish_due,
            EXPIRE: expire_due,
            PAINT_PREVIEW: PaintsPreviews(self.storage),
        }
        postman = postman_of(self.settings)
        if postman is None:
            log.warning("letters_wait", why="ROSTRA_MAIL_HOST is not set")
        else:
            handlers |= Mailroom(self.settings, postman, pen).handlers()
        self.workshop = Workshop(self.database, handlers)
        self.sweeper = Sweeper(self.database, self.storage)

    @classmethod
    def of(cls, settings: Settings) -> "House":
        """The house that the settings describe."""
        settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = Database(settings.database, settings.zone)
        index = SearchIndex.open(index_path(settings.folder), settings.search_engine)
        return cls(
            settings,
            database,
            Folder(settings.folder / "files"),
            index,
            Search(index, settings.time_zone),
            Indexer(database, index, settings.time_zone),
        )

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator["House"]:
        """The house with everything under way in the background, closed again at the end."""
        await self.prepare_database()
        await make_keys(self.database)
        await self.indexer.start()
        await self.relay.start()
        await self.workshop.start()
        await self.sweeper.start()
        self.at_home = True
        try:
            yield self
        finally:
            self.at_home = False
            await self.sweeper.stop()
            await self.workshop.stop()
            await self.relay.stop()
            await self.indexer.stop()
            await self.close()

    async def prepare_database(self) -> None:
        """Bring a SQLite database up to date by itself; refuse one of another schema elsewhere."""
        if await is_current(self.database):
            return
        if not self.database.on_sqlite:
            raise SettingsError(OUTDATED)
        from rostra.migrating import migrate  # here, since Alembic takes a tenth of a second

        before, after = await migrate(self.database)
        log.info("database_migrated", before=before, after=after)

    async def reindex(self) -> int:
        """Build the search index anew; how many entries it has."""
        return await self.indexer.rebuild()

    async def close(self) -> None:
        """Let go of everything."""
        PRESS.close()
        self.index.close()
        await self.database.close()

    async def database_answers(self) -> bool:
        """Whether the database can be read."""
        async with self.database.reading(ANYBODY) as work:
            return await work.first(sa.select(1)) == 1

    async def index_answers(self) -> bool:
        """Whether the search index is there."""
        return self.index.count() >= 0

    async def is_at_work(self) -> bool:
        """Whether the work in the background is under way."""
        return self.at_home


def seal_of(settings: Settings) -> "Seal | None":
    """The seal of an installation, if it has one; SettingsError where it cannot be used."""
    if not settings.seal_key:
        return None
    from rostra_documents.sealing import Seal  # takes a second to import, and few have a key

    return Seal.of(settings)


async def whole_list(work: Work, _: UUID, edition: Edition, stationery: Stationery) -> Document:
    """The list of projects: of the whole city, and for everybody alike."""
    return await projects_pdf(work, None, edition, stationery)


def printers_of(settings: Settings) -> dict[str, Print]:
    """What can be printed of a meeting, a resolution or a list, as the actor may read it."""
    kinds: dict[str, Any] = {
        "minutes": minutes_pdf,
        "agenda": agenda_pdf,
        "invitation": invitation_pdf,
        "notice": notice_pdf,
        "attendance": attendance_pdf,
        "votes": votes_pdf,
        "extract": extract_pdf,
        "projects": whole_list,
    }

    seal = seal_of(settings)

    def printer(kind: str) -> Print:
        async def print_document(work: Work, meeting_id: UUID, language: str) -> Document:
            stationery = stationery_of(settings, language=language)
            document = await kinds[kind](work, meeting_id, Edition.FULL, stationery)
            return await seal.put(document) if seal else document

        return print_document

    return {kind: printer(kind) for kind in kinds}
