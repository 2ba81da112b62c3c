"""However mangled the objects are, an import takes what it can and never fails."""

import asyncio
import copy
import json
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostra.access import ANYBODY
from rostra.database import Database
from rostra.organizations.models import Body
from support import oparl
from support.oparl import imported

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(
        [oparl.ROOT, oparl.LATE, "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "\x00",
         "https://", "http://[", "2024-13-01", "https://rat.example.org/oparl/body/1/meeting/1"]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["id", "type", "name", "deleted", "agendaItem", "location", "x:y", "text"])
        | st.text(max_size=8), inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


def paths_in(value, path=()):
    """Where something stands in a JSON value, everywhere."""
    yield path
    children = value.items() if isinstance(value, dict) else ()
    children = enumerate(value) if isinstance(value, list) else children
    for key, one in children:
        yield from paths_in(one, (*path, key))


def protocol():
    """A sitting with attendance, minutes and votes."""
    who = oparl.address("Person", 1)
    sitting = oparl.meeting(2)
    sitting["rostra:attendance"] = [{"person": who, "state": "excused", "arrived": oparl.EARLY}]
    sitting["rostra:minutes"] = {
        "state": "published", "chair": who, "invited": "2024-04-01",
        "interruptions": [{"from": "19:05", "until": "19:20"}],
        "approvedInItem": oparl.address("AgendaItem", "1-0"),
    }  # fmt: skip
    sitting["agendaItem"][0] |= {
        "rostra:minutesText": ["<p>Debatte</p>"],
        "rostra:votes": [
            {"method": "nominal", "yes": 1, "outcome": "accepted",
             "votes": [{"person": who, "choice": "yes"}],
             "tallies": [{"name": "A", "votes": 1}]}
        ],
    }  # fmt: skip
    return sitting


@st.composite
def mangled_cities(draw):
    """The small city with some of its values replaced by anything."""
    objects = copy.deepcopy([*oparl.city(), protocol()])
    for _ in range(draw(st.integers(1, 8))):
        path = draw(st.sampled_from([one for one in paths_in(objects) if one]))
        holder = objects
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = draw(JSON)
    return objects + draw(st.lists(JSON, max_size=3))


@pytest.mark.long
@given(objects=mangled_cities())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_never_stops_an_import(sqlite_template, objects):
    async def run():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "city.db")
            shutil.copy(sqlite_template, path)
            source = Path(folder, "source")
            source.mkdir()
            (source / "objects.jsonl").write_text(
                "\n".join(json.dumps(one) for one in [*objects, oparl.body()])
            )
            database = Database(f"sqlite+aiosqlite:///{path}")
            report = await imported(database, source)
            json.dumps(report.as_json())
            again = await imported(database, source)
            async with database.reading(ANYBODY) as work:
                assert await work.count(work.readable(Body)) >= 1
            await database.close()
            assert again.total("new", "changed", "withdrawn") == 0, again.as_json()

    asyncio.run(run())


def test_never_stops_an_import_into_postgresql(postgres_url, tmp_path):
    """The characters and numbers that PostgreSQL refuses, all at once."""
    nasty = oparl.meeting(
        1,
        name="a\x00b",
        cancelled="vielleicht",
        start="9999-12-31T23:59:59-14:00",
        end="0001-01-01T00:00:00+14:00",
        **{"rostra:number": 2**40, "X:y": {"\x00": ["\x00", 2**80]}},
    )
    nasty["agendaItem"][0] |= {"order": -1, "number": 7, "public": "ja"}
    nasty["agendaItem"][1] |= {"order": 2**60}
    committee = oparl.organization(1, memberCount=2**31, startDate="2024-02-30")
    source = oparl.written(tmp_path / "city", nasty, committee, oparl.paper(1, date="2024-04"))

    async def run():
        database = Database(postgres_url)
        report = await imported(database, source)
        await database.close()
        return report

    report = asyncio.run(run())
    assert report.counts["meeting"]["new"] == 1
    assert report.counts["agenda_item"]["new"] == 2
    assert report.total("failed") == 0
