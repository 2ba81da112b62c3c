"""The website as `rostra serve` serves it, for browsers."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from support.postgres import free_port


@contextmanager
def served(folder: Path, city: str) -> Iterator[str]:
    """A real server over the folder's database, and its address."""
    port = free_port()
    chosen = {
        "ROSTRA_DATA_DIR": str(folder), "ROSTRA_ENVIRONMENT": "production",
        "ROSTRA_CITY_NAME": city, "ROSTRA_LOG_LEVEL": "ERROR",
        "ROSTRA_CONTACT_EMAIL": "rat@example.org", "ROSTRA_CONTACT_NAME": "Ratsbüro",
    }  # fmt: skip
    command = [sys.executable, "-c", "from rostra_frontend.command_line import main; main()"]
    server = subprocess.Popen(
        [*command, "serve", "--port", str(port)], env={**os.environ, **chosen}
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_ready(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers that it is ready."""
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        try:
            if httpx.get(url + "/health/ready", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server is not ready")
