"""What the house holds about somebody, and forgetting it, for whoever keeps the house."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from rostra.errors import Refusal
from rostra.settings import Settings, load_settings

Deed = Callable[[Settings], Awaitable[str]]


@click.group()
def person() -> None:
    """Export or erase everything that is held about somebody (DP-2, DP-3)."""


@person.command()
@click.argument("email")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The ZIP to write.")
def export(email: str, out: Path) -> None:
    """Write everything that is held about somebody into a ZIP."""
    said(lambda settings: exported(settings, email, out))


@person.command()
@click.argument("email", required=False)
@click.option("--again", is_flag=True, help="Forget once more whom a backup has brought back.")
@click.option("--list", "listed", type=click.Path(path_type=Path), help="Another list for --again.")
@click.option(
    "--comments", type=click.Choice(["delete", "pseudonymise"]), default="pseudonymise",
    help="What becomes of what they said in public.",
)  # fmt: skip
@click.option("--yes", is_flag=True, help="Do not ask once more.")
def erase(email: str | None, again: bool, listed: Path | None, comments: str, yes: bool) -> None:
    """Forget somebody: account, letters, consents and contacts go for good."""
    if again:
        said(lambda settings: erased_again(settings, listed))
        return
    if not email:
        raise click.UsageError("Say whom, by e-mail address, or use --again.")
    if not yes:
        click.confirm(f"Forget {email} for good?", abort=True)
    said(lambda settings: erased(settings, email, comments))


def said(deed: Deed) -> None:
    """Do it, and say what was done or why not."""

    async def done() -> str:
        return await deed(load_settings())

    try:
        click.echo(asyncio.run(done()))
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal


async def exported(settings: Settings, email: str, out: Path) -> str:
    """Write the ZIP."""
    from rostra.access import system
    from rostra.citizens.erasing import account_with
    from rostra.citizens.exporting import dossier_of, packed
    from rostra.database import Database
    from rostra.files.storage import Folder

    database = Database(settings.database, settings.zone)
    try:
        async with database.reading(system) as work:
            account = await account_with(work, email)
            dossier = await dossier_of(work, account.id)
            content = await packed(dossier, Folder(settings.folder / "files"), work.now)
    finally:
        await database.close()
    out.write_bytes(content)
    return f"{out}: {sum(len(one.rows) for one in dossier.held)} records."


async def erased(settings: Settings, email: str, comments: str) -> str:
    """Forget somebody; the running house clears index, caches and pictures."""
    from rostra.access import system
    from rostra.citizens.erasing import account_with, erase_account
    from rostra.citizens.models import Manner
    from rostra.database import Database

    database = Database(settings.database, settings.zone)
    try:
        async with database.work(system) as work:
            account = await account_with(work, email)
            erasure = await erase_account(work, account.id, Manner(comments))
    finally:
        await database.close()
    return f"Erased: {erasure.former_id}."


async def erased_again(settings: Settings, listed: Path | None) -> str:
    """Forget all on the list whom the database knows again."""
    from uuid import UUID

    from rostra.access import system
    from rostra.citizens.clearing import LIST, ErasureList
    from rostra.citizens.erasing import erase_again
    from rostra.citizens.models import Manner
    from rostra.database import Database

    lines = ErasureList(listed or settings.folder / LIST).lines()
    database = Database(settings.database, settings.zone)
    count = 0
    try:
        for line in lines:
            async with database.work(system) as work:
                count += await erase_again(work, UUID(line["account"]), Manner(line["manner"]))
    finally:
        await database.close()
    return f"Erased again: {count} of {len(lines)}."
