"""The migrations make exactly the schema that the records describe, on both databases."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from rostra.database import Database
from rostra.kinds import READABLE
from rostra.migrating import alembic_config, migrate
from rostra.records import Record
from rostra.schema_version import is_current, newest_version


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
