"""After a secret vote the disk keeps no earlier state that joined voters and numbers (VOT-3)."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.database import Database
from rostra.jobs import Job, Workshop
from rostra.voting.announcing import announce_ballot
from rostra.voting.casting import cast_vote, hash_of_key
from rostra.voting.closing import cancel_ballot, close_ballot
from rostra.voting.models import Elector, Method
from rostra.voting.opening import Question, open_ballot
from rostra.voting.sweeping import SWEEP, sweep
from support.make.sittings import make_hall, set_rules

DAY = dt.date.today()
VOTERS = 5
SO_MANY = 40
"""More than fit on a page, so that pages are given up as well."""
TABLES = ("electors", "secret_tallies")


async def secret_vote(database, *endings, voters=VOTERS):
    """A secret vote on devices up to its result, or to another ending."""
    hall = await make_hall(database, voters)
    await set_rules(database, hall, secret_votes=True)
    async with database.work(hall.chair) as work:
        ballot = await open_ballot(work, hall.item.id, Question(Method.SECRET), DAY)
    for number, who in enumerate(hall.logins):
        async with database.work(who) as work:
            await cast_vote(work, ballot.id, ["yes", "no"][number % 2], f"key of voter {number}")
    for verb in endings or (close_ballot, announce_ballot):
        async with database.work(hall.chair) as work:
            await verb(work, ballot.id)
    hashes = [hash_of_key(ballot, f"key of voter {number}") for number in range(voters)]
    return ballot, hashes


async def swept(database):
    await Workshop(database, {SWEEP: sweep}).drain()
    async with database.reading(system) as work:
        assert await work.fetch(sa.select(Job.failure)) == []


async def raw(database):
    """All bytes of the two tables, as the files have them."""
    if database.on_sqlite:
        folder = Path(database.url.database).parent
        return b"".join(one.read_bytes() for one in folder.iterdir() if one.is_file())
    found = b""
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("CHECKPOINT")
        for table in TABLES:
            read = f"SELECT pg_read_binary_file(pg_relation_filepath('{table}'))"
            found += (await connection.exec_driver_sql(read)).scalar_one()
    return found


async def rows_on_the_pages(database, table):
    """How many rows lie on the pages of a table, the dead among them."""
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pageinspect")
        size = (await connection.exec_driver_sql(f"SELECT pg_relation_size('{table}')")).scalar()
        lying = 0
        for page in range(size // 8192):
            read = f"heap_page_items(get_raw_page('{table}', {page}))"
            found = f"SELECT count(*) FROM {read} WHERE t_xmin IS NOT NULL"
            lying += (await connection.exec_driver_sql(found)).scalar()
    return lying


@pytest.mark.parametrize(
    ("voters", "ending"), [(SO_MANY, (close_ballot, announce_ballot)), (VOTERS, (cancel_ballot,))]
)
async def test_no_file_holds_what_a_vote_left_on_its_way(database, voters, ending):
    _, hashes = await secret_vote(database, *ending, voters=voters)
    before = await raw(database)
    assert any(one.encode() in before for one in hashes), "what is to be swept up lies there"
    await swept(database)
    after = await raw(database)
    assert not [one for one in hashes if one.encode() in after]
    async with database.reading(system) as work:
        assert await work.count(sa.select(Elector.person_id)) == voters


async def test_postgresql_keeps_no_dead_row(postgres_url):
    database = Database(postgres_url)
    await secret_vote(database)
    assert await rows_on_the_pages(database, "secret_tallies") > 0
    assert await rows_on_the_pages(database, "electors") > VOTERS
    await swept(database)
    assert await rows_on_the_pages(database, "secret_tallies") == 0
    assert await rows_on_the_pages(database, "electors") == VOTERS
    await database.close()


async def test_sqlite_keeps_no_log(sqlite_database):
    await secret_vote(sqlite_database)
    log = Path(f"{sqlite_database.url.database}-wal")
    assert log.stat().st_size
    await sqlite_database.rewrite(*TABLES)
    assert not log.stat().st_size


async def test_whoever_still_looks_at_what_was_makes_it_come_again(database):
    await secret_vote(database)
    async with database.reading(system) as work:
        await work.first(sa.select(Job.id))
        async with database.work(system) as other:
            await other.change(sa.update(Elector).values(receipt="changed"))
        with pytest.raises(RuntimeError, match="still reads"):
            await database.rewrite(*TABLES)
    await database.rewrite(*TABLES)


async def test_a_user_who_does_not_own_the_tables_is_told(postgres_url):
    owner = Database(postgres_url)
    name = f"guest_{owner.url.database}"
    async with owner.engine.begin() as connection:
        await connection.exec_driver_sql(f"CREATE ROLE {name} LOGIN")
        await connection.exec_driver_sql(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}")
    guest = Database(owner.url.set(username=name).render_as_string(hide_password=False))
    with pytest.raises(RuntimeError, match="does not own the table electors"):
        await guest.rewrite(*TABLES)
    await guest.close()
    async with owner.engine.begin() as connection:
        await connection.exec_driver_sql(f"DROP OWNED BY {name}")
        await connection.exec_driver_sql(f"DROP ROLE {name}")
    await owner.close()


async def test_a_vote_that_is_counted_in_the_hall_asks_for_nothing(database):
    hall = await make_hall(database, 3)
    async with database.work(hall.chair) as work:
        ballot = await open_ballot(work, hall.item.id, Question(Method.OPEN), DAY)
    async with database.work(hall.chair) as work:
        await cancel_ballot(work, ballot.id)
    async with database.reading(system) as work:
        assert await work.fetch(sa.select(Job.name)) == []
