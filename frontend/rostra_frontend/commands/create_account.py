"""Letting the first people in."""

import asyncio
from uuid import UUID

import click

from rostra.errors import Refusal
from rostra.settings import load_settings


@click.command()
@click.argument("email")
@click.option("--name", required=True, help="The name that others see.")
@click.option("--person", type=click.UUID, help="The id of the person of the council it is for.")
@click.option("--administrator", type=click.UUID, help="The id of the body it is to govern.")
@click.password_option(help="The password; asked for when it is not given.")
def create_account(
    email: str, name: str, person: UUID | None, administrator: UUID | None, password: str
) -> None:
    """Create an account to log in with."""
    try:
        asyncio.run(created(email, name, person, administrator, password))
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(f"{email} can log in.")


async def created(
    email: str, name: str, person: UUID | None, administrator: UUID | None, password: str
) -> None:
    """Create the account, and the office that goes with it."""
    from rostra.access import system
    from rostra.database import Database
    from rostra.people import services

    kept = await services.prepared_password(password, email, name)
    settings = load_settings()
    database = Database(settings.database, settings.zone)
    try:
        async with database.work(system) as work:
            account = await services.create_account(work, email, name, kept, person_id=person)
            if administrator:
                await services.make_administrator(work, account.id, administrator)
    finally:
        await database.close()
