"""Building the search index anew."""

import asyncio
import time

import click

from rostra.settings import load_settings


@click.command()
def reindex() -> None:
    """Build the search index anew from the database."""
    began = time.monotonic()
    entries = asyncio.run(rebuilt())
    click.echo(f"{entries} entries were indexed in {time.monotonic() - began:.1f} s.")


async def rebuilt() -> int:
    """How many entries the new index has."""
    from rostra_frontend.house import House

    house = House.of(load_settings())
    try:
        return await house.reindex()
    finally:
        await house.close()
