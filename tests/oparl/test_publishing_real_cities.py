"""Two real cities, imported and published again, keep to the standard."""

import pytest

from rostra.database import Database
from support.publishing import ENTRY, LISTS, first_body, got, inside, listed, reading
from support.real_cities import beside_the_checkout
from support.schemas import faults

pytestmark = [pytest.mark.long, beside_the_checkout]

GRAVES = {"huertgenwald": 18, "karlsruhe": 268}
"""How many papers each city has deleted."""


@pytest.fixture(params=GRAVES)
async def published(request):
    """The database of a real city."""
    database = Database(request.getfixturevalue(request.param).url)
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
