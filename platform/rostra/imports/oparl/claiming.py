"""Claiming: what objects say about others that they only name, where those do not say it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from rostra.imports.events import CouncilDataImported
from rostra.imports.oparl.batches import local_id, pieces
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.rules import RULES
from rostra.imports.oparl.spooling import Claim
from rostra.imports.oparl.targets import (
    CLAIM,
    MISSING,
    existing,
    missing_row,
    put,
    reference,
    set_where_empty,
    use_where_unused,
)
from rostra.work import Work

BODY = "body"
"""The field that every object's body is found by, and so no claim is needed for."""


async def settle_claims(work: Work, claims: Iterable[Claim], report: Report) -> None:
    """Let things belong to those that name them, unless they belong to others already."""
    sorted_claims: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.field != BODY:
            sorted_claims[claim.kind, claim.field, claim.owner_kind].append(claim)
    touched: dict[str, set[UUID]] = defaultdict(set)
    for (kind, field, owner_kind), some in sorted_claims.items():
        if kind == "file":
            touched["file"] |= await settle_uses(work, some, owner_kind)
        else:
            touched[kind] |= await settle_references(work, kind, field, some)
    changed = {kind: tuple(sorted(ids)) for kind, ids in touched.items() if ids}
    for kind, ids in changed.items():
        report.count(kind, "completed", len(ids))
    if changed:
        work.record(CouncilDataImported(**changed))


async def settle_uses(work: Work, claims: list[Claim], owner_kind: str) -> set[UUID]:
    """Say where files are used that their users do not mention; the files that this changes."""
    owners = await existing(work, owner_kind, {local_id(one.owner_id) for one in claims})
    files = await existing(work, "file", {local_id(one.id) for one in claims})
    pairs, missing = [], []
    for one in claims:
        file, owner = local_id(one.id), local_id(one.owner_id)
        if file in files and owner in owners:
            pairs.append((file, owner))
        elif file in files:
            missing.append(missing_row(file, f"file.{one.field}", owner_kind, owner, one.owner_id))
    await put(work, MISSING, missing)
    return set(await use_where_unused(work, owner_kind, pairs))


async def settle_references(work: Work, kind: str, field: str, claims: list[Claim]) -> set[UUID]:
    """Point things at those that name them where they point nowhere; the things this changes."""
    pointing = reference(kind, field)
    claimed = {local_id(one.id): local_id(one.owner_id) for one in claims}
    there = await existing(work, kind, claimed)
    owners = await existing(work, pointing.kind, claimed.values())
    missing = [
        missing_row(
            local_id(one.owner_id), f"{CLAIM}{kind}.{field}", kind, local_id(one.id), one.id
        )
        for one in claims
        if local_id(one.id) not in there and local_id(one.owner_id) in owners
    ]
    await put(work, MISSING, missing)
    empty: set[UUID] = set()
    table = RULES[kind].table
    for piece in pieces([id for id in there if claimed[id] in owners]):
        without = sa.select(table.c.id).where(
            table.c.id.in_(piece), table.c[pointing.column].is_(None)
        )
        empty.update(await work.fetch(without))
    if empty:
        pairs = [(id, claimed[id]) for id in empty]
        await set_where_empty(work, pointing, pairs, kind)
    return empty
