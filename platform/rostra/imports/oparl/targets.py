"""Targets: what references point to, and the references that wait for theirs to arrive."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from rostra.files.models import FileUse
from rostra.imports.models import MissingTarget
from rostra.imports.oparl.batches import pieces
from rostra.imports.oparl.mapping import Link, Reference, table_of
from rostra.imports.oparl.rules import RULES
from rostra.imports.oparl.vocabulary import FILE_OWNERS
from rostra.work import Work

MISSING = table_of(MissingTarget)
USES = table_of(FileUse)

EXISTING = {
    kind: sa.select(rule.table.c.id).where(rule.table.c.id.in_(sa.bindparam("ids", expanding=True)))
    for kind, rule in RULES.items()
}

CLAIM = "claim "
"""What stands before a field that was claimed by the other side."""


def insert_into(work: Work, table: sa.Table) -> Any:
    """An insert of the database at hand, which knows what to do on a conflict."""
    on_postgresql = work.db.get_bind().dialect.name == "postgresql"
    return (postgresql_insert if on_postgresql else sqlite_insert)(table)


async def put(work: Work, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows of which some may be there already."""
    if rows:
        await work.change(insert_into(work, table).on_conflict_do_nothing(), rows)


async def existing(work: Work, kind: str, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the ids under which there is something of the kind."""
    found: set[UUID] = set()
    for piece in pieces(list(ids)):
        found.update(row[0] for row in await work.rows(EXISTING[kind], {"ids": piece}))
    return found


def link_row(link: Link, owner: UUID, target: UUID, position: int) -> dict[str, Any]:
    """The row that joins an object with another one."""
    row = {link.owner: owner, link.target: target, "position": position, **link.fixed}
    return use_row(row) if link.table is USES else row


def use_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row that says where a file is used, under an id that is the same every time."""
    places = {name: row.get(name) for name in ("meeting_id", "agenda_item_id", "paper_id")}
    place = next(str(value) for value in places.values() if value)
    return {"id": uuid5(row["file_id"], f"{place} {row['file_use']}"), **places, **row}


def missing_row(
    local: UUID, field: str, kind: str, target: UUID, address: str, position: int = 0
) -> dict[str, Any]:
    """The row of a reference that waits."""
    return {"local_id": local, "field": field, "kind": kind, "target_id": target,
            "target_url": address, "position": position}  # fmt: skip


async def fill(work: Work, kind: str, arrived: list[UUID]) -> dict[str, set[UUID]]:
    """Let the references that waited for these find them; the ids that changed, by kind."""
    by_field: dict[str, list[Any]] = defaultdict(list)
    for piece in pieces(arrived):
        waiting = sa.select(
            MISSING.c.field, MISSING.c.local_id, MISSING.c.target_id, MISSING.c.position
        ).where(MISSING.c.target_id.in_(piece), MISSING.c.kind == kind)
        for row in await work.rows(waiting):
            by_field[row.field].append(row)
    changed: dict[str, set[UUID]] = defaultdict(set)
    for field, rows in by_field.items():
        for owner, id in await fill_field(work, field, rows):
            changed[owner].add(id)
        await work.change(
            sa.delete(MISSING).where(
                MISSING.c.field == field,
                MISSING.c.local_id == sa.bindparam("the_local"),
                MISSING.c.target_id == sa.bindparam("the_target"),
            ),
            [{"the_local": row.local_id, "the_target": row.target_id} for row in rows],
        )
    return changed


async def fill_field(work: Work, field: str, rows: list[Any]) -> list[tuple[str, UUID]]:
    """Set one field of the things that waited; what was changed, as kind and id."""
    if field.startswith(CLAIM):
        kind, key = field.removeprefix(CLAIM).split(".")
        pairs = [(row.target_id, row.local_id) for row in rows]
        await set_where_empty(work, reference(kind, key), pairs, kind)
        return [(kind, row.target_id) for row in rows]
    kind, key = field.split(".", 1)
    if kind == "file" and key in FILE_OWNERS:
        pairs = [(row.local_id, row.target_id) for row in rows]
        await use_where_unused(work, FILE_OWNERS[key], pairs)
    elif (link := link_named(kind, key)) is not None:
        made = [link_row(link, row.local_id, row.target_id, row.position) for row in rows]
        await put(work, link.table, made)
    else:
        column = reference(kind, key).column
        table = RULES[kind].table
        await work.change(
            sa.update(table)
            .where(table.c.id == sa.bindparam("the_local"))
            .values({column: sa.bindparam("the_target")}),
            [{"the_local": row.local_id, "the_target": row.target_id} for row in rows],
        )
    return [(kind, row.local_id) for row in rows]


async def set_where_empty(
    work: Work, pointing: Reference, pairs: list[tuple[UUID, UUID]], kind: str
) -> None:
    """Let things of a kind point to others, unless they point somewhere already."""
    table = RULES[kind].table
    await work.change(
        sa.update(table)
        .where(table.c.id == sa.bindparam("the_local"), table.c[pointing.column].is_(None))
        .values({pointing.column: sa.bindparam("the_target")}),
        [{"the_local": local, "the_target": target} for local, target in pairs],
    )


async def use_where_unused(
    work: Work, owner_kind: str, pairs: list[tuple[UUID, UUID]]
) -> list[UUID]:
    """Say that files belong to things that do not mention them; the files that were new there."""
    column = f"{owner_kind}_id"
    used: set[tuple[UUID, UUID]] = set()
    for piece in pieces([file for file, _ in pairs]):
        uses = sa.select(USES.c.file_id, USES.c[column]).where(USES.c.file_id.in_(piece))
        used.update((row[0], row[1]) for row in await work.rows(uses))
    fresh = [pair for pair in dict.fromkeys(pairs) if pair not in used]
    rows = [
        use_row({"file_id": file, column: owner, "file_use": "auxiliary", "position": 0})
        for file, owner in fresh
    ]
    await put(work, USES, rows)
    return [file for file, _ in fresh]


def reference(kind: str, key: str) -> Reference:
    """The reference of a kind with this field."""
    return next(one for one in RULES[kind].references if one.key == key)


def link_named(kind: str, key: str) -> Link | None:
    """The link of a kind with this field, if it is one."""
    return next((one for one in RULES[kind].links if one.key == key), None)
