"""How fast pages are served: `.venv/bin/python tests/benchmarks/pages.py DATA_FOLDER`.

The folder is that of an installation with an imported city (ROSTRA_DATA_DIR) on SQLite. Kept
pages are compared with a bare Litestar handler that returns the same bytes, in the same run,
turn by turn, through the same server and from the same client.
"""

import asyncio
import os
import platform
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Litestar, get
from litestar.response import Response
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[2]
WINGS = ("platform", "graphql", "search", "documents", "frontend")
BODY = "ROSTRA_BENCHMARK_BODY"
CONNECTIONS = 16
SECONDS = 2.0
TURNS = 3
console = Console(width=110)


def bare() -> Litestar:
    """The bare application: one handler, the same bytes, nothing before or behind it."""
    content = Path(os.environ[BODY]).read_bytes()

    @get("/")
    async def same_bytes() -> Response[bytes]:
        return Response(content, media_type="text/html; charset=utf-8")

    return Litestar([same_bytes], openapi_config=None)


class Connection(asyncio.Protocol):
    """A client that asks again as soon as it was answered."""

    def __init__(self, request: bytes, times: list[float], until: float) -> None:
        self.request, self.times, self.until = request, times, until
        self.left = -1
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.asked = time.perf_counter()
        self.head = b""
        self.left = -1
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        if self.left < 0:
            self.head += data
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return
            lowered = self.head[:end].lower()
            at = lowered.find(b"content-length:")
            length = int(lowered[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            assert lowered[9:12] in (b"200", b"304"), lowered
            self.left = length - (len(self.head) - end - 4)
        else:
            self.left -= len(data)
        if self.left == 0:
            now = time.perf_counter()
            self.times.append(now - self.asked)
            if now < self.until:
                self.ask()
            else:
                self.transport.close()
                self.done.set_result(None)


async def load(
    port: int, path: str, seconds: float, connections: int, headers: str = ""
) -> tuple[float, list[float]]:
    """Requests per second and the duration of each, from some clients that never rest."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n".encode()
    times: list[float] = []
    began = time.perf_counter()
    clients = []
    for _ in range(connections):
        loop = asyncio.get_running_loop()
        make = lambda: Connection(request, times, began + seconds)  # noqa: E731
        _, client = await loop.create_connection(make, "127.0.0.1", port)
        clients.append(client.done)
    await asyncio.gather(*clients)
    return len(times) / (time.perf_counter() - began), times


class Server:
    """A server in a process of its own."""

    def __init__(self, port: int, words: list[str], **environment: str) -> None:
        self.port = port
        wings = os.pathsep.join([*(str(ROOT / wing) for wing in WINGS), str(Path(__file__).parent)])
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *words, "--port", str(port)],
            env={**os.environ, "PYTHONPATH": wings, **environment},
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.first_answer = self.wait()

    def wait(self) -> float:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/") as answer:
                    answer.read()
                return time.perf_counter() - self.began
            except OSError:
                assert self.process.poll() is None, "The server did not start."
                time.sleep(0.01)

    def megabytes(self) -> tuple[float, float]:
        """Resident memory of the worker, and of all its processes together."""
        family = subprocess.run(
            ["ps", "-o", "pid=,rss=,args=", "-g", str(self.process.pid)],
            capture_output=True, text=True, check=False,
        ).stdout.splitlines()  # fmt: skip
        rss = {int(line.split()[0]): int(line.split()[1]) / 1024 for line in family}
        return max(rss.values()), sum(rss.values())

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)


def rostra(port: int, folder: Path, **settings: str) -> Server:
    """The whole application over the folder."""
    environment = {
        "ROSTRA_DATA_DIR": str(folder),
        "ROSTRA_DATABASE_URL": "",
        "ROSTRA_ENVIRONMENT": "production",
        **settings,
    }
    return Server(port, ["rostra_frontend.command_line", "serve"], **environment)


def largest_meeting(folder: Path) -> tuple[str, int]:
    """The address of the public meeting with the most items, and how many it has."""
    with sqlite3.connect(folder / "rostra.db") as database:
        found, items = database.execute(
            "SELECT meeting_id, count(*) FROM agenda_items JOIN meetings ON meetings.id ="
            " meeting_id WHERE meetings.audience_id = 1 GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
        ).fetchone()
    return f"/meetings/{UUID(hex=found) if isinstance(found, str) else UUID(bytes=found)}", items


def percentile(times: list[float], share: float) -> str:
    ranked = sorted(times)
    return f"{1000 * ranked[min(len(ranked) - 1, int(share * len(ranked)))]:.1f}"


async def kept_pages(table: Table, server: Server, paths: list[str]) -> None:
    """Kept pages against a bare handler with the same bytes."""
    for path in paths:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}") as answer:
            content, tag = answer.read(), answer.headers["ETag"]
        with tempfile.NamedTemporaryFile() as body:
            body.write(content)
            body.flush()
            words = ["granian", "--interface", "asgi", "--factory", "--loop", "asyncio",
                     "--no-ws", "--log-level", "error", "pages:bare"]  # fmt: skip
            plain = Server(server.port + 1, words, **{BODY: body.name})
            rates: dict[str, list[float]] = {"bare": [], "kept": [], "known": []}
            for _ in range(TURNS):
                known = f"If-None-Match: {tag}\r\n"
                rates["bare"].append((await load(plain.port, "/", SECONDS, CONNECTIONS))[0])
                rates["kept"].append((await load(server.port, path, SECONDS, CONNECTIONS))[0])
                rate, _ = await load(server.port, path, SECONDS / 2, CONNECTIONS, known)
                rates["known"].append(rate)
            plain.stop()
        middle = {name: statistics.median(values) for name, values in rates.items()}
        share = statistics.median(
            kept / bare for kept, bare in zip(rates["kept"], rates["bare"], strict=True)
        )
        table.add_row(
            f"{path[:24]} ({len(content) / 1000:.0f} kB), bare", f"{middle['bare']:,.0f}/s"
        )
        table.add_row("  kept", f"{middle['kept']:,.0f}/s = {share:.0%} of bare (goal ≥ 50 %)")
        table.add_row("  known to the client (304)", f"{middle['known']:,.0f}/s")


async def made_pages(table: Table, server: Server, paths: dict[str, str]) -> None:
    """Pages that are made anew for each request, one after the other."""
    for name, path in paths.items():
        await load(server.port, path, 1.0, 1)
        _, times = await load(server.port, path, SECONDS, 1)
        said = f"p50 {percentile(times, 0.5)}, p95 {percentile(times, 0.95)} ms"
        table.add_row(f"{name}, made anew", said)


async def main(folder: Path) -> None:
    """Measure, and print a table."""
    table = Table("what", "figure", title="Pages", title_justify="left")
    meeting, items = largest_meeting(folder)
    starts = []
    for turn in range(TURNS):
        server = rostra(8650, folder)
        starts.append(server.first_answer)
        if turn < TURNS - 1:
            server.stop()
    said = ", ".join(f"{one:.2f}" for one in starts)
    table.add_row("start to first answer (goal ≤ 2 s)", f"{said} s")
    await kept_pages(table, server, ["/", meeting])
    one, all_of_them = server.megabytes()
    server.stop()

    unkept = rostra(8650, folder, ROSTRA_PAGE_CACHE_ENTRIES="0")
    paths = {
        f"largest meeting, {items} items (goal p95 ≤ 60 ms)": meeting,
        "start page": "/",
        "calendar": "/calendar",
        "search": "/search?q=haushalt",
    }
    await made_pages(table, unkept, paths)
    table.add_row("memory after the kept pages, worker / all", f"{one:.0f} / {all_of_them:.0f} MB")
    one, all_of_them = unkept.megabytes()
    said = f"{one:.0f} / {all_of_them:.0f} MB (goal ≤ 400)"
    table.add_row("memory after the made pages, worker / all", said)
    unkept.stop()
    console.print(
        f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()},"
    )
    console.print(f"load before and after: {os.getloadavg()}")
    console.print(table)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
