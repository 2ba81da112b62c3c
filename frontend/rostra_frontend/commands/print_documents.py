"""Printing documents into files."""

import asyncio
from pathlib import Path
from uuid import UUID

import click

from rostra.errors import NotFound
from rostra.settings import load_settings

KINDS = ("minutes", "agenda", "invitation")


@click.group("print")
def print_() -> None:
    """Print a document as a PDF."""


def printing(kind: str) -> click.Command:
    """The command that prints one kind of document."""

    @print_.command(kind, help=f"Print the {kind} of MEETING, an id.")
    @click.argument("meeting", type=click.UUID)
    @click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
    @click.option("--full", is_flag=True, help="With what the public may not read.")
    @click.option("--language", default=None, help="The language of the fixed words.")
    def print_document(meeting: UUID, out: Path | None, full: bool, language: str | None) -> None:
        content, name = asyncio.run(printed(kind, meeting, full, language))
        target = out or Path(name)
        target.write_bytes(content)
        click.echo(f"{target}: {len(content):,} bytes")

    return print_document


for one in KINDS:
    printing(one)


@print_.command("projects", help="Print the list of projects.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--language", default=None, help="The language of the fixed words.")
def print_projects(out: Path | None, language: str | None) -> None:
    """Print the list of projects as everybody reads it."""
    content, name = asyncio.run(printed("projects", UUID(int=0), False, language))
    target = out or Path(name)
    target.write_bytes(content)
    click.echo(f"{target}: {len(content):,} bytes")


async def printed(kind: str, meeting: UUID, full: bool, language: str | None) -> tuple[bytes, str]:
    """The bytes of a document and a name for its file."""
    from rostra.access import ANYBODY, system
    from rostra.database import Database
    from rostra_frontend.house import printers_of

    settings = load_settings()
    database = Database(settings.database, settings.zone)
    try:
        async with database.reading(system if full else ANYBODY) as work:
            printer = printers_of(settings)[kind]
            document = await printer(work, meeting, language or settings.default_language)
            return document.content, document.file_name
    except NotFound:
        raise click.ClickException("There is no such meeting, or nothing to print.") from None
    finally:
        await database.close()
