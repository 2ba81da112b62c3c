"""Lists are complete, stable and filtered."""

import datetime as dt
from uuid import UUID

import pytest
import sqlalchemy as sa

from rostra.access import PUBLIC, system
from rostra.files.models import FileText
from rostra.papers.models import Paper
from support.make.files import make_file
from support.publishing import (
    ENTRY,
    LISTS,
    first_body,
    got,
    listed,
    make_council,
    pages,
    reading,
)

DAY = dt.timedelta(days=1)
NOON = dt.datetime(2026, 5, 4, 10, 0, tzinfo=dt.UTC)


async def papers_of_days(database, body, count):
    """Papers created on consecutive days and modified a month later, with scattered ids."""
    async with database.work(system) as work:
        for number in range(count):
            made = NOON + number * DAY
            work.add(
                Paper(
                    id=UUID(int=(number * 7_919 + 1) % count << 100 | number), body_id=body.id,
                    name=f"Vorlage {number}", created=made, modified=made + 30 * DAY,
                    audience_id=PUBLIC,
                )
            )  # fmt: skip


async def paper_list(client):
    return (await first_body(client))["paper"]


async def test_pages_are_full_and_end_and_hold_everything_once(database):
    council = await make_council(database)
    await papers_of_days(database, council.body, 23)
    async with reading(database) as client:
        found = await pages(client, await paper_list(client), limit="10")
        ids = [one["id"] for page in found for one in page["data"]]
        assert [len(page["data"]) for page in found] == [10, 10, 5]
        assert len(set(ids)) == 25
        assert ids == sorted(ids)
        for page in found:
            assert page["pagination"] == {
                "totalElements": 25, "elementsPerPage": 10, "totalPages": 3
            }  # fmt: skip
        again = await pages(client, await paper_list(client), limit="10")
        assert again == found


async def test_pages_are_walked_backwards_alike(database):
    council = await make_council(database)
    await papers_of_days(database, council.body, 23)
    async with reading(database) as client:
        found = await pages(client, await paper_list(client), limit="10")
        back = [await got(client, found[0]["links"]["last"])]
        while previous := back[-1]["links"].get("prev"):
            back.append(await got(client, previous))
    assert [page["data"] for page in reversed(back)] == [page["data"] for page in found]
    assert "prev" not in found[0]["links"]
    assert "next" not in back[0]["links"]


async def test_newcomers_move_nobody(database):
    council = await make_council(database)
    await papers_of_days(database, council.body, 20)
    async with reading(database) as client:
        first = await got(client, await paper_list(client), limit="10")
        before = await listed(client, await paper_list(client))
        async with database.work(system) as work:
            for number in range(5):
                work.add(Paper(id=UUID(int=1_000 + number), body_id=council.body.id, name="neu",
                               audience_id=PUBLIC))  # fmt: skip
        rest = await listed(client, first["links"]["next"])
        after = await got(client, first["links"]["next"])
    seen = [one["id"] for one in first["data"] + rest]
    assert seen == [one["id"] for one in before]
    assert after["pagination"]["totalElements"] == 27


async def test_the_wish_for_a_page_size_has_a_ceiling(sqlite_database):
    await make_council(sqlite_database)
    async with reading(sqlite_database) as client:
        page = await got(client, await paper_list(client), limit="100000")
        assert page["pagination"]["elementsPerPage"] == 500
        assert "limit=500" in page["links"]["self"]


async def test_an_address_without_limit_has_a_hundred_a_page(sqlite_database):
    council = await make_council(sqlite_database)
    await papers_of_days(sqlite_database, council.body, 110)
    async with reading(sqlite_database) as client:
        found = await pages(client, await paper_list(client))
    assert [len(page["data"]) for page in found] == [100, 12]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("created_since", NOON + 4 * DAY, {4, 5, 6, 7, 8, 9}),
        ("created_until", NOON + 4 * DAY, {0, 1, 2, 3, 4}),
        ("modified_since", NOON + 37 * DAY, {7, 8, 9}),
        ("modified_until", NOON + 31 * DAY, {0, 1}),
    ],
)
async def test_each_filter_includes_its_edge(database, name, value, expected):
    council = await make_council(database)
    await papers_of_days(database, council.body, 10)
    local = value.astimezone(dt.timezone(dt.timedelta(hours=2))).isoformat()
    async with reading(database) as client:
        found = await listed(client, await paper_list(client), limit="3", **{name: local})
    named = {one["name"] for one in found}
    mine = {f"Vorlage {number}" for number in range(10)}
    assert named & mine == {f"Vorlage {number}" for number in expected}
    assert len(found) == len(named)


