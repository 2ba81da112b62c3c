"""How fast two real cities come in: `.venv/bin/python tests/benchmarks/import_oparl.py`.

Each city is imported into an empty database, then again, each time in a process of its own, so
that the memory is that of the one import. With `--postgresql` also into PostgreSQL.
"""

import asyncio
import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from rostra.database import Database
from rostra.imports.oparl.importing import Progress
from rostra.imports.services import Wishes, import_oparl
from rostra.migrating import migrate
from rostra.settings import Settings

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
CITIES = {
    "Karlsruhe": (DATA / "karlsruhe-oparl11", DATA / "karlsruhe-oparl11/texts-2025.jsonl.gz"),
    "Hürtgenwald": (DATA / "huertgenwald-oparl10", None),
}

Figures = tuple[int, float, float, float, bool]
"""Objects, seconds, CPU seconds, MB at the most, and whether nothing changed."""


async def imported(folder: str, url: str, source: Path, texts: Path | None) -> Figures:
    """The figures of one import."""
    settings = Settings(data_dir=folder, database_url=url)
    database = Database(settings.database)
    await migrate(database)
    begun, cpu = time.perf_counter(), time.process_time()
    report, _ = await import_oparl(database, settings, str(source), Wishes(texts=texts), Progress())
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    await database.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return report.total("read"), took, cpu, peak, report.changed_nothing


def measured(*task: object) -> Figures:
    """The figures of one import in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(run, task)


def run(*task: object) -> Figures:
    """The figures of one import in this process."""
    return asyncio.run(imported(*task))  # type: ignore[arg-type]


def measure(table: Table, city: str, database: str, url: str, folder: str) -> None:
    """Import a city twice and put both rows into the table."""
    source, texts = CITIES[city]
    for which in ("first", "again"):
        objects, took, cpu, peak, nothing = measured(folder, url, source, texts)
        assert nothing == (which == "again"), "the second import must change nothing"
        rate = f"{objects / took:,.0f}"
        table.add_row(
            city, database, which, f"{objects:,}", f"{took:.1f}", f"{cpu:.1f}", rate, f"{peak:.0f}"
        )


def main() -> None:
    """Measure every city on every database, and print the table."""
    table = Table("city", "database", "run", "objects", "s", "CPU s", "objects/s", "MB at the most")
    for city in CITIES:
        with tempfile.TemporaryDirectory() as folder:
            measure(table, city, "SQLite", "", folder)
    if "--postgresql" in sys.argv:
        sys.path.insert(0, str(ROOT / "tests"))
        from support.postgres import Postgres

        server = Postgres()
        try:
            for number, city in enumerate(CITIES):
                server.execute(f"CREATE DATABASE city_{number}")
                with tempfile.TemporaryDirectory() as folder:
                    measure(table, city, "PostgreSQL", server.url(f"city_{number}"), folder)
        finally:
            server.stop()
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
