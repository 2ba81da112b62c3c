"""Two real cities, each imported once for all tests that look at it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from rostra.database import Database
from rostra.imports.oparl.reporting import Report
from rostra.migrating import migrate
from support.apart import apart
from support.oparl import imported

DATA = Path(__file__).parents[2].parent / "shared/data"

beside_the_checkout = pytest.mark.skipif(
    not DATA.is_dir(), reason="the real data lies not beside the checkout"
)


@dataclass(frozen=True)
class RealCity:
    """Where a city came from, the database in which it is now, and the report of its import."""

    source: Path
    texts: Path | None
    url: str
    report: Report


def real_city(folder: Path, name: str, texts: str | None = None) -> RealCity:
    """A city of the shared data, imported outside any loop that may be running."""
    source = folder / "city"
    source.symlink_to(DATA / name)
    chosen = source / texts if texts else None
    url = f"sqlite+aiosqlite:///{folder / 'city.db'}"
    return RealCity(source, chosen, url, apart(taken_in(url, source, chosen)))


async def taken_in(url: str, source: Path, texts: Path | None) -> Report:
    """The report of the import into a new database."""
    database = Database(url)
    await migrate(database)
    report = await imported(database, source, texts=texts)
    await database.close()
    return report
