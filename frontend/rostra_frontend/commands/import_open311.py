"""`rostra import open311`: another system's defect reports, from the web or from the disk."""

import asyncio
from uuid import UUID

import click

from rostra.database import Database
from rostra.errors import Refusal
from rostra.imports.fetching import host_of, is_address
from rostra.imports.open311.taking_in import Outcome, import_open311
from rostra.migrating import migrate
from rostra.settings import Settings, load_settings

MOST_FAILURES = 20


@click.command()
@click.argument("source")
@click.option("--from", "name", help="What the source is called; its host unless given.")
@click.option("--body", type=click.UUID, help="The body to which the reports belong.")
@click.option(
    "--own-network", is_flag=True,
    help="The source may lie in the city's own network, and need not be encrypted.",
)  # fmt: skip
def open311(source: str, name: str | None, body: UUID | None, own_network: bool) -> None:
    """Import defect reports from SOURCE: Open311 GeoReport v2, JSON or XML.

    SOURCE is the https address of an interface or of its list of requests, or a file with such a
    list. Importing again takes in what has changed since.
    """
    settings = load_settings()
    called = name or (host_of(source) if is_address(source) else "file")
    try:
        outcome = asyncio.run(run(settings, source, called, body, own_network))
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    for kind in ("new", "changed", "unchanged", "failed"):
        click.echo(f"{kind:10} {outcome.counts[kind]:>8,}")
    for failure in outcome.failures[:MOST_FAILURES]:
        click.echo(f"  {failure}", err=True)


async def run(
    settings: Settings, source: str, name: str, body: UUID | None, own_network: bool
) -> Outcome:
    """Import, and say what became of it."""
    database = Database(settings.database, settings.zone)
    try:
        await migrate(database)
        return await import_open311(database, source, name, settings.zone, body, own_network)
    finally:
        await database.close()
