"""Importing our own output into an empty Rostra gives the same city."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.database import Database
from rostra.files.models import File, FileUse
from rostra.kinds import READABLE
from support.make.files import make_file
from support.oparl import imported
from support.publishing import LISTS, everything, make_council, reading
from support.round_trip import settled, taken_over, translated

DATA = Path(__file__).parents[2].parent / "shared/data"


@pytest.fixture
async def empty(sqlite_template, tmp_path):
    """A second, empty database, on SQLite."""
    path = tmp_path / "second.db"
    path.write_bytes(sqlite_template.read_bytes())
    opened = Database(f"sqlite+aiosqlite:///{path}")
    yield opened
    await opened.close()


async def told(database):
    """Every object that OParl tells, by its address, with what has no order put in one."""
    async with reading(database, license_url="") as client:
        lists = await everything(client)
    assert set(lists) == {"body", *LISTS}
    return {one["id"]: one for things in lists.values() for one in things}


def compare(before, after):
    """Both cities tell the same, object for object and field for field."""
    expected = {}
    for thing in before.values():
        there = settled(translated(thing))
        expected[there["id"]] = there
    found = {id: settled(thing) for id, thing in after.items()}
    assert set(found) == set(expected)
    for id, thing in expected.items():
        assert found[id] == thing


async def test_gives_the_same_council(database, empty, tmp_path):
    council = await make_council(database)
    async with database.work(system) as work:
        await make_file(work, council.paper, name="lang", text="Wort " * 30_000)
    report = await taken_over(database.url.render_as_string(False), empty, tmp_path)
    assert report.total("failed") == 0
    compare(await told(database), await told(empty))


async def test_a_second_time_changes_nothing(database, empty, tmp_path):
    await make_council(database)
    url = database.url.render_as_string(False)
    await taken_over(url, empty, tmp_path)
    again = await taken_over(url, empty, tmp_path)
    assert again.changed_nothing


async def test_what_is_withdrawn_is_withdrawn_there(database, empty, tmp_path):
    council = await make_council(database)
    url = database.url.render_as_string(False)
    await taken_over(url, empty, tmp_path)
    async with database.work(system) as work:
        for name in ("decision", "seat", "consultation"):
            record = getattr(council, name)
            work.withdraw(await work.find(READABLE[record.kind], record.id))
        used = sa.select(FileUse.file_id).where(FileUse.agenda_item_id == council.decision.id)
        for file in await work.fetch(work.readable(File).where(File.id.in_(used))):
            work.withdraw(file)
    await taken_over(url, empty, tmp_path, since="2021-01-01T00:00:00+01:00")
    compare(await told(database), await told(empty))


async def test_nothing_that_is_not_public_travels(database, empty, tmp_path):
    await make_council(database)
    await taken_over(database.url.render_as_string(False), empty, tmp_path)
    async with empty.reading(ANYBODY) as work:
        for kind, model in READABLE.items():
            if kind in ("post", "comment"):
                assert await work.count(work.readable(model)) == 0
            if kind in ("ballot", "minutes", "minutes_entry"):
                assert await work.count(work.readable(model)) == 1


@pytest.mark.long
@pytest.mark.skipif(not DATA.is_dir(), reason="the real data lies not beside the checkout")
async def test_gives_the_same_huertgenwald(sqlite_database, empty, tmp_path):
    source = tmp_path / "huertgenwald"
    source.symlink_to(DATA / "huertgenwald-oparl10")
    await imported(sqlite_database, source)
    await taken_over(sqlite_database.url.render_as_string(False), empty, tmp_path)
    compare(await told(sqlite_database), await told(empty))
