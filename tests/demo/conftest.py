"""The demo city, built once for all tests that look at it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from rostra.database import Database
from rostra.files.storage import Folder
from rostra_documents.press import PRESS
from rostra_frontend.demo.building import Plot, build


@dataclass
class BuiltCity:
    """Where the city lies, and the story from which it was built."""

    folder: Path
    plot: Plot

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"sqlite+aiosqlite:///{self.folder / 'rostra.db'}"


@pytest.fixture(scope="session")
def built(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltCity:
    """The city as it stands today, on SQLite, with all its files."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(sqlite_template, folder / "rostra.db")

    async def found() -> Plot:
        database = Database(f"sqlite+aiosqlite:///{folder / 'rostra.db'}")
        try:
            return await build(database, Folder(folder / "files"))
        finally:
            await database.close()
            PRESS.close()

    return BuiltCity(folder, asyncio.run(found()))


@pytest.fixture
async def city(built: BuiltCity) -> AsyncIterator[Database]:
    """The database of the city, to read in."""
    opened = Database(built.url)
    yield opened
    await opened.close()


@pytest.fixture
async def own_city(built: BuiltCity, tmp_path: Path) -> AsyncIterator[Database]:
    """The database of a city of one's own, to act in."""
    shutil.copy(built.folder / "rostra.db", tmp_path / "rostra.db")
    opened = Database(f"sqlite+aiosqlite:///{tmp_path / 'rostra.db'}")
    yield opened
    await opened.close()
