"""Linking: the rows that join an object with those it lists."""

from collections import defaultdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY
from rostra.imports.models import Imported
from rostra.imports.oparl.batches import local_id, pieces
from rostra.imports.oparl.mapping import Entry, Rule
from rostra.imports.oparl.rules import RULES
from rostra.imports.oparl.spooling import addresses
from rostra.imports.oparl.targets import MISSING, existing, link_row, missing_row, put, reference
from rostra.imports.oparl.vocabulary import POINTERS
from rostra.work import Work


async def unlink(work: Work, rule: Rule, entries: dict[UUID, Entry]) -> None:
    """Forget the links of objects that come in a new state, and what they waited for."""
    for link in rule.links:
        ids = [
            id for id, entry in entries.items() if link.cleared or entry.links[link.key] is not None
        ]
        conditions = [link.table.c[name] == value for name, value in link.fixed.items()]
        for piece in pieces(ids):
            await work.change(
                sa.delete(link.table).where(link.table.c[link.owner].in_(piece), *conditions)
            )
    for piece in pieces(list(entries)):
        await work.change(
            sa.delete(MISSING).where(
                MISSING.c.local_id.in_(piece), MISSING.c.field.startswith(f"{rule.kind}.")
            )
        )


async def join(
    work: Work, rule: Rule, entries: dict[UUID, Entry], missing: list[dict[str, Any]]
) -> None:
    """Join objects with those they list; what is not there yet is waited for."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    targets: dict[tuple[UUID, str], list[tuple[str, UUID]]] = {}
    for link in rule.links:
        for id, entry in entries.items():
            if listed := entry.links[link.key]:
                targets[id, link.key] = pairs = [(one, local_id(one)) for one in listed]
                wanted[link.kind].update(target for _, target in pairs)
    there = {kind: await existing(work, kind, ids) for kind, ids in wanted.items()}
    rows: dict[sa.Table, list[dict[str, Any]]] = defaultdict(list)
    for link in rule.links:
        for id in entries:
            for position, (address, target) in enumerate(targets.get((id, link.key), ())):
                if target in there[link.kind]:
                    rows[link.table].append(link_row(link, id, target, position))
                else:
                    field = f"{rule.kind}.{link.key}"
                    missing.append(missing_row(id, field, link.kind, target, address, position))
    for table, made in rows.items():
        await put(work, table, made)
    await put(work, MISSING, missing)


async def vanished(work: Work, kind: str, entries: dict[UUID, Entry]) -> dict[str, set[UUID]]:
    """What was embedded in these objects in their former state, and is no longer."""
    found: dict[str, set[UUID]] = {}
    for key, pointer in POINTERS[kind].items():
        listed = {
            id: {local_id(one) for one in addresses(entry.found.object[key])}
            for id, entry in entries.items()
            if isinstance(entry.found.object.get(key), list)
        }
        if not pointer.deletes or not listed:
            continue
        table = RULES[pointer.kind].table
        parent = table.c[parent_column(pointer.kind, pointer.back or "")]
        for piece in pieces(list(listed)):
            children = (
                sa.select(table.c.id, parent)
                .join(Imported, Imported.local_id == table.c.id)
                .where(parent.in_(piece), table.c.audience_id != NOBODY)
            )
            for id, owner in await work.rows(children):
                if id not in listed[owner]:
                    found.setdefault(pointer.kind, set()).add(id)
    return found


def parent_column(kind: str, key: str) -> str:
    """The column of a kind that points to what it is embedded in."""
    return "body_id" if key == "body" else reference(kind, key).column
