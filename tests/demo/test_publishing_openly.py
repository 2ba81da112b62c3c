"""The demo city keeps to OParl, and our own output makes the same city again."""

import pytest

from rostra.database import Database
from support.publishing import ENTRY, LISTS, everything, got, reading
from support.round_trip import settled, taken_over, translated
from support.schemas import faults

pytestmark = pytest.mark.long


async def told(database: Database) -> dict[str, dict]:
    """Every object that OParl tells of the city, by its address."""
    async with reading(database, license_url="") as client:
        lists = await everything(client)
    assert set(lists) == {"body", *LISTS}
    return {one["id"]: one for things in lists.values() for one in things}


def without_extracts(value):
    """What is told without the extracts: they are printed from the register, which is no OParl."""
    if isinstance(value, list):
        return [without_extracts(part) for part in value]
    if not isinstance(value, dict):
        return value
    kept = dict(value)
    extract = kept.get("resolutionFile")
    if isinstance(extract, dict) and extract.get("rostra:printed"):
        del kept["resolutionFile"]
    return {name: without_extracts(part) for name, part in kept.items()}


async def test_every_object_fits_its_schema(city):
    things = (await told(city)).values()
    kinds = {thing["type"].rsplit("/", 1)[-1] for thing in things}
    assert len(kinds) == 11
    assert [fault for thing in things for fault in faults(thing)][:5] == []
    async with reading(city) as client:
        assert faults(await got(client, ENTRY)) == []


async def test_votes_and_minutes_are_told(city):
    things = (await told(city)).values()
    ballots = [ballot for thing in things for ballot in thing.get("rostra:votes", ())]
    assert {ballot["method"] for ballot in ballots} >= {"open", "nominal"}
    for ballot in ballots:
        named = [vote["choice"] for vote in ballot.get("votes", ())]
        if ballot["method"] == "nominal":
            assert (named.count("yes"), named.count("no")) == (ballot["yes"], ballot["no"])
        else:
            assert named == []
    assert any("rostra:minutesText" in thing for thing in things)


async def test_an_import_of_our_own_output_gives_the_same_city(
    city, built, sqlite_template, tmp_path
):
    path = tmp_path / "second.db"
    path.write_bytes(sqlite_template.read_bytes())
    second = Database(f"sqlite+aiosqlite:///{path}")
    report = await taken_over(built.url, second, tmp_path)
    assert report.total("failed") == 0
    before, after = without_extracts(await told(city)), await told(second)
    await second.close()
    expected = {there["id"]: there for there in (settled(translated(t)) for t in before.values())}
    found = {id: settled(thing) for id, thing in after.items()}
    assert set(found) == set(expected)
    for id, thing in expected.items():
        assert found[id] == thing
