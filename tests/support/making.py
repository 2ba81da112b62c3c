"""How factories reach the database: in a Work that is given, or in one of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from rostra.access import PUBLIC, system
from rostra.database import Database
from rostra.work import Work

Place = Database | Work


@asynccontextmanager
async def within(place: Place) -> AsyncIterator[Work]:
    """The given Work, or a new one of the system that commits at the end."""
    if isinstance(place, Work):
        yield place
    else:
        async with place.work(system) as work:
            yield work


async def kept(place: Place, model: type, /, **values: Any) -> Any:
    """A record with these values, public unless said otherwise, in the database."""
    record = model(**{"audience_id": PUBLIC, **values})
    async with within(place) as work:
        work.add(record)
        await work.flush()
    return record


async def linked(place: Place, *rows: Any) -> None:
    """Rows of association tables, in the database."""
    async with within(place) as work:
        work.add(*rows)
        await work.flush()
