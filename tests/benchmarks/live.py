"""How soon a change is on every screen: `.venv/bin/python tests/benchmarks/live.py`.

One process serves a sitting to 1,000 screens of the public and to 100 members, each on a socket
of its own. Measured is the time from the moment at which a mutation is sent until the last
screen has it; then 100 votes are cast within five seconds; then memory is looked at.
"""

import asyncio
import base64
import os
import platform
import re
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import orjson
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[2]
WINGS = ("platform", "graphql", "search", "documents", "frontend", "tests")
sys.path[:0] = [str(ROOT / wing) for wing in WINGS]

from support.live_sitting import CAST, MOVE, PreparedSitting, prepare  # noqa: E402

PORT = 8660
PUBLIC = 1_000
MEMBERS = 100
CHANGES = 40
SECONDS_TO_VOTE = 5.0
WATCH = """
subscription ($uuid: UUID!, $after: Int, $inside: Boolean) {
  sitting(uuid: $uuid, after: $after, inside: $inside) {
    kind inside after sequence parts
    agenda: meeting(changed: [SITTING, AGENDA]) { agendaItems { uuid number name } }
    motions: meeting(changed: [MOTIONS]) { agendaItems { motions { uuid text state } } }
    ballots: meeting(changed: [BALLOTS, TURNOUT]) {
      agendaItems { ballots { uuid subject state yes no abstention turnout { voted entitled } } }
    }
  }
}
"""
SEQUENCE = re.compile(rb'"inside":(true|false),"after":(?:\d+|null),"sequence":(\d+)')
console = Console(width=110)


