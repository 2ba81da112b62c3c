"""Protocols: attendance, minutes and votes, which OParl lacks and this software adds to it."""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC
from rostra.imports.events import CouncilDataImported
from rostra.imports.models import Imported
from rostra.imports.oparl.batches import GONE, local_id, moment_of, pieces
from rostra.imports.oparl.mapping import table_of
from rostra.imports.oparl.mappings.minutes import (
    POINTERS,
    attendance_of,
    entries_of,
    entry_id,
    minutes_id,
    minutes_row,
)
from rostra.imports.oparl.mappings.voting import ballot_id, ballots_of
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.rules import RULES
from rostra.imports.oparl.splitting import Found
from rostra.imports.oparl.spooling import addresses
from rostra.imports.oparl.targets import existing, insert_into, put
from rostra.imports.oparl.vocabulary import PROTOCOL_FIELDS, VENDOR
from rostra.imports.oparl.withdrawing import restore, withdraw
from rostra.meetings.models import Attendance
from rostra.minutes.models import Minutes, MinutesEntry
from rostra.voting.models import Ballot, Vote
from rostra.work import Work

PROTOCOL = "#protocol"
"""What is added to an address for the ledger's line about its protocol."""

MOST = 64
"""Ballots and entries under one agenda item that are looked for when fewer come than before."""


def tells(found: Found) -> bool:
    """Whether the object brings attendance, minutes or votes."""
    return any(key in found.object for key in PROTOCOL_FIELDS[found.kind])


def rank(found: Found) -> tuple[str, bool]:
    """Which of several states of an object counts: the latest, and one that tells more."""
    return moment_of(found) or "", tells(found)


