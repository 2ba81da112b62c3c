"""Work commits changes and facts together, or not at all."""

import asyncio
import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, NOBODY, PUBLIC, system
from rostra.background import end
from rostra.errors import NotFound
from rostra.events import Event, LoggedEvent, first_broken_link, public_revision
from rostra.organizations.models import Body, LegislativeTerm, Organization
from rostra.tombstones import Tombstone
from rostra.work import Work


@dataclass(frozen=True)
class BodyRenamed(Event):
    body: UUID


async def a_body(database, **values):
    async with database.work(system) as work:
        body = Body(name="Stadt", audience_id=PUBLIC, **values)
        work.add(body)
        await work.flush()
        work.record(BodyRenamed(body.id))
    return body


async def test_keeps_the_change_and_its_fact(database):
    body = await a_body(database)
    async with database.reading(ANYBODY) as work:
        assert (await work.find(Body, body.id)).name == "Stadt"
    async with database.reading(system) as work:
        (event,) = await work.fetch(sa.select(LoggedEvent))
    assert event.name == "BodyRenamed"
    assert event.things() == {"body": [body.id]}


async def test_goes_on_after_a_commit_that_the_database_refused(database):
    for _ in range(2):
        with pytest.raises(sa.exc.IntegrityError):
            async with database.work(system) as work:
                work.add(LegislativeTerm(body_id=UUID(int=7), name="2024", audience_id=PUBLIC))
    body = await a_body(database)
    async with database.reading(system) as work:
        assert [one.id for one in await work.fetch(sa.select(Body))] == [body.id]


async def test_forgets_both_when_it_fails(database):
    with pytest.raises(RuntimeError):
        async with database.work(system) as work:
            work.add(Body(name="Stadt", audience_id=PUBLIC))
            await work.flush()
            work.record(BodyRenamed(UUID(int=1)))
            raise RuntimeError
    async with database.reading(system) as work:
        assert await work.fetch(sa.select(Body)) == []
        assert await work.fetch(sa.select(LoggedEvent)) == []


LONG_STATEMENT = sa.text("""
    WITH RECURSIVE counting(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < 300000)
    SELECT count(*) FROM counting
""")


async def test_lets_go_of_the_database_when_it_is_cancelled_amid_a_statement(database):
    begun = asyncio.Event()

    async def dawdle():
        async with database.work(system) as work:
            begun.set()
            await work.rows(LONG_STATEMENT)

    dawdling = asyncio.create_task(dawdle())
    await begun.wait()
    await asyncio.sleep(0.01)
    await end(dawdling)
    assert dawdling.cancelled()
    async with asyncio.timeout(5):
        await a_body(database)


async def test_serializes_concurrent_writers_without_gap_or_loss(database):
    body = await a_body(database)

    async def write(number):
        async with database.work(system) as work:
            work.add(Organization(body_id=body.id, name=str(number), audience_id=PUBLIC))
            work.record(BodyRenamed(body.id))

    await asyncio.gather(*(write(number) for number in range(25)))
    async with database.reading(system) as work:
        positions = await work.fetch(sa.select(LoggedEvent.position).order_by(LoggedEvent.position))
        assert positions == list(range(1, 27))
        assert await work.count(sa.select(Organization)) == 25
        assert await first_broken_link(work.db) is None
        assert await public_revision(work.db) == 26


async def test_reads_one_moment_from_beginning_to_end(database):
    await a_body(database)
    async with database.reading(ANYBODY) as work:
        assert await work.count(work.readable(Body)) == 1
        await a_body(database)
        assert await work.count(work.readable(Body)) == 1
    async with database.reading(ANYBODY) as work:
        assert await work.count(work.readable(Body)) == 2


async def test_shows_where_the_log_was_tampered_with(database):
    body = await a_body(database)
    await a_body(database)
    async with database.work(system) as work:
        forged = {"body": str(UUID(int=body.id.int ^ 1))}
        await work.change(
            sa.update(LoggedEvent).where(LoggedEvent.position == 1).values(payload=forged)
        )
    async with database.reading(system) as work:
        assert await first_broken_link(work.db) == 1


async def test_leaves_a_tombstone_for_what_was_public(database):
    body = await a_body(database)
    async with database.work(system) as work:
        term = LegislativeTerm(body_id=body.id, name="2024", audience_id=PUBLIC)
        work.add(term)
    async with database.work(system) as work:
        term = await work.find(LegislativeTerm, term.id)
        work.withdraw(term)
    async with database.reading(ANYBODY) as work:
        with pytest.raises(NotFound):
            await work.find(LegislativeTerm, term.id)
        (stone,) = await work.fetch(work.readable(Tombstone))
    assert (stone.id, stone.of_kind, stone.body_id) == (term.id, "legislative_term", body.id)
    async with database.work(system) as work:
        again = await work.find(LegislativeTerm, term.id)
        assert again.audience_id == NOBODY
        again.audience_id = PUBLIC
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(Tombstone)) == []


async def test_leaves_none_for_what_never_was(database):
    body = await a_body(database)
    async with database.work(system) as work:
        inside = await work.audience({"organization:1"})
        term = LegislativeTerm(body_id=body.id, name="2024", audience_id=inside)
        work.add(term)
        await work.flush()
        work.withdraw(term)
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(Tombstone)) == []


async def test_dates_the_parent_of_what_changed(database):
    body = await a_body(database)
    async with database.work(system) as work:
        old = body.modified.replace(year=2001)
        await work.change(sa.update(Body).values(modified=old))
    async with database.work(system) as work:
        work.add(LegislativeTerm(body_id=body.id, name="2024", audience_id=PUBLIC))
    async with database.reading(ANYBODY) as work:
        assert (await work.find(Body, body.id)).modified.year > 2001


async def test_refuses_to_delete_a_record(database):
    body = await a_body(database)
    async with database.work(system) as work:
        await work.db.delete(await work.find(Body, body.id))
        with pytest.raises(RuntimeError, match="withdrawn"):
            await work.flush()
        work.db.expunge_all()


async def test_the_day_is_the_city_s(database, monkeypatch):
    late = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
    monkeypatch.setattr("rostra.work.now", lambda: late)
    async with database.reading(system) as work:
        assert work.today == dt.date(2026, 6, 30)
        assert Work(work.db, ANYBODY, ZoneInfo("Europe/Berlin")).today == dt.date(2026, 7, 1)
        assert Work(work.db, ANYBODY, ZoneInfo("Europe/Berlin")).as_the_public().today.day == 1


async def test_undoes_an_attempt_that_fails_and_goes_on(database):
    body = await a_body(database)
    async with database.work(system) as work:
        found = await work.find(Body, body.id)
        with pytest.raises(RuntimeError):
            async with work.attempt():
                found.name = "Dorf"
                work.withdraw(found)
                work.add(Body(name="Weiler", audience_id=PUBLIC))
                work.record(BodyRenamed(body.id))
                await work.flush()
                raise RuntimeError
        async with work.attempt():
            work.add(Body(name="Flecken", audience_id=PUBLIC))
            work.record(BodyRenamed(body.id))
    async with database.reading(system) as work:
        assert sorted(one.name for one in await work.fetch(work.readable(Body))) == [
            "Flecken", "Stadt",
        ]  # fmt: skip
        assert len(await work.fetch(sa.select(LoggedEvent))) == 2
        assert await work.fetch(sa.select(Tombstone)) == []
