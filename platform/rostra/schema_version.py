"""Which schema a database has, told without Alembic, whose import every start would pay for."""

from pathlib import Path

import sqlalchemy as sa

from rostra.database import Database

PACKAGE = Path(__file__).parent


def migrations_folder() -> Path:
    """Where the migrations lie: inside the installed package or beside it in a checkout."""
    inside = PACKAGE / "migrations"
    return inside if inside.is_dir() else PACKAGE.parent / "migrations"


def newest_version() -> str:
    """The revision that this program expects: the number before the newest migration's name."""
    versions = (migrations_folder() / "versions").glob("0*.py")
    return max(path.stem.partition("_")[0] for path in versions)


async def is_current(database: Database) -> bool:
    """Whether the database has the schema that this program expects."""

    def found(connection: sa.Connection) -> str | None:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.scalar(sa.text("SELECT version_num FROM alembic_version"))

    async with database.engine.connect() as connection:
        return await connection.run_sync(found) == newest_version()
