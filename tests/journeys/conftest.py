"""A real server over a small city, and a real browser in front of it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from rostra.database import Database
from support.apart import apart
from support.council_site import Hall, furnished_council
from support.served import served
from support.shown_city import ShownCity, make_shown_city

CHROMIUM = "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass
class Site:
    """A website that is being served, and what is in it."""

    url: str
    city: ShownCity
    folder: Path


def furnished(url: str) -> ShownCity:
    async def furnish() -> ShownCity:
        database = Database(url)
        city = await make_shown_city(database)
        await database.close()
        return city

    return apart(furnish())


@pytest.fixture(scope="session")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The website of a small city."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(sqlite_template, folder / "rostra.db")
    city = furnished(f"sqlite+aiosqlite:///{folder / 'rostra.db'}")
    with served(folder, "Brunnfeld an der Ilse") as url:
        yield Site(url, city, folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture
def hall(sqlite_template: Path, tmp_path: Path, browser: Browser) -> Iterator[Hall]:
    """A town hall of its own, since a sitting changes everything."""
    shutil.copy(sqlite_template, tmp_path / "rostra.db")
    address = f"sqlite+aiosqlite:///{tmp_path / 'rostra.db'}"
    council = apart(furnished_council(address))
    with served(tmp_path, "Brunnfeld") as url:
        yield Hall(url, council, browser, tmp_path)
