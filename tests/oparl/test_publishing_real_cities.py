"""Two real cities, imported and published again, keep to the standard."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rostra.database import Database
from rostra.migrating import migrate
from support.oparl import imported
from support.publishing import ENTRY, LISTS, first_body, got, inside, listed, reading
from support.schemas import faults

DATA = Path(__file__).parents[2].parent / "shared/data"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not DATA.is_dir(), reason="the real data lies not beside the checkout"),
]


def in_a_thread(coroutine):
    """The result of a coroutine that is run outside the loop of the test."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


async def city(folder, name, texts=None):
    """The address of a database with the imported city."""
    source = folder / name.split("-", maxsplit=1)[0]
    source.symlink_to(DATA / name)
    url = f"sqlite+aiosqlite:///{source}.db"
    database = Database(url)
    await migrate(database)
    await imported(database, source, texts=source / texts if texts else None)
    await database.close()
    return url


@pytest.fixture(scope="module")
def karlsruhe_url(tmp_path_factory):
    """Karlsruhe, imported once with its texts."""
    folder = tmp_path_factory.mktemp("karlsruhe")
    return in_a_thread(city(folder, "karlsruhe-oparl11", "texts-2025.jsonl.gz"))


@pytest.fixture(scope="module")
def huertgenwald_url(tmp_path_factory):
    """Hürtgenwald, imported once."""
    folder = tmp_path_factory.mktemp("huertgenwald")
    return in_a_thread(city(folder, "huertgenwald-oparl10"))


GRAVES = {"huertgenwald": 18, "karlsruhe": 268}
"""How many papers each city has deleted."""


@pytest.fixture(params=GRAVES)
async def published(request):
    """A real city in a database of its own."""
    database = Database(request.getfixturevalue(f"{request.param}_url"))
    yield request.param, database
    await database.close()


async def pages(client, address):
    """The pages of a list, one by one."""
    while address:
        page = await got(client, address)
        yield page
        address = page["links"].get("next")


async def test_every_object_fits_its_schema_and_every_list_is_complete(published):
    _, database = published
    ids, embedded = set(), set()
    async with reading(database) as client:
        assert faults(await got(client, ENTRY)) == []
        body = await first_body(client)
        assert faults(body) == []
        for field in LISTS:
            count, mine = 0, set()
            async for page in pages(client, f"{body[field]}?limit=500"):
                things = page["data"]
                assert [fault for thing in things for fault in faults(thing)] == []
                count += len(things)
                mine |= {thing["id"] for thing in things}
                embedded |= {one["id"] for thing in things for one in inside(thing)[1:]}
            assert count == len(mine) == page["pagination"]["totalElements"]
            ids |= mine
    assert embedded <= ids


async def test_tombstones_are_for_those_who_synchronise(published):
    name, database = published
    since = {"modified_since": "1990-01-01T00:00:00+01:00", "omit_internal": "true"}
    async with reading(database) as client:
        papers = (await first_body(client))["paper"]
        alive = (await got(client, papers))["pagination"]["totalElements"]
        found = await listed(client, papers, limit="500", **since)
        graves = [one for one in found if one.get("deleted")]
        assert (len(graves), len(found)) == (GRAVES[name], alive + GRAVES[name])
        for one in graves[:20]:
            assert await got(client, one["id"]) == one
