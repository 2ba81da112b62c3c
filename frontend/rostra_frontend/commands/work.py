"""Working in the background without serving, for a machine of its own."""

import asyncio
import signal

import click

from rostra.settings import load_settings


@click.command()
def work() -> None:
    """Do the work in the background: jobs and whatever follows events."""
    asyncio.run(work_until_told())


async def work_until_told() -> None:
    """Work until the process is asked to end."""
    from rostra_frontend.house import House

    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    async with House.of(load_settings()).at_work():
        click.echo("Rostra is at work.", err=True)
        await told.wait()
