"""Draft a migration from the difference between the records and the migrations so far."""

import asyncio
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa
from alembic import command

from rostra.database import Database
from rostra.migrating import alembic_config, migrate
from rostra.schema_version import migrations_folder


async def draft(message: str) -> None:
    """Write the next numbered migration into the folder; read it through before committing."""
    number = f"{len(list((migrations_folder() / 'versions').glob('0*.py'))) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'draft.db'}")
        await migrate(database)

        def write(connection: sa.Connection) -> None:
            command.revision(alembic_config(connection), message, autogenerate=True, rev_id=number)

        async with database.engine.connect() as connection:
            await connection.run_sync(write)
        await database.close()


asyncio.run(draft(sys.argv[1]))
