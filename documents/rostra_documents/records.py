"""What every reading of records for print needs: ids that are there, and the newest change."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from rostra.records import Readable

Thing = TypeVar("Thing")


def given(ids: Iterable[UUID | None]) -> set[UUID]:
    """The ids that point anywhere."""
    return {one for one in ids if one is not None}


def pointed_at(things: Mapping[UUID, Thing], id: UUID | None) -> Thing | None:
    """What the id points at, where it points anywhere that may be read."""
    return None if id is None else things.get(id)


def newest(*records: Readable) -> dt.datetime:
    """When the newest of the records was changed."""
    return max(record.modified for record in records)
