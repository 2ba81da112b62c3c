"""Bringing a database up to the present schema."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from rostra.database import Database

PACKAGE = Path(__file__).parent


def migrations_folder() -> Path:
    """Where the migrations lie: inside the installed package or beside it in a checkout."""
    inside = PACKAGE / "migrations"
    return inside if inside.is_dir() else PACKAGE.parent / "migrations"


def alembic_config(connection: sa.Connection | None = None) -> Config:
    """Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database) -> tuple[str | None, str | None]:
    """Upgrade the database to the newest schema; the revisions before and after."""

    def upgrade(connection: sa.Connection) -> tuple[str | None, str | None]:
        before = MigrationContext.configure(connection).get_current_revision()
        command.upgrade(alembic_config(connection), "head")
        return before, MigrationContext.configure(connection).get_current_revision()

    async with database.engine.begin() as connection:
        return await connection.run_sync(upgrade)


async def is_current(database: Database) -> bool:
    """Whether the database has the schema that this program expects."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    async with database.engine.connect() as connection:
        found = await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_revision()
        )
    return found == head
