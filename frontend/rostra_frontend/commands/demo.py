"""The demo: a city to look around in, built when it is not there yet, with a login per role."""

import asyncio
import datetime as dt
import os
import time
from uuid import UUID

import click

from rostra.settings import PREFIX, Settings

DEFAULTS = {
    "ENVIRONMENT": "demo",
    "CITY_NAME": "Stadt Lerchenroda",
    "CONTACT_NAME": "Ratsbüro der Stadt Lerchenroda",
    "CONTACT_EMAIL": "ratsbuero@lerchenroda.example",
    "LICENSE_URL": "https://www.govdata.de/dl-de/zero-2-0",
    "IMPRINT": "Stadt Lerchenroda, Neumarkt 1, 07000 Lerchenroda. Diese Stadt gibt es nicht; "
    "alle Personen, Vorlagen und Beschlüsse sind erfunden.",
    "PRIVACY": "Diese Vorführung läuft auf dem Rechner, auf dem sie gestartet wurde, und gibt "
    "keine Daten weiter.",
    "ACCESSIBILITY": "Bitte melden Sie Barrieren an ratsbuero@lerchenroda.example.",
}
"""What the demo sets unless it is set already."""


@click.command()
@click.option("--host", help="The address to listen at; 127.0.0.1 unless set otherwise.")
@click.option("--port", type=click.IntRange(1, 65535), help="The port; 8000 unless set otherwise.")
def demo(host: str | None, port: int | None) -> None:
    """Show a city that does not exist, with a login for each role."""
    from rostra_frontend.commands.serve import refuse_taken_port, run_server, settings_at
    from rostra_frontend.demo.accounts import drop_links, make_links

    for name, value in DEFAULTS.items():
        os.environ.setdefault(PREFIX + name, value)
    settings = settings_at(host, port)
    if settings.environment != "demo":
        raise click.ClickException("The demo runs with ROSTRA_ENVIRONMENT=demo alone.")
    refuse_taken_port(settings)
    sitting = asyncio.run(prepared(settings))
    click.echo(f"\nRostra is at {settings.base_url}\n\nLook around as:")
    for guise, link in make_links(settings).items():
        click.echo(f"  {guise.role:<18} {guise.name:<20} {link}")
    click.echo(
        f"\nSitting today {settings.base_url}/meetings/{sitting}/live"
        "   for the hall /hall, for everybody /ticker"
        f"\nGraphQL {settings.base_url}/graphql   OParl {settings.base_url}/oparl/v1.1/system"
        f"\nLetters {settings.base_url}/demo/outbox"
    )
    click.echo("Stop with Ctrl+C.\n")
    try:
        run_server(settings)
    finally:
        drop_links(settings)


async def prepared(settings: Settings) -> UUID:
    """Build the city and its index where the data folder is empty; refuse a real city's.

    The meeting that sits today.
    """
    from rostra_frontend.demo.building import build, is_demo, is_empty
    from rostra_frontend.demo.stories import coat_of_arms
    from rostra_frontend.demo.today import sit_today
    from rostra_frontend.house import House

    house = House.of(settings)
    try:
        await house.prepare_database()
        if await is_empty(house.database):
            began = time.monotonic()
            click.echo("Building the demo city; this takes about a minute.")
            (settings.folder / "coat-of-arms.svg").write_text(coat_of_arms(), "utf-8")
            await build(house.database, house.storage, say=click.echo)
            entries = await house.reindex()
            click.echo(f"{entries} entries are indexed; {time.monotonic() - began:.0f} s in all.")
        elif not await is_demo(house.database):
            raise click.ClickException(
                f"{settings.folder} holds another city, or a demo that was not finished. "
                "Choose another folder with ROSTRA_DATA_DIR, or remove it."
            )
        return await sit_today(house.database, dt.datetime.now(dt.UTC))
    finally:
        await house.close()
