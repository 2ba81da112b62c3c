"""A real server over a small city, and a real browser in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from rostra.database import Database
from support.apart import apart
from support.shown_city import ShownCity, make_shown_city

CHROMIUM = "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass
class Site:
    """A website that is being served, and what is in it."""

    url: str
    city: ShownCity


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def furnished(url: str) -> ShownCity:
    async def furnish() -> ShownCity:
        database = Database(url)
        city = await make_shown_city(database)
        await database.close()
        return city

    return apart(furnish())


def wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        try:
            if httpx.get(url + "/health/ready", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server is not ready")


@pytest.fixture(scope="session")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The website of a small city, as `rostra serve` serves it."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(sqlite_template, folder / "rostra.db")
    city = furnished(f"sqlite+aiosqlite:///{folder / 'rostra.db'}")
    port = free_port()
    chosen = {
        "ROSTRA_DATA_DIR": str(folder), "ROSTRA_ENVIRONMENT": "production",
        "ROSTRA_CITY_NAME": "Brunnfeld an der Ilse", "ROSTRA_LOG_LEVEL": "ERROR",
        "ROSTRA_CONTACT_EMAIL": "rat@example.org", "ROSTRA_CONTACT_NAME": "Ratsbüro",
    }  # fmt: skip
    command = [sys.executable, "-c", "from rostra_frontend.command_line import main; main()"]
    server = subprocess.Popen(
        [*command, "serve", "--port", str(port)], env={**os.environ, **chosen}
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_ready(url, server)
        yield Site(url, city)
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()
