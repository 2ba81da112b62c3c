"""A real `rostra serve` in a process of its own, which a test may kill."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from support.postgres import free_port
from support.town_hall import Visitor


class ServerProcess:
    """A server over a database and a data folder; started again, it goes on from there."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        folder.mkdir(parents=True, exist_ok=True)
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(one for one in sys.path if one),
            "ROSTRA_DATABASE_URL": database_url,
            "ROSTRA_DATA_DIR": str(folder),
            "ROSTRA_ENVIRONMENT": "development",
            "ROSTRA_CITY_NAME": "Brunnfeld",
        }
        self.process: subprocess.Popen[bytes] | None = None

    async def start(self, patience: float = 90) -> float:
        """Start, and wait for the first answer; the seconds that it took."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "rostra_frontend.command_line"),
                    *("serve", "--port", str(self.port)),
                ],
                env=self.environment,
                stderr=log,
                stdout=log,
                start_new_session=True,
            )
        async with httpx.AsyncClient() as client:
            while time.monotonic() - began < patience:
                try:
                    if (await client.get(f"{self.address}/health/live")).status_code == 200:
                        return time.monotonic() - began
                except httpx.HTTPError:
                    await asyncio.sleep(0.02)
                assert self.process.poll() is None, self.log.read_text()
        raise TimeoutError(self.log.read_text())

    def kill(self) -> None:
        """Kill everything at once, as a power cut would, and without a word."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> int:
        """Ask it to end; the code with which it does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self.process = None
        return code

    def worker(self) -> int:
        """The id of the process that answers."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return int(children.read_text().split()[-1])

    def visitor(self) -> Visitor:
        """Somebody at a browser."""
        return Visitor(httpx.AsyncClient(base_url=self.address, timeout=60), origin=self.address)