@dataclass(slots=True)
class Protocols:
    """The protocols of a batch of meetings or agenda items on their way into the database."""

    work: Work
    kind: str
    report: Report
    zone: ZoneInfo
    found: dict[UUID, Found] = field(default_factory=dict)
    owners: dict[UUID, Any] = field(default_factory=dict)
    """The rows of the meetings or items to which the protocols belong."""
    there: dict[str, set[UUID]] = field(default_factory=dict)
    returning: set[UUID] = field(default_factory=set)
    """The meetings or items of which something had gone, and may be there again."""
    lost: set[UUID] = field(default_factory=set)
    """The meetings or items of which something is no longer told."""
    touched: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    async def load(self, batch: list[Found]) -> None:
        """Take in what is new in the protocols of these objects."""
        for one in batch:
            other = self.found.get(local_id(one.id))
            if one.object.get("deleted") is not True and (not other or rank(one) > rank(other)):
                self.found[local_id(one.id)] = one
        await self.look_up()
        fresh = await self.changed()
        if not fresh:
            return
        if self.kind == "meeting":
            await self.attend(fresh)
            await self.minute(fresh)
        else:
            await self.vote(fresh)
            await self.quote(fresh)
        await self.note(fresh)
        changed = {kind: tuple(sorted(ids)) for kind, ids in self.touched.items() if ids}
        self.work.record(CouncilDataImported(**{self.kind: tuple(sorted(fresh)), **changed}))

    async def look_up(self) -> None:
        """Find the things that the protocols belong to and those that they name."""
        table = RULES[self.kind].table
        columns = [table.c.id, table.c.body_id, table.c.created, table.c.modified]
        if self.kind == "agenda_item":
            columns.append(table.c.meeting_id)
        for piece in pieces(list(self.found)):
            rows = sa.select(*columns).where(table.c.id.in_(piece), table.c.audience_id != NOBODY)
            self.owners |= {row.id: row for row in await self.work.rows(rows)}
        named = {local_id(who) for one in self.found.values() for who in self.persons_in(one)}
        self.there["person"] = await existing(self.work, "person", named)
        items = {local_id(one) for one in self.named_items()}
        self.there["agenda_item"] = await existing(self.work, "agenda_item", items)

    def persons_in(self, found: Found) -> set[str]:
        """The addresses of all persons in a protocol."""
        content = found.object
        named: set[Any] = set(attendance_of(content.get(f"{VENDOR}attendance"), self.zone))
        minutes = content.get(f"{VENDOR}minutes")
        if isinstance(minutes, dict):
            named |= set(addresses([minutes.get("chair"), minutes.get("secretary")]))
        for ballot in ballots_of(found.id, content.get(f"{VENDOR}votes")):
            named |= set(ballot.choices)
        return named

    def named_items(self) -> set[str]:
        """The addresses of the items in which minutes were approved."""
        frames = [one.object.get(f"{VENDOR}minutes") for one in self.found.values()]
        stated = [one.get("approvedInItem") for one in frames if isinstance(one, dict)]
        return set(addresses(stated))

    async def changed(self) -> list[UUID]:
        """Those whose protocol is another than the one known, the latest of their states."""
        states = await self.ledger("")
        known = await self.ledger(PROTOCOL)
        fresh: list[UUID] = []
        for id, one in self.found.items():
            latest = (moment_of(one) or "") >= (states.get(id, ("", ""))[1] or "")
            if id not in self.owners or not latest or not (tells(one) or id in known):
                continue
            self.report.count("protocol", "read")
            before = known[id][0].split(" ") if id in known else [""]
            if before[-1] == self.hash_of(one):
                self.report.count("protocol", "unchanged")
                continue
            if before[0] == GONE:
                self.returning.add(id)
            self.report.count("protocol", "changed" if id in known else "new")
            fresh.append(id)
        return fresh

    async def ledger(self, suffix: str) -> dict[UUID, tuple[str, str | None]]:
        """The hashes and times that the ledger has of these things, or of their protocols."""
        sources = {one.id + suffix: id for id, one in self.found.items()}
        known: dict[UUID, tuple[str, str | None]] = {}
        for piece in pieces(list(sources)):
            lines = sa.select(
                Imported.source_id, Imported.content_hash, Imported.source_modified
            ).where(Imported.source_id.in_(piece))
            known |= {sources[row[0]]: (row[1], row[2]) for row in await self.work.rows(lines)}
        return known

    async def note(self, fresh: list[UUID]) -> None:
        """Write into the ledger which protocols were received, and where something was lost."""
        rows = [
            {"source_id": self.found[id].id + PROTOCOL, "kind": "protocol", "local_id": id,
             "content_hash": " ".join([GONE] * (id in self.lost) + [self.hash_of(self.found[id])]),
             "source_modified": None, "seen": self.work.now}
            for id in fresh
        ]  # fmt: skip
        await self.upsert(table_of(Imported), rows, key="source_id")

    def hash_of(self, found: Found) -> str:
        """What distinguishes the protocol and what of it can be kept from any other."""
        facts = [found.object.get(key) for key in PROTOCOL_FIELDS[self.kind]]
        known = {local_id(one) for one in self.persons_in(found)} & self.there["person"]
        facts.append(sorted(str(one) for one in known))
        written = orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)
        return hashlib.blake2b(written, digest_size=12).hexdigest()

    async def attend(self, meetings: list[UUID]) -> None:
        """Write down who was there, in place of what was written before."""
        rows: list[dict[str, Any]] = []
        told: list[UUID] = []
        for id in meetings:
            stated = self.found[id].object.get(f"{VENDOR}attendance")
            if stated is None and "participant" in self.found[id].object:
                continue
            told.append(id)
            for person, row in attendance_of(stated, self.zone).items():
                if self.known("person", person):
                    rows.append({"meeting_id": id, "person_id": local_id(person), **row})
        for piece in pieces(told):
            gone = sa.delete(table_of(Attendance)).where(Attendance.meeting_id.in_(piece))
            await self.work.change(gone)
        await put(self.work, table_of(Attendance), rows)

    async def minute(self, meetings: list[UUID]) -> None:
        """Keep the frames of the minutes."""
        rows = []
        kept_here = await self.minutes_by_meeting(meetings)
        for id in meetings:
            stated = self.found[id].object.get(f"{VENDOR}minutes")
            own = minutes_id(self.found[id].id)
            if kept_here.get(id, own) != own:
                continue
            if not isinstance(stated, dict):
                await self.lose(Minutes, {own: id} if id in kept_here else {})
                continue
            row: dict[str, Any] = {"id": own, "meeting_id": id}
            for key, (column, kind) in POINTERS.items():
                named = stated.get(key)
                row[column] = local_id(str(named)) if self.known(kind, named) else None
            rows.append(row | minutes_row(stated, self.zone) | self.common(id))
        await self.keep(Minutes, rows)

    async def vote(self, items: list[UUID]) -> None:
        """Keep the ballots, and the names where they were nominal."""
        rows, votes = [], []
        for id in items:
            for ballot in ballots_of(
                self.found[id].id, self.found[id].object.get(f"{VENDOR}votes")
            ):
                rows.append({"agenda_item_id": id} | ballot.row | self.common(id))
                votes += [
                    {"ballot_id": ballot.row["id"], "person_id": local_id(who), "choice": choice}
                    for who, choice in ballot.choices.items()
                    if self.known("person", who)
                ]
        await self.keep(Ballot, rows)
        await self.lose_others(Ballot, rows, items, ballot_id)
        for piece in pieces([row["id"] for row in rows]):
            await self.work.change(sa.delete(table_of(Vote)).where(Vote.ballot_id.in_(piece)))
        await put(self.work, table_of(Vote), votes)

    async def quote(self, items: list[UUID]) -> None:
        """Keep what the minutes say to the items, where there are minutes."""
        sittings = {self.owners[id].meeting_id for id in items} - {None}
        minutes = await self.minutes_by_meeting(list(sittings))
        rows = []
        for id in items:
            frame = minutes.get(self.owners[id].meeting_id)
            stated = self.found[id].object.get(f"{VENDOR}minutesText")
            if frame is not None and stated:
                belongs = {"minutes_id": frame, "agenda_item_id": id} | self.common(id)
                belongs.pop("body_id")
                rows += [belongs | entry for entry in entries_of(self.found[id].id, stated)]
        await self.keep(MinutesEntry, rows)
        await self.lose_others(MinutesEntry, rows, items, entry_id)

    async def minutes_by_meeting(self, meetings: list[UUID]) -> dict[UUID, UUID]:
        """The minutes that there are of these meetings."""
        minutes: dict[UUID, UUID] = {}
        for piece in pieces(meetings):
            frames = sa.select(Minutes.meeting_id, Minutes.id).where(Minutes.meeting_id.in_(piece))
            minutes |= {row[0]: row[1] for row in await self.work.rows(frames)}
        return minutes

    async def keep(self, model: type[Any], rows: list[dict[str, Any]]) -> None:
        """Write the rows, and show again what had gone."""
        if not rows:
            return
        await self.upsert(table_of(model), rows)
        owner = "meeting_id" if model is Minutes else "agenda_item_id"
        back = [row["id"] for row in rows if row[owner] in self.returning]
        await restore(self.work, table_of(model), back)
        self.touched[model.kind] |= {row["id"] for row in rows}

    async def lose_others(
        self,
        model: type[Any],
        rows: list[dict[str, Any]],
        items: list[UUID],
        former: Callable[[str, int], UUID],
    ) -> None:
        """Withdraw what came under these items before in the same way and is told no more."""
        table = table_of(model)
        written = {row["id"] for row in rows}
        others: dict[UUID, UUID] = {}
        for piece in pieces(items):
            seen = sa.select(table.c.id, table.c.agenda_item_id).where(
                table.c.agenda_item_id.in_(piece), table.c.audience_id != NOBODY
            )
            for id, item in await self.work.rows(seen):
                address = self.found[item].id
                if id not in written and id in {former(address, n) for n in range(MOST)}:
                    others[id] = item
        await self.lose(model, others)

    async def lose(self, model: type[Any], gone: dict[UUID, UUID]) -> None:
        """Withdraw things that are told no more, each with the one to which it belonged."""
        if not gone:
            return
        for kind, ids in (await withdraw(self.work, model.kind, set(gone))).items():
            self.touched[kind] |= ids
        self.lost |= set(gone.values())

    async def upsert(self, table: sa.Table, rows: list[dict[str, Any]], key: str = "id") -> None:
        """Write rows over those that are there already."""
        statement = insert_into(self.work, table)
        values = {
            name: statement.excluded[name] for name in rows[0] if name not in (key, "audience_id")
        }
        statement = statement.on_conflict_do_update(index_elements=[key], set_=values)
        await self.work.change(statement, rows)

    def common(self, owner: UUID) -> dict[str, Any]:
        """The body, the audience and the times, which are those of the thing around it."""
        row = self.owners[owner]
        return {"body_id": row.body_id, "audience_id": PUBLIC,
                "created": row.created, "modified": row.modified}  # fmt: skip

    def known(self, kind: str, address: object) -> bool:
        """Whether the thing of this address is here; if not, the report says so."""
        if not isinstance(address, str):
            return False
        if local_id(address) in self.there[kind]:
            return True
        self.report.problem("protocol", f"names an unknown {kind}", address)
        return False
