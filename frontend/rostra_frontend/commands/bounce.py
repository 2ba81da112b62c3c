"""Noting that a letter came back, for the mail server to call."""

import asyncio
import sys

import click

from rostra.errors import NotFound
from rostra.settings import load_settings


@click.command()
def bounce() -> None:
    """Read a delivery status message (RFC 3464) from standard input and note what came back."""
    content = sys.stdin.buffer.read()
    try:
        noted = asyncio.run(note(content))
    except NotFound as refusal:
        raise click.ClickException("There is no such letter here.") from refusal
    click.echo(noted)


async def note(content: bytes) -> str:
    """What was noted, in a sentence."""
    from rostra.access import system
    from rostra.database import Database
    from rostra.notifications.bounces import bounce_in
    from rostra.notifications.services import note_bounce

    found = bounce_in(content)
    if found is None:
        return "This tells of no letter of ours that came back."
    settings = load_settings()
    database = Database(settings.database, settings.zone)
    try:
        async with database.work(system) as work:
            await note_bounce(work, found.letter_id, found.reason)
    finally:
        await database.close()
    return f"Noted: {found.letter_id} came back ({found.reason})."
