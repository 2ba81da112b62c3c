"""Bringing the database up to date."""

import asyncio

import click

from rostra.settings import load_settings


@click.command()
def migrate() -> None:
    """Bring the database up to the schema of this version."""
    before, after = asyncio.run(migrated())
    if before == after:
        click.echo(f"The database is at {after} already.")
    else:
        click.echo(f"The database went from {before or 'nothing'} to {after}.")


async def migrated() -> tuple[str | None, str | None]:
    """The revisions of the schema before and after."""
    from rostra.database import Database
    from rostra.migrating import migrate as bring_up_to_date

    database = Database(load_settings().database)
    try:
        return await bring_up_to_date(database)
    finally:
        await database.close()