class Screen(asyncio.Protocol):
    """A screen: it introduces itself, watches, answers pings, and notes when it heard what."""

    def __init__(self, meeting: str, cookie: str) -> None:
        self.meeting = meeting
        self.cookie = cookie
        self.buffer = b""
        self.upgraded = False
        self.heard: dict[int, float] = {}
        """When it heard of each number first."""
        self.reached = -1
        self.last = 0.0
        self.messages = 0
        self.size = 0
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        """Open the socket."""
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        cookie = f"Cookie: __Host-login={self.cookie}\r\n" if self.cookie else ""
        transport.write(
            f"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: graphql-transport-ws\r\n{cookie}\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        """Take what comes, frame by frame."""
        self.buffer += data
        if not self.upgraded:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            assert self.buffer.startswith(b"HTTP/1.1 101"), self.buffer[:200]
            self.buffer, self.upgraded = self.buffer[end + 4 :], True
            self.say({"type": "connection_init"})
        while (frame := self.frame()) is not None:
            self.take(frame)

    def frame(self) -> bytes | None:
        """The content of the next frame, if it is here as a whole."""
        if len(self.buffer) < 2:
            return None
        length, start = self.buffer[1] & 127, 2
        if length == 126 and len(self.buffer) >= 4:
            (length,), start = struct.unpack_from(">H", self.buffer, 2), 4
        elif length >= 126:
            if length == 126 or len(self.buffer) < 10:
                return None
            (length,), start = struct.unpack_from(">Q", self.buffer, 2), 10
        if len(self.buffer) < start + length:
            return None
        assert self.buffer[0] == 0x81, self.buffer[:80]
        content, self.buffer = self.buffer[start : start + length], self.buffer[start + length :]
        return content

    def take(self, content: bytes) -> None:
        """Note what was heard."""
        found = SEQUENCE.search(content, 0, 400)
        if found:
            moment = time.perf_counter()
            number = int(found[2])
            self.heard.setdefault(number, moment)
            self.reached, self.last = number, moment
            self.messages += 1
            self.size += len(content)
            if not self.ready.done():
                self.ready.set_result(None)
        elif b'"connection_ack"' in content:
            variables = {"uuid": self.meeting}
            self.say({"type": "subscribe", "id": "1",
                      "payload": {"query": WATCH, "variables": variables}})  # fmt: skip
        elif b'"ping"' in content:
            self.say({"type": "pong"})
        else:
            raise AssertionError(content[:300])

    def say(self, message: dict[str, Any]) -> None:
        """Send a frame; the mask of zeros is as good as any to a server that we trust."""
        content = orjson.dumps(message)
        size = len(content)
        head = bytes([0x81, 128 | size]) if size < 126 else struct.pack(">BBH", 0x81, 254, size)
        self.transport.write(head + b"\0\0\0\0" + content)


class Server:
    """The application in a process of its own, as in production."""

    def __init__(self, folder: Path) -> None:
        environment = {
            "PYTHONPATH": os.pathsep.join(str(ROOT / wing) for wing in WINGS),
            "ROSTRA_DATA_DIR": str(folder),
            "ROSTRA_DATABASE_URL": "",
            "ROSTRA_LOG_LEVEL": "WARNING",
            "ROSTRA_LIVE_SOCKETS_PER_ADDRESS": "5000",
            "ROSTRA_PUBLIC_URL": f"http://127.0.0.1:{PORT}",
        }
        words = ("-m", "rostra_frontend.command_line", "serve", "--port", str(PORT))
        self.process = subprocess.Popen(
            [sys.executable, *words], env={**os.environ, **environment}, start_new_session=True
        )

    async def ready(self) -> None:
        """Wait until it answers."""
        async with httpx.AsyncClient() as client:
            for _ in range(600):
                try:
                    await client.get(f"http://127.0.0.1:{PORT}/health/live")
                except httpx.HTTPError:
                    assert self.process.poll() is None, "The server did not start."
                    await asyncio.sleep(0.1)
                else:
                    return

    def kilobytes(self) -> int:
        """Resident memory of the process that serves."""
        listed = subprocess.run(
            ["ps", "-o", "rss=", "-g", str(self.process.pid)],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        return max(int(line) for line in listed.split())

    def stop(self) -> float:
        """End it, with all its screens; the seconds that it took."""
        began = time.perf_counter()
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)
        return time.perf_counter() - began


async def opened(meeting: str, cookies: list[str]) -> list[Screen]:
    """A screen for each cookie, each of which has heard everything once."""
    loop = asyncio.get_running_loop()
    screens: list[Screen] = []
    for start in range(0, len(cookies), 100):
        for cookie in cookies[start : start + 100]:
            make = lambda c=cookie: Screen(meeting, c)  # noqa: E731
            _, screen = await loop.create_connection(make, "127.0.0.1", PORT)
            screens.append(screen)
        await asyncio.gather(*(one.ready for one in screens))
    return screens


async def all_reach(screens: list[Screen], number: int, patience: float = 15) -> float:
    """When the last screen has heard of the number."""
    until = time.perf_counter() + patience
    while any(one.reached < number for one in screens):
        assert time.perf_counter() < until, "Some screens never heard of it."
        await asyncio.sleep(0.002)
    return max(one.last for one in screens)


async def mutated(client: httpx.AsyncClient, cookie: str, query: str, **variables: Any) -> Any:
    """The data of a mutation that somebody sends."""
    response = await client.post(
        "/graphql",
        json={"query": query, "variables": variables},
        headers={"Cookie": f"__Host-login={cookie}", "Origin": f"http://127.0.0.1:{PORT}"},
    )
    answer = response.json()
    assert "errors" not in answer, answer
    return answer["data"]


def share_of(times: list[float], share: float) -> str:
    """The time within which so much of them were done, in milliseconds."""
    ranked = sorted(times)
    return f"{1000 * ranked[min(len(ranked) - 1, int(share * len(ranked)))]:.0f}"


def table_row(table: Table, what: str, times: list[float], goal: str = "") -> None:
    """Write down p50, p99 and the worst."""
    said = f"p50 {share_of(times, 0.5)}, p99 {share_of(times, 0.99)}, worst {share_of(times, 1)} ms"
    table.add_row(what, said, goal)


async def moving(
    table: Table, client: httpx.AsyncClient, made: PreparedSitting, screens: list[Screen]
) -> None:
    """Motions are entered, each as soon as the last screen has the one before."""
    everywhere, answered, each = [], [], []
    for turn in range(CHANGES):
        known = {id(one): one.reached for one in screens}
        began = time.perf_counter()
        await mutated(client, made.clerk, MOVE, **made.motion(turn))
        answered.append(time.perf_counter() - began)
        until = began + 15
        while any(one.reached == known[id(one)] for one in screens):
            assert time.perf_counter() < until
            await asyncio.sleep(0.002)
        times = [one.last - began for one in screens]
        each += times
        everywhere.append(max(times))
        await asyncio.sleep(0.3)
    table_row(table, "motion sent to its answer", answered)
    table_row(table, "motion sent to each screen", each)
    table_row(table, "motion sent to the last screen", everywhere, "p99 ≤ 500 ms")
    mean = sum(one.size for one in screens) / sum(one.messages for one in screens)
    table.add_row("a message", f"{mean:,.0f} bytes")


async def voting(
    table: Table, client: httpx.AsyncClient, made: PreparedSitting, screens: list[Screen]
) -> None:
    """Every member votes within five seconds, on the member's own login."""
    ballot = await made.open_ballot(lambda q, **v: mutated(client, made.clerk, q, **v))
    messages = sum(one.messages for one in screens)
    answered: list[float] = []

    async def vote(number: int, cookie: str) -> None:
        await asyncio.sleep(number * SECONDS_TO_VOTE / len(made.members))
        began = time.perf_counter()
        await mutated(client, cookie, CAST, **made.vote(ballot, number))
        answered.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(vote(number, cookie) for number, cookie in enumerate(made.members)))
    passed = time.perf_counter() - began
    last = max(one.reached for one in screens if one.cookie)
    await asyncio.sleep(0.5)
    last = max(last, *(one.reached for one in screens if one.cookie))
    told = max(one.heard.get(last, 0.0) for one in screens if one.cookie)
    counted = await made.close_ballot(ballot, lambda q, **v: mutated(client, made.clerk, q, **v))
    table.add_row(f"{len(made.members)} votes cast", f"in {passed:.2f} s", "≤ 5 s and a moment")
    table.add_row("counted", str(counted), f"{len(made.members)}")
    assert counted == len(made.members), counted
    table_row(table, "vote sent to its receipt", answered)
    table.add_row(
        "last vote to the last member's screen", f"{1000 * (told - began - passed):.0f} ms"
    )
    heard = (sum(one.messages for one in screens) - messages) / len(screens)
    table.add_row("messages to a screen meanwhile", f"{heard:.0f}", "≤ 5 a second")


