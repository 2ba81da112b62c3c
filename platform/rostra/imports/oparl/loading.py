"""Loading: batches of objects into the database, each in one Work with one event."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import PUBLIC
from rostra.imports.models import Imported
from rostra.imports.oparl.batches import ARRIVING, GONE, STAYING, Batch, Candidate, local_id, pieces
from rostra.imports.oparl.bodies import Bodies
from rostra.imports.oparl.linking import join, unlink, vanished
from rostra.imports.oparl.mapping import Entry, Rule, entry_of, table_of
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.targets import existing, fill, insert_into, missing_row
from rostra.imports.oparl.texts import keep_texts, text_in
from rostra.imports.oparl.withdrawing import bury, restore, withdraw
from rostra.work import Work

UNTOUCHED = {"id", "audience_id", "created"}
"""Columns that an update does not simply take over."""


@dataclass(slots=True)
class Load:
    """One batch on its way: what was prepared and what it touched."""

    work: Work
    rule: Rule
    batch: Batch
    report: Report
    run: dt.datetime
    zone: ZoneInfo
    license: str | None
    bodies: Bodies
    entries: dict[UUID, Entry] = field(default_factory=dict)
    missing: list[dict[str, Any]] = field(default_factory=list)
    touched: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    in_bodies: set[str] = field(default_factory=set)
    """The addresses of the bodies to which the objects belong."""

    async def run_through(self) -> None:
        """Compare, prepare, write, join, and keep the books, in that order."""
        await self.batch.compare(self.work, self.run)
        arriving = self.batch.with_outcome(*ARRIVING)
        for one in arriving:
            self.prepare(one)
        arriving = [one for one in arriving if one.id in self.entries]
        gone = self.batch.with_outcome("withdrawn")
        if arriving:
            await self.write(arriving)
        if gone:
            await self.take_away(gone)
        await self.keep_the_books(arriving, gone)
        for outcome in ARRIVING:
            kept = [one for one in arriving if one.outcome == outcome]
            self.report.count(self.rule.kind, outcome, len(kept))
        for outcome in STAYING:
            self.report.count(self.rule.kind, outcome, len(self.batch.with_outcome(outcome)))

    def prepare(self, one: Candidate) -> None:
        """Make an entry of the object; one that defies everything goes to the report."""
        try:
            entry = entry_of(self.rule, one.found, self.zone, self.report)
        except Exception as error:  # a mangled object must cost no more than itself
            self.report.problem(self.rule.kind, "cannot be read", one.found.id, error)
            self.report.count(self.rule.kind, "failed")
            return
        row = entry.row
        row["id"] = one.id
        row["audience_id"] = PUBLIC
        row["modified"] = row["modified"] or row["created"] or self.run
        row["created"] = row["created"] or row["modified"]
        if self.rule.kind == "body":
            row["license"] = row["license"] or self.license
        for reference in self.rule.references:
            row.setdefault(reference.column, None)
        self.entries[one.id] = entry

    async def write(self, arriving: list[Candidate]) -> None:
        """Put the rows, their links and what waited for them into the database."""
        await self.place_in_bodies()
        await self.point()
        fresh = [one for one in arriving if one.outcome == "new"]
        replaced = [one for one in arriving if one.outcome == "changed"]
        completed = [one for one in arriving if one.outcome == "completed"]
        await self.upsert([*fresh, *replaced], complete=False)
        await self.upsert(completed, complete=True)
        await unlink(self.work, self.rule, {one.id: self.entries[one.id] for one in replaced})
        entries = {one.id: self.entries[one.id] for one in arriving}
        await join(self.work, self.rule, entries, self.missing)
        if self.rule.kind == "file":
            texts = {id: text_in(entry.found) for id, entry in self.entries.items()}
            await keep_texts(self.work, {id: text for id, text in texts.items() if text})
        if replaced:
            await self.take_away_vanished(replaced)
        await restore(self.work, self.rule.table, [one.id for one in arriving if one.restored])
        changed = await fill(self.work, self.rule.kind, [one.id for one in arriving])
        for kind, ids in changed.items():
            self.touched[kind] |= ids
        self.touched[self.rule.kind] |= set(self.entries)

    async def place_in_bodies(self) -> None:
        """Give every row its body, and make those bodies that are nowhere described."""
        if self.rule.kind == "body":
            self.in_bodies |= {entry.found.id for entry in self.entries.values()}
            return
        wanted: set[str] = set()
        for entry in self.entries.values():
            address = self.bodies.address_for(entry.found)
            entry.row["body_id"] = local_id(address)
            wanted.add(address)
        self.touched["body"] |= set(await self.bodies.provide(self.work, wanted))
        self.in_bodies |= wanted

    async def point(self) -> None:
        """Point the rows at their targets; what is not there yet is waited for."""
        wanted: dict[str, set[UUID]] = defaultdict(set)
        for entry in self.entries.values():
            for reference, address in entry.references.values():
                wanted[reference.kind].add(local_id(address))
        there = {kind: await existing(self.work, kind, ids) for kind, ids in wanted.items()}
        there.setdefault(self.rule.kind, set()).update(self.entries)
        for id, entry in self.entries.items():
            for column, (reference, address) in entry.references.items():
                target = local_id(address)
                if target in there[reference.kind]:
                    entry.row[column] = target
                else:
                    field = f"{self.rule.kind}.{reference.key}"
                    self.missing.append(missing_row(id, field, reference.kind, target, address))

    async def upsert(self, candidates: list[Candidate], *, complete: bool) -> None:
        """Write the rows; to complete means to fill only what is still empty."""
        if not candidates:
            return
        table = self.rule.table
        statement = insert_into(self.work, table)
        columns = set(self.entries[candidates[0].id].row) - UNTOUCHED
        values = {name: statement.excluded[name] for name in sorted(columns)}
        for name in columns if complete else columns & self.rule.kept:
            mine, theirs = table.c[name], statement.excluded[name]
            values[name] = sa.func.coalesce(*((mine, theirs) if complete else (theirs, mine)))
        created = statement.excluded.created
        values["created"] = sa.case((created < table.c.created, created), else_=table.c.created)
        statement = statement.on_conflict_do_update(index_elements=["id"], set_=values)
        await self.work.change(statement, [self.entries[one.id].row for one in candidates])

    async def take_away_vanished(self, replaced: list[Candidate]) -> None:
        """Withdraw what a newer state of its parent no longer lists."""
        entries = {one.id: self.entries[one.id] for one in replaced}
        for kind, ids in (await vanished(self.work, self.rule.kind, entries)).items():
            self.report.count(kind, "withdrawn", len(ids))
            for touched, gone in (await withdraw(self.work, kind, ids)).items():
                self.touched[touched] |= gone

    async def take_away(self, gone: list[Candidate]) -> None:
        """Withdraw what was deleted at its source, and mark its grave."""
        bodies = {one.id: self.bodies.address_for(one.found) for one in gone}
        wanted = set() if self.rule.kind == "body" else set(bodies.values())
        self.touched["body"] |= set(await self.bodies.provide(self.work, wanted))
        self.in_bodies |= wanted
        moments = {one.id: one.modified for one in gone}
        for kind, ids in (await withdraw(self.work, self.rule.kind, set(moments), moments)).items():
            self.touched[kind] |= ids
        graves = [(one, local_id(bodies[one.id])) for one in gone]
        await bury(self.work, self.rule.kind, graves, self.run)
        self.touched[self.rule.kind] |= set(moments)

    async def keep_the_books(self, arriving: list[Candidate], gone: list[Candidate]) -> None:
        """Write into the ledger what was received."""
        rows = [
            {
                "source_id": one.found.id,
                "kind": self.rule.kind,
                "local_id": one.id,
                "content_hash": " ".join([GONE, *one.hashes] if one.deleted else one.hashes),
                "source_modified": one.modified,
                "seen": self.run,
            }
            for one in (*arriving, *gone)
        ]
        if not rows:
            return
        statement = insert_into(self.work, table_of(Imported))
        names = ("kind", "content_hash", "source_modified", "seen")
        values = {name: statement.excluded[name] for name in names}
        statement = statement.on_conflict_do_update(index_elements=["source_id"], set_=values)
        for piece in pieces(rows, 1_000):
            await self.work.change(statement, piece)
