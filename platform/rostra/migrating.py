"""Bringing a database up to the present schema."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext

from rostra.database import Database
from rostra.schema_version import migrations_folder


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
