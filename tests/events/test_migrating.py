"""The migrations make exactly the schema that the records describe, on both databases."""

import datetime as dt
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from rostra.access import ANYBODY
from rostra.comments.models import Comment, Thread
from rostra.database import Database
from rostra.kinds import READABLE
from rostra.migrating import alembic_config, migrate
from rostra.records import Record
from rostra.schema_version import is_current, newest_version


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """The address of a database without any table, on both kinds."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        return
    server = request.getfixturevalue("postgres")
    server.execute("CREATE DATABASE empty_rostra")
    yield server.url("empty_rostra")
    server.execute("DROP DATABASE empty_rostra WITH (FORCE)")


async def test_nothing_is_missing_from_the_migrations(database):
    assert READABLE

    def differences(connection):
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, Record.metadata)

    async with database.engine.connect() as connection:
        found = await connection.run_sync(differences)
    assert found == []


async def test_a_second_run_changes_nothing(database):
    assert await is_current(database)
    before, after = await migrate(database)
    assert before == after
    assert before is not None


async def test_an_empty_database_is_not_current(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    assert not await is_current(database)
    await database.close()


async def test_sqlite_is_prepared_for_many_writers(sqlite_database):
    async with sqlite_database.engine.connect() as connection:
        mode = await connection.scalar(sa.text("PRAGMA journal_mode"))
        keys = await connection.scalar(sa.text("PRAGMA foreign_keys"))
    assert (mode, keys) == ("wal", 1)


def test_the_newest_migration_is_known_without_alembic():
    assert newest_version() == ScriptDirectory.from_config(alembic_config()).get_current_head()


async def test_what_was_said_before_there_were_threads_stands_in_one(empty_url):
    database = Database(empty_url)
    body, things, said = uuid4(), [uuid4(), uuid4()], dt.datetime(2026, 3, 12, 17, tzinfo=dt.UTC)

    def begin(connection):
        command.upgrade(alembic_config(connection), "0003")
        tables = sa.MetaData()
        tables.reflect(connection, only=["bodies", "comments"])
        old = {name: table.insert() for name, table in tables.tables.items()}
        times = {"created": said, "modified": said}
        of_body = {"id": kept(body), "audience_id": 1, "name": "Stadt", **times}
        connection.execute(old["bodies"], of_body)
        for number, thing in enumerate((*things, things[0])):
            connection.execute(
                old["comments"],
                {
                    "id": kept(uuid4()), "body_id": kept(body), "audience_id": 1,
                    "thing_kind": "post", "thing_id": kept(thing), "author_name": "Berta",
                    "text": f"Wort {number}", **times,
                },
            )  # fmt: skip

    def kept(id):
        return id.hex if database.on_sqlite else id

    async with database.engine.begin() as connection:
        await connection.run_sync(begin)
    await migrate(database)
    async with database.reading(ANYBODY) as work:
        threads = {one.thing_id: one for one in await work.fetch(work.readable(Thread))}
        comments = await work.fetch(work.readable(Comment))
    await database.close()
    assert {id: one.comment_count for id, one in threads.items()} == {things[0]: 2, things[1]: 1}
    assert {one.said_last for one in threads.values()} == {said}
    assert {(one.thread_id, one.said, one.state) for one in comments} == {
        (threads[thing].id, said, "published") for thing in things
    }
