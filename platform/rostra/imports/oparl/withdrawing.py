"""Withdrawing: what was deleted at its source goes out of sight and leaves a tombstone."""

import datetime as dt
from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC
from rostra.files.models import FileUse
from rostra.imports.models import Imported
from rostra.imports.oparl.batches import GONE, Candidate, pieces
from rostra.imports.oparl.mapping import table_of
from rostra.imports.oparl.rules import RULES
from rostra.imports.oparl.targets import insert_into
from rostra.meetings.models import AgendaItem, Meeting
from rostra.minutes.models import Minutes, MinutesEntry
from rostra.organizations.models import LegislativeTerm, Membership
from rostra.papers.models import Consultation, Paper
from rostra.records import Readable, now
from rostra.tombstones import Tombstone
from rostra.voting.models import Ballot
from rostra.work import Work

EMBEDDED: dict[str, tuple[tuple[type[Readable], str], ...]] = {
    "body": ((LegislativeTerm, "body_id"),),
    "person": ((Membership, "person_id"),),
    "meeting": ((AgendaItem, "meeting_id"), (Minutes, "meeting_id")),
    "agenda_item": ((Ballot, "agenda_item_id"), (MinutesEntry, "agenda_item_id")),
    "minutes": ((MinutesEntry, "minutes_id"),),
    "paper": ((Consultation, "paper_id"),),
}
"""What goes with a thing when it goes."""

OWNERS = {"meeting": Meeting, "agenda_item": AgendaItem, "paper": Paper}
"""The things that have files."""

UNMAPPED = {model.kind: model for model in (Ballot, Minutes, MinutesEntry)}
"""Things that OParl does not have and that go with others."""

STONES = table_of(Tombstone)


async def withdraw(
    work: Work, kind: str, ids: set[UUID], moments: dict[UUID, str | None] | None = None
) -> dict[str, set[UUID]]:
    """Take things of a kind and all that is embedded in them out of sight; what went, by kind."""
    gone: dict[str, set[UUID]] = defaultdict(set)
    waiting = [(kind, ids)]
    while waiting:
        kind, ids = waiting.pop()
        went = await withdraw_kind(work, kind, ids, moments or {})
        gone[kind] |= went
        for model, column in EMBEDDED.get(kind, ()):
            children = await below(work, model, column, went)
            if children:
                waiting.append((model.kind, children))
        if kind in OWNERS and went:
            waiting.append(("file", await left_alone(work, kind, went)))
    return {kind: ids for kind, ids in gone.items() if ids}


async def withdraw_kind(
    work: Work, kind: str, ids: set[UUID], moments: dict[UUID, str | None]
) -> set[UUID]:
    """Move public things of one kind to the audience nobody, and set tombstones for them.

    What was narrowed here stays as narrow: restoring it must not make it public.
    """
    table = table_for(kind)
    went: set[UUID] = set()
    body = table.c.body_id if "body_id" in table.c else sa.null()
    for piece in pieces(list(ids)):
        seen = sa.select(table.c.id, table.c.created, body).where(
            table.c.id.in_(piece), table.c.audience_id == PUBLIC
        )
        rows = await work.rows(seen)
        if not rows:
            continue
        went |= {row[0] for row in rows}
        ends = {row[0]: moment(moments.get(row[0])) for row in rows}
        await work.change(
            sa.update(table)
            .where(table.c.id == sa.bindparam("the_id"))
            .values(audience_id=NOBODY, modified=sa.bindparam("the_end")),
            [{"the_id": id, "the_end": end} for id, end in ends.items()],
        )
        stones = [stone(row[0], kind, row[2], row[1], ends[row[0]]) for row in rows]
        await set_stones(work, stones)
        await work.change(
            sa.update(table_of(Imported))
            .where(Imported.local_id.in_([row[0] for row in rows]))
            .values(content_hash=GONE)
        )
    return went


async def below(work: Work, model: type[Readable], column: str, owners: set[UUID]) -> set[UUID]:
    """What is embedded in the owners and still to be seen."""
    table = table_of(model)
    found: set[UUID] = set()
    for piece in pieces(list(owners)):
        children = sa.select(table.c.id).where(
            table.c[column].in_(piece), table.c.audience_id != NOBODY
        )
        found.update(await work.fetch(children))
    return found


async def left_alone(work: Work, kind: str, owners: set[UUID]) -> set[UUID]:
    """The files of the owners that nothing else which is still to be seen uses."""
    found: set[UUID] = set()
    alive = [
        sa.exists().where(
            table_of(FileUse).c[f"{name}_id"] == table_of(model).c.id,
            table_of(model).c.audience_id != NOBODY,
        )
        for name, model in OWNERS.items()
    ]
    for piece in pieces(list(owners)):
        files = set(await work.fetch(
            sa.select(FileUse.file_id).where(table_of(FileUse).c[f"{kind}_id"].in_(piece))
        ))  # fmt: skip
        for part in pieces(list(files)):
            used = sa.select(FileUse.file_id).where(FileUse.file_id.in_(part), sa.or_(*alive))
            found |= set(part) - set(await work.fetch(used))
    return found


async def bury(
    work: Work, kind: str, graves: list[tuple[Candidate, UUID]], run: dt.datetime
) -> None:
    """Set tombstones also for what has never been seen here while it was alive."""
    await set_stones(
        work,
        [
            stone(one.id, kind, body_id, moment(one.modified, run), moment(one.modified, run))
            for one, body_id in graves
        ],
        keep=True,
    )


async def restore(work: Work, table: sa.Table, ids: list[UUID]) -> None:
    """Show again what had been withdrawn and is there again."""
    for piece in pieces(ids):
        await work.change(
            sa.update(table)
            .where(table.c.id.in_(piece), table.c.audience_id == NOBODY)
            .values(audience_id=PUBLIC)
        )
        shown = sa.select(table.c.id).where(table.c.id.in_(piece), table.c.audience_id == PUBLIC)
        await work.change(sa.delete(STONES).where(STONES.c.id.in_(shown)))


async def set_stones(work: Work, rows: list[dict[str, object]], *, keep: bool = False) -> None:
    """Set tombstones, where there are some already in their place unless those are kept."""
    if not rows:
        return
    statement = insert_into(work, STONES)
    if keep:
        statement = statement.on_conflict_do_nothing()
    else:
        values = {"modified": statement.excluded.modified}
        statement = statement.on_conflict_do_update(index_elements=["id"], set_=values)
    await work.change(statement, rows)


def stone(
    id: UUID, kind: str, body_id: UUID | None, created: dt.datetime, modified: dt.datetime
) -> dict[str, object]:
    """The row of a tombstone."""
    return {"id": id, "of_kind": kind, "body_id": body_id, "audience_id": PUBLIC,
            "created": created, "modified": modified}  # fmt: skip


def moment(stated: str | None, otherwise: dt.datetime | None = None) -> dt.datetime:
    """The stated time of an end, or another one, or now."""
    return dt.datetime.fromisoformat(stated) if stated else otherwise or now()


def table_for(kind: str) -> sa.Table:
    """The table of the things of a kind."""
    return RULES[kind].table if kind in RULES else table_of(UNMAPPED[kind])
