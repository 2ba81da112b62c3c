"""`rostra import oparl`: another system's council data, from the web or from the disk."""

import asyncio
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn
from rich.progress import Progress as Bars
from rich.table import Table

from rostra.database import Database
from rostra.errors import Refusal
from rostra.imports.oparl.importing import Progress
from rostra.imports.oparl.reporting import Report
from rostra.imports.services import Wishes, import_oparl
from rostra.migrating import migrate
from rostra.settings import Settings, load_settings
from rostra_frontend.commands.import_feed import feed
from rostra_frontend.commands.import_open311 import open311

WIDTH = 160
"""Columns of the report where there is no terminal to fit it into."""

OUTCOMES = {
    "read": "read",
    "new": "new",
    "changed": "changed",
    "completed": "completed",
    "withdrawn": "withdrawn",
    "unchanged": "as before",
    "repeated": "repeated",
    "older": "older",
    "made": "made up",
    "failed": "failed",
}
"""The columns of the report, and what stands above them."""


class ShownProgress(Progress):
    """Shows on the terminal how far an import is."""

    def __init__(self, console: Console) -> None:
        self.bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
        )
        self.tasks: dict[str, TaskID] = {}

    def reading(self, where: str, objects: int) -> None:
        """So many objects were read, the last ones from there."""
        self._show("reading", objects, 0)

    def loading(self, kind: str, done: int, total: int) -> None:
        """So many objects of a kind were loaded."""
        self._show(kind.replace("_", " "), done, total)

    def _show(self, what: str, done: int, total: int) -> None:
        if what not in self.tasks:
            self.tasks[what] = self.bars.add_task(what, total=total or None)
        self.bars.update(self.tasks[what], completed=done, total=total or None)


def moment(_context: click.Context, _option: click.Parameter, value: str | None) -> object:
    """A date or a point in time as typed; without an offset it is the city's time."""
    if value is None:
        return None
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("write it like 2025-01-31 or 2025-01-31T18:00:00+01:00") from None


@click.group("import")
def import_() -> None:
    """Take in the data of other systems."""


import_.add_command(open311)
import_.add_command(feed)


@import_.command()
@click.argument("source")
@click.option("--modified-since", callback=moment, help="Take only what was modified since then.")
@click.option("--files", is_flag=True, help="Fetch the bytes of files too.")
@click.option(
    "--texts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of lines {file, text}: the texts of files, known already.",
)
def oparl(source: str, modified_since: dt.datetime | None, files: bool, texts: Path | None) -> None:
    """Import OParl 1.0 or 1.1 from SOURCE.

    SOURCE is the address of a server's system, body or list, or a folder, an archive or a file
    with objects or crawled pages. Importing again takes in what has changed since; an import
    that was broken off goes on where it was.
    """
    settings = load_settings()
    if modified_since is not None and modified_since.tzinfo is None:
        modified_since = modified_since.replace(tzinfo=ZoneInfo(settings.time_zone))
    wishes = Wishes(modified_since, files, texts)
    try:
        asyncio.run(run(settings, source, wishes))
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal


async def run(settings: Settings, source: str, wishes: Wishes) -> None:
    """Import with a progress bar, and show the report."""
    errors = Console(stderr=True)
    progress = ShownProgress(errors)
    database = Database(settings.database, settings.zone)
    try:
        await migrate(database)
        with progress.bars:
            report, path = await import_oparl(database, settings, source, wishes, progress)
    finally:
        await database.close()
    console = Console()
    show(report, path, console if console.is_terminal else Console(width=WIDTH))


def show(report: Report, path: Path, console: Console) -> None:
    """Print the report: the counts by kind, what did not fit, what is missing."""
    console.print(counts_table(report))
    if report.deviations:
        console.print(deviations_table(report))
    if report.dangling:
        console.print(dangling_table(report))
    if report.changed_nothing:
        console.print("Nothing has changed: the city is as it was before.", style="bold")
    read = report.total("read")
    rate = read / report.seconds if report.seconds else 0
    console.print(f"{read:,} objects in {report.seconds:,.1f} s ({rate:,.0f}/s).")
    console.print(f"Report: {path}", soft_wrap=True)


def counts_table(report: Report) -> Table:
    """What came, by kind and by what became of it."""
    used = [key for key in OUTCOMES if report.total(key)]
    table = Table("kind", *(OUTCOMES[key] for key in used), title=escape(report.source))
    for column in table.columns[1:]:
        column.justify = "right"
    for kind, counter in sorted(report.counts.items()):
        numbers = (f"{counter[key]:,}" if counter[key] else "" for key in used)
        table.add_row(kind.replace("_", " "), *numbers)
    return table


def deviations_table(report: Report) -> Table:
    """What did not fit the standard."""
    table = Table("kind", "what does not fit", "count", "for example")
    for (kind, what), one in sorted(report.deviations.items()):
        first = " ".join(one.examples[0].values()) if one.examples else ""
        table.add_row(kind.replace("_", " "), escape(what), f"{one.count:,}", escape(first))
    return table


def dangling_table(report: Report) -> Table:
    """References that wait for what no source has delivered."""
    table = Table("reference without target", "count", "for example")
    for name, one in sorted(report.dangling.items()):
        first = one.examples[0]["value"] if one.examples else ""
        table.add_row(name, f"{one.count:,}", escape(first))
    return table