async def test_filters_hold_together(database):
    council = await make_council(database)
    await papers_of_days(database, council.body, 10)
    async with reading(database) as client:
        found = await listed(
            client, await paper_list(client),
            created_since=(NOON + 2 * DAY).isoformat(), created_until=(NOON + 7 * DAY).isoformat(),
            modified_since=(NOON + 34 * DAY).isoformat(),
            modified_until=(NOON + 36 * DAY).isoformat(),
        )  # fmt: skip
    assert {one["name"] for one in found} == {"Vorlage 4", "Vorlage 5", "Vorlage 6"}


async def test_every_list_takes_the_four_filters(database):
    await make_council(database)
    past, future = "2001-01-01T00:00:00+01:00", "2101-01-01T00:00:00+01:00"
    all_in = {"created_since": past, "modified_since": past, "created_until": future,
              "modified_until": future}  # fmt: skip
    none_in = {"created_since": future, "modified_since": future, "created_until": past,
               "modified_until": past}  # fmt: skip
    async with reading(database) as client:
        body = await first_body(client)
        organizations = await listed(client, body["organization"])
        council = next(one for one in organizations if one["name"] == "Stadtrat")
        lists = [
            (await got(client, ENTRY))["body"], council["meeting"], council["consultation"],
            *(body[field] for field in LISTS),
        ]  # fmt: skip
        assert len(set(lists)) == 13
        for address in lists:
            everything = await listed(client, address)
            assert everything
            for name in all_in:
                assert await listed(client, address, **{name: all_in[name]}) == everything
                assert await listed(client, address, **{name: none_in[name]}) == []


async def test_a_plus_sign_that_came_as_a_space_is_understood(sqlite_database):
    await make_council(sqlite_database)
    async with reading(sqlite_database) as client:
        address = await paper_list(client)
        page = await got(client, f"{address}?created_since=2019-01-01T00:00:00+01:00")
    assert "created_since=2019-01-01T00:00:00%2B01:00" in page["links"]["self"]
    assert page["data"]


@pytest.mark.parametrize(
    "query",
    [
        "created_since=yesterday",
        "modified_since=2024-01-01",
        "modified_until=2024-01-01T00:00:00",
        "modified_since=2024-13-01T00:00:00%2B01:00",
        "modified_since=0001-01-01T00:00:00%2B14:00",
        "modified_since=",
        "limit=0",
        "limit=many",
        "limit=-5",
        "omit_internal=perhaps",
        "after=7",
        "before=7",
        f"after={UUID(int=1)}&before={UUID(int=2)}",
    ],
)
async def test_what_makes_no_sense_is_refused(sqlite_database, query):
    await make_council(sqlite_database)
    async with reading(sqlite_database) as client:
        reply = await client.get(f"{await paper_list(client)}?{query}")
    assert reply.status_code == 400
    assert reply.json()["type"] == "https://schema.oparl.org/1.1/Error"
    assert reply.json()["debug"]


async def test_long_texts_stand_in_the_file_itself_only(database):
    council = await make_council(database)
    async with database.work(system) as work:
        await make_file(work, council.paper, name="kurz", text="Text " * 10)
        await make_file(work, council.paper, name="lang", text="Text " * 20_001)
    async with reading(database) as client:
        files = {one["name"]: one for one in
                 await listed(client, (await first_body(client))["file"])}  # fmt: skip
        assert files["kurz"]["text"] == "Text " * 10
        assert "text" not in files["lang"]
        assert files["lang"]["rostra:textLength"] == 100_005
        assert (await got(client, files["lang"]["id"]))["text"] == "Text " * 20_001


async def test_master_and_derived_files_name_each_other(database):
    council = await make_council(database)
    async with database.work(system) as work:
        master = await make_file(work, council.paper, name="Original")
        await make_file(work, council.paper, name="Abschrift", master_file_id=master.id)
        assert await work.count(sa.select(FileText)) == 1
    async with reading(database) as client:
        files = {one["name"]: one for one in
                 await listed(client, (await first_body(client))["file"])}  # fmt: skip
    assert files["Abschrift"]["masterFile"] == files["Original"]["id"]
    assert files["Original"]["derivativeFile"] == [files["Abschrift"]["id"]]
