"""Importing: a source of OParl objects becomes a city, as well as it can."""

import datetime as dt
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import Permission, system
from rostra.database import Database
from rostra.imports.events import CouncilDataImported
from rostra.imports.models import Imported, MissingTarget
from rostra.imports.oparl.batches import Batch, batches, local_id, moment_of
from rostra.imports.oparl.bodies import Bodies
from rostra.imports.oparl.claiming import settle_claims
from rostra.imports.oparl.documents import Document
from rostra.imports.oparl.loading import Load
from rostra.imports.oparl.protocols import Protocols
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.rules import RULES
from rostra.imports.oparl.splitting import Found, Splitter
from rostra.imports.oparl.spooling import Spool
from rostra.imports.oparl.texts import load_texts, texts_of
from rostra.imports.oparl.vocabulary import PROTOCOL_FIELDS
from rostra.records import now
from rostra.work import Work

importer = partial(system, name="import")
"""The system as it imports: an actor with permission like any other."""


class Identified(Protocol):
    """Something of a source that has an address there."""

    id: str


Thing = TypeVar("Thing", bound=Identified)
Step = Callable[[Work, list[Thing], Report], Awaitable[None]]
"""One thing to be done with a batch, in a Work that is open."""


class Progress:
    """Hears how far an import is; this one keeps it to itself."""

    def reading(self, where: str, objects: int) -> None:
        """So many objects were read, the last ones from there."""

    def loading(self, kind: str, done: int, total: int) -> None:
        """So many objects of a kind were loaded."""


@dataclass(slots=True)
class Import:
    """One import into a database, with its report."""

    database: Database
    report: Report
    folder: Path
    """Where the spool and the report are put."""
    zone: ZoneInfo
    progress: Progress
    modified_since: dt.datetime | None = None
    bodies: set[UUID] = field(default_factory=set)
    """The bodies whose files the source describes."""

    async def run(
        self,
        documents: Callable[[Report], Iterable[Document]],
        texts: Path | None = None,
    ) -> Report:
        """Read all documents, load what is in them, and say what came of it."""
        begun = time.monotonic()
        with Spool(self.folder, self.report) as spool:
            self.read(documents(self.report), spool)
            await self.load(spool)
        if texts is not None:
            await self.load_texts(texts)
        await self.count_dangling()
        self.report.seconds += time.monotonic() - begun
        return self.report

    def read(self, documents: Iterable[Document], spool: Spool) -> None:
        """Put the objects of all documents on the spool."""
        splitter = Splitter(self.report)
        objects = 0
        for document in documents:
            for found in splitter.objects_in(document):
                if self.wanted(found):
                    spool.add(found)
                    objects += 1
            self.progress.reading(document.where, objects)

    def wanted(self, found: Found) -> bool:
        """Whether the object is new enough, or does not say how old it is."""
        if self.modified_since is None or found.kind in ("system", "body"):
            return True
        modified = moment_of(found)
        return modified is None or modified >= self.modified_since.astimezone(dt.UTC).isoformat()

    async def load(self, spool: Spool) -> None:
        """Load the spool kind by kind, and settle what is left between the kinds."""
        bodies = Bodies(spool, self.report)
        async with self.database.reading(importer) as work:
            await bodies.look_around(work)
        started = now()
        for kind in RULES:
            total = spool.totals.get(kind, 0)
            done = 0
            for piece in batches(spool.of_kind(kind)):
                if kind == "file":
                    self.bodies |= {local_id(bodies.address_for(found)) for found in piece}
                await self.load_piece(kind, piece, bodies, spool, started)
                done += len(piece)
                self.progress.loading(kind, done, total)
        for claims in batches(spool.claims()):
            await self.in_work("claim", claims, settle_claims)
        some_are_known = await self.knows_protocols()
        for kind in PROTOCOL_FIELDS:
            bringing = spool.of_kind(kind) if some_are_known else spool.with_protocol(kind)
            for some in batches(bringing):
                await self.in_work("protocol", some, partial(self.load_protocols, kind))

    async def knows_protocols(self) -> bool:
        """Whether attendance, minutes or votes came before, and so may have gone since."""
        line = sa.select(Imported.source_id).where(Imported.kind == "protocol")
        async with self.database.reading(importer) as work:
            return await work.first(line) is not None

    async def load_piece(
        self, kind: str, piece: list[Found], bodies: Bodies, spool: Spool, started: dt.datetime
    ) -> None:
        """Load objects of one kind."""

        async def load(work: Work, some: list[Found], notes: Report) -> None:
            batch = Batch(kind)
            for found in some:
                batch.add(found, notes)
            bodies.report = notes
            rule = RULES[kind]
            load = Load(work, rule, batch, notes, started, self.zone, spool.license, bodies)
            await load.run_through()
            touched = {name: tuple(sorted(ids)) for name, ids in load.touched.items() if ids}
            if touched:
                work.record(CouncilDataImported(**touched))
            wanted.update(load.in_bodies)

        wanted: set[str] = set()
        if await self.in_work(kind, piece, load):
            bodies.provided(wanted)
        else:
            async with self.database.reading(importer) as work:
                await bodies.look_around(work)

    async def load_protocols(self, kind: str, work: Work, some: list[Found], notes: Report) -> None:
        """Load the attendance, minutes and votes of meetings or agenda items."""
        await Protocols(work, kind, notes, self.zone).load(some)

    async def in_work(self, kind: str, piece: list[Thing], load: Step[Thing]) -> bool:
        """Load a batch in one Work; when the database refuses it, halves, down to the culprit.

        Answers whether the database took everything.
        """
        notes = Report(self.report.source)
        try:
            async with self.database.work(importer) as work:
                work.authorize_within(Permission.BODY_IMPORT)
                await load(work, piece, notes)
        except sa.exc.SQLAlchemyError as error:
            if len(piece) == 1:
                self.report.problem(kind, "refused by the database", piece[0].id, error)
                self.report.count(kind, "failed")
                return False
            middle = len(piece) // 2
            first = await self.in_work(kind, piece[:middle], load)
            return await self.in_work(kind, piece[middle:], load) and first
        self.report.merge(notes)
        return True

    async def load_texts(self, path: Path) -> None:
        """Keep the texts that lie beside the source."""
        for some in texts_of(path, self.report):
            async with self.database.work(importer) as work:
                work.authorize_within(Permission.BODY_IMPORT)
                await load_texts(work, some, self.report)
            self.progress.loading("text", self.report.counts["text"]["read"], 0)

    async def count_dangling(self) -> None:
        """Put into the report which references still wait for their targets."""
        number = sa.func.count().label("number")
        waiting = sa.select(MissingTarget.field, number).group_by(MissingTarget.field)
        async with self.database.reading(importer) as work:
            for field, count in await work.rows(waiting.order_by(MissingTarget.field)):
                some = (
                    sa.select(MissingTarget.local_id, MissingTarget.target_url)
                    .where(MissingTarget.field == field)
                    .order_by(MissingTarget.target_url)
                    .limit(5)
                )
                examples = [(str(row[0]), row[1]) for row in await work.rows(some)]
                self.report.dangles(field, count, examples)
