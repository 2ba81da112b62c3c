"""Keys of other systems' lists: each is remembered with the thing that was made of its line."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.imports.models import Imported
from rostra.work import Work

PIECE = 500
LONGEST_KEY = 100


def source_of(body_id: UUID, kind: str, key: str) -> str:
    """How a key stands in the ledger: it means something in one body's lists of one kind."""
    return f"table:{body_id}:{kind}:{key}"


async def remembered(
    work: Work, body_id: UUID, kind: str, keys: Collection[str]
) -> dict[str, UUID]:
    """What was made of the lines with these keys."""
    sources = {source_of(body_id, kind, key): key for key in keys}
    names = list(sources)
    found: dict[str, UUID] = {}
    for first in range(0, len(names), PIECE):
        ledger = sa.select(Imported.source_id, Imported.local_id).where(
            Imported.source_id.in_(names[first : first + PIECE])
        )
        found |= {sources[row.source_id]: row.local_id for row in await work.rows(ledger)}
    return found


def remember(work: Work, body_id: UUID, kind: str, key: str, local_id: UUID) -> None:
    """Keep a key with the thing that was made of its line."""
    source = source_of(body_id, kind, key)
    work.add(
        Imported(source_id=source, kind=kind, local_id=local_id, content_hash="", seen=work.now)
    )
