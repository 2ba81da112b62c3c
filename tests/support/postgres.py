"""A PostgreSQL of the tests' own, from Debian's package, on a free port of this machine."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psycopg

PREFIX = "rostra-postgres-"
MEMORY = Path("/dev/shm")
ENOUGH = 2 << 30
"""Bytes free in memory from which on the databases lie there: they are made ten times faster."""
FORGETFUL = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
"""Tests need no database that survives the machine; measurements do."""
OWNER = "owner"
"""The file that says whose server it is: a process, and when that began."""


def binaries() -> Path | None:
    """Where initdb and pg_ctl are, or None where PostgreSQL is not installed."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def places() -> list[Path]:
    """Where databases may lie, the best first."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH
    return [MEMORY] * roomy + [Path(tempfile.gettempdir())]


def orphans() -> list[Path]:
    """The folders of servers whose tests were killed before they could stop them."""
    found = []
    for note in (note for place in places() for note in place.glob(f"{PREFIX}*/{OWNER}")):
        owner, began = note.read_text().split()
        if began_at(int(owner)) != began and os.access(note.parent, os.W_OK):
            found.append(note.parent)
    return found


def began_at(process: int) -> str:
    """When a process began, by which it is told from a later one of the same number."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


class Postgres:
    """A server in a temporary folder, run as the user postgres where we are root.

    A durable one lies on the disk and waits for it, as a city's would.
    """

    def __init__(self, durable: bool = False) -> None:
        self.bin = binaries()
        if self.bin is None:
            raise RuntimeError("PostgreSQL is not installed: apt install postgresql")
        self.as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        for folder in orphans():
            with suppress(RuntimeError, OSError):
                self._end(folder)
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=places()[-1 if durable else 0]))
        self.port = free_port()
        (self.folder / OWNER).write_text(f"{os.getpid()} {began_at(os.getpid())}")
        if self.as_user:
            shutil.chown(self.folder, "postgres")
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        options = (
            f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
        ) + ("" if durable else f" {FORGETFUL}")
        self._run(
            "pg_ctl", "-D", data, "-w", "-l", str(self.folder / "log"), "-o", options, "start"
        )

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [*self.as_user, str(self.bin / program), *words],
            cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.decode()}")

    def url(self, name: str) -> str:
        """The address of one of its databases, as Rostra's settings take it."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{name}"

    def execute(self, statement: str) -> None:
        """Run a statement outside any transaction, such as CREATE DATABASE."""
        with psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._end(self.folder)

    def _end(self, folder: Path) -> None:
        try:
            self._run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
        finally:
            shutil.rmtree(folder, ignore_errors=True)