async def main() -> None:
    """Measure, and print a table."""
    table = Table("what", "figure", "goal", title="A sitting, live", title_justify="left")
    with tempfile.TemporaryDirectory() as folder:
        made = await prepare(Path(folder), MEMBERS)
        server = Server(Path(folder))
        try:
            await server.ready()
            limits = httpx.Limits(max_connections=100)
            base = f"http://127.0.0.1:{PORT}"
            async with httpx.AsyncClient(base_url=base, timeout=30, limits=limits) as client:
                await mutated(client, made.clerk, "mutation { __typename }")
                before = server.kilobytes()
                began = time.perf_counter()
                screens = await opened(made.meeting, [""] * PUBLIC)
                table.add_row(f"{PUBLIC:,} screens opened", f"{time.perf_counter() - began:.1f} s")
                after = server.kilobytes()
                table.add_row("memory of a public screen", f"{(after - before) / PUBLIC:.0f} kB")
                screens += await opened(made.meeting, made.members)
                more = (server.kilobytes() - after) / MEMBERS
                table.add_row("memory of a member's screen", f"{more:.0f} kB")
                await moving(table, client, made, screens)
                await voting(table, client, made, screens)
                table.add_row("memory of the process", f"{server.kilobytes() / 1024:.0f} MB")
        finally:
            table.add_row("end with all screens open", f"{server.stop():.1f} s")
    console.print(f"{platform.platform()}, {os.cpu_count()} cores, {platform.python_version()}")
    console.print(f"load: {os.getloadavg()}")
    console.print(table)


if __name__ == "__main__":
    asyncio.run(main())
