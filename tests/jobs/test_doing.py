"""Jobs are asked for with the change, done at least once, and never lost."""

import asyncio
import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap

import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.database import Database
from rostra.jobs import MOST_ATTEMPTS, Job, Workshop, enqueue


async def ask(database, number, **options):
    async with database.work(system) as work:
        await enqueue(work, "count", {"number": number}, **options)


async def jobs_in(database):
    async with database.reading(system) as work:
        return await work.fetch(sa.select(Job).order_by(Job.id))


async def make_due(database, **values):
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    async with database.work(system) as work:
        await work.change(sa.update(Job).values(not_before=long_ago, **values))


def workshop(database, handler, **options):
    return Workshop(database, {"count": handler}, **options)


async def test_is_done_and_then_gone(database):
    done = []

    async def handler(_database, payload):
        done.append(payload["number"])

    for number in range(3):
        await ask(database, number)
    await workshop(database, handler).drain()
    assert done == [0, 1, 2]
    assert await jobs_in(database) == []


async def test_is_not_asked_for_when_the_change_fails(database):
    with pytest.raises(RuntimeError):
        async with database.work(system) as work:
            await enqueue(work, "count", {})
            raise RuntimeError
    assert await jobs_in(database) == []


async def test_is_the_same_job_when_the_key_is_the_same(database):
    await ask(database, 1, unique_key="one")
    await ask(database, 2, unique_key="one")
    await ask(database, 3)
    await ask(database, 4)
    assert [job.payload["number"] for job in await jobs_in(database)] == [1, 3, 4]


async def test_is_done_once_by_many_workers(database):
    done = []

    async def handler(_database, payload):
        done.append(payload["number"])
        await asyncio.sleep(0.01)

    for number in range(20):
        await ask(database, number)
    await asyncio.gather(*(workshop(database, handler).drain() for _ in range(4)))
    assert sorted(done) == list(range(20))


async def test_pauses_longer_after_each_failure_and_is_given_up_at_last(database):
    async def handler(_database, _payload):
        raise ValueError("no such printer")

    await ask(database, 1, unique_key="one")
    worker = workshop(database, handler)
    pauses = []
    for _ in range(MOST_ATTEMPTS):
        began = dt.datetime.now(dt.UTC)
        assert await worker.do_one()
        (job,) = await jobs_in(database)
        pauses.append((job.not_before - began).total_seconds())
        assert job.failure == "ValueError: no such printer"
        assert not await worker.do_one()
        await make_due(database)
    assert pauses == sorted(pauses)
    assert pauses[-1] > 60 * pauses[0]
    (job,) = await jobs_in(database)
    assert job.state == "dead"

    await ask(database, 2, unique_key="one")
    (job,) = await jobs_in(database)
    assert (job.state, job.attempts, job.payload) == ("waiting", 0, {"number": 2})


async def test_waits_for_its_time(database):
    async def handler(_database, _payload):
        raise AssertionError

    await ask(database, 1, not_before=dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
    assert not await workshop(database, handler).do_one()


async def test_leaves_other_names_alone(database):
    async with database.work(system) as work:
        await enqueue(work, "print", {})
    assert not await workshop(database, None).do_one()


async def test_keeps_its_lease_while_it_takes_long(database):
    entered, begun = [], asyncio.Event()

    async def slow(_database, payload):
        entered.append(payload["number"])
        begun.set()
        await asyncio.sleep(4)

    await ask(database, 1)
    lease = dt.timedelta(seconds=2)
    first = asyncio.create_task(workshop(database, slow, lease=lease).do_one())
    await begun.wait()
    await asyncio.sleep(3.2)
    assert not await workshop(database, slow, lease=lease).do_one()
    assert await first
    assert entered == [1]


async def test_goes_back_when_the_workshop_closes(database):
    begun = asyncio.Event()

    async def slow(_database, _payload):
        begun.set()
        await asyncio.sleep(60)

    await ask(database, 1)
    worker = workshop(database, slow)
    await worker.start()
    await asyncio.wait_for(begun.wait(), 5)
    await worker.stop()
    (job,) = await jobs_in(database)
    assert (job.state, job.attempts, job.leased_by) == ("waiting", 0, None)


async def test_is_begun_at_once_by_a_running_workshop(database):
    done = asyncio.Event()

    async def handler(_database, _payload):
        done.set()

    worker = workshop(database, handler)
    await worker.start()
    await ask(database, 1)
    await asyncio.wait_for(done.wait(), 3)
    await worker.stop()


async def test_that_kills_its_worker_every_time_is_given_up(database):
    await ask(database, 1)
    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    await make_due(database, state="running", attempts=MOST_ATTEMPTS, leased_until=past)
    assert not await workshop(database, None).do_one()
    (job,) = await jobs_in(database)
    assert job.state == "dead"
    assert job.failure


PROGRAM = """
import asyncio, datetime as dt, sys
from rostra.database import Database
from rostra.jobs import Workshop

async def count(database, payload):
    print(payload["number"], flush=True)
    await asyncio.sleep(60 if sys.argv[2] == "hang" else 0)

async def main():
    database = Database(sys.argv[1])
    lease = dt.timedelta(seconds=2)
    worker = Workshop(database, {"count": count}, lease=lease)
    while not await worker.do_one():
        await asyncio.sleep(0.1)
    await database.close()

asyncio.run(main())
"""


async def test_of_a_killed_worker_is_done_by_the_next(database_url, tmp_path):
    program = tmp_path / "worker.py"
    program.write_text(textwrap.dedent(PROGRAM))
    database = Database(database_url)
    await ask(database, 7)

    def worker(how):
        return subprocess.Popen(
            [sys.executable, str(program), database_url, how],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )

    doomed = worker("hang")
    assert await asyncio.to_thread(doomed.stdout.readline) == b"7\n"
    doomed.send_signal(signal.SIGKILL)
    doomed.communicate()
    (job,) = await jobs_in(database)
    assert (job.state, job.attempts) == ("running", 1)

    heir = worker("work")
    assert (await asyncio.to_thread(heir.communicate))[0] == b"7\n"
    assert await jobs_in(database) == []
    await database.close()
