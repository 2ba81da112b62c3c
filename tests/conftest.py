"""What every test may ask for: a migrated database on SQLite and on PostgreSQL."""

import itertools
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from rostra.database import Database
from rostra.migrating import migrate
from support.apart import apart
from support.postgres import Postgres
from support.real_cities import RealCity, real_city
from support.sharing import FileByFile, place_of

NUMBERS = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first, and the journeys last."""
    items.sort(key=lambda item: place_of(item.nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FileByFile:
    """Share the tests out in the order in which they stand."""
    config.option.loadscopereorder = False
    return FileByFile(config, log)


async def migrated(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database to copy from."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    apart(migrated(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The tests' own PostgreSQL, with a migrated, empty database to copy from."""
    server = Postgres()
    try:
        server.execute("CREATE DATABASE template_rostra")
        apart(migrated(server.url("template_rostra")))
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def karlsruhe(tmp_path_factory: pytest.TempPathFactory) -> RealCity:
    """Karlsruhe with its texts: not to be changed."""
    folder = tmp_path_factory.mktemp("karlsruhe")
    return real_city(folder, "karlsruhe-oparl11", "texts-2025.jsonl.gz")


@pytest.fixture(scope="session")
def huertgenwald(tmp_path_factory: pytest.TempPathFactory) -> RealCity:
    """Hürtgenwald: not to be changed."""
    return real_city(tmp_path_factory.mktemp("huertgenwald"), "huertgenwald-oparl10")


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh SQLite database."""
    path = tmp_path / "rostra.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of a fresh PostgreSQL database."""
    name = f"test_{next(NUMBERS)}"
    postgres.execute(f"CREATE DATABASE {name} TEMPLATE template_rostra")
    yield postgres.url(name)
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database; each test runs on both kinds."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh, migrated database; each test runs on SQLite and on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    """A fresh, migrated SQLite database, for what does not depend on the kind."""
    opened = Database(sqlite_url)
    yield opened
    await opened.close()
