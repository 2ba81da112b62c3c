"""An import that was killed goes on where it was, and ends as if nothing had happened."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import sqlalchemy as sa

from rostra.database import Database
from rostra.events import first_broken_link
from rostra.imports.models import Imported
from rostra.imports.oparl.importing import importer
from rostra.kinds import READABLE
from support import oparl
from support.oparl import imported, written

ROOT = Path(__file__).parents[2]
CHILD = """
import asyncio, sys
from pathlib import Path
from rostra.database import Database
from support.oparl import imported

async def run():
    database = Database(sys.argv[1])
    await imported(database, Path(sys.argv[2]))
    await database.close()

asyncio.run(run())
"""


def many(number):
    """A city that is large enough to be killed in the middle of."""
    papers = [oparl.paper(n) for n in range(1, number)]
    meetings = [oparl.meeting(n, items=5) for n in range(1, number // 5)]
    return [*papers, *meetings, oparl.organization(1), oparl.person(1), oparl.body()]


async def content(database):
    async with database.reading(importer) as work:
        return {
            kind: sorted(str(tuple(row)) for row in await work.rows(sa.select(model.__table__)))
            for kind, model in READABLE.items()
        }


async def ledger_size(database):
    async with database.reading(importer) as work:
        return await work.count(sa.select(Imported.source_id))


async def test_kill_and_go_on(sqlite_url, sqlite_template, tmp_path):
    source = written(tmp_path / "city", *many(3_000))
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("platform", "tests")),
    }
    database = Database(sqlite_url)
    half_done = 0
    for wanted in (1_000, 6_000):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, sqlite_url, str(source)], env=environment
        )
        deadline = time.monotonic() + 60
        while (half_done := await ledger_size(database)) < wanted and child.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
    report = await imported(database, source)

    assert report.total("unchanged") >= half_done
    assert report.total("new") > 0
    (tmp_path / "whole.db").write_bytes(sqlite_template.read_bytes())
    whole = Database(f"sqlite+aiosqlite:///{tmp_path / 'whole.db'}")
    await imported(whole, source)
    assert await content(database) == await content(whole)
    assert (await imported(database, source)).changed_nothing
    async with database.reading(importer) as work:
        assert await first_broken_link(work.db) is None
    await database.close()
    await whole.close()
    assert list((tmp_path / "imports").glob("spool-*")) == []
