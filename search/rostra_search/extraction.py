"""The text in a file, read by a child process that may break without breaking anything else."""

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rostra_search import extraction_child

CHILD = Path(extraction_child.__file__)

State = Literal["done", "failed", "none"]
"""A file is pending until it was tried; then its text is had, cannot be had, or there is none."""

TEXTLESS = "There is no text in files of this type."
SLOW = "Reading the file took too long."
BROKEN = "The file broke its reader."


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one file may cost at the most."""

    cpu_seconds: int = 30
    wall_seconds: float = 60
    memory_bytes: int = 1024 * 1024 * 1024
    characters: int = 10_000_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """What came of reading a file: its text, or a sentence that says why there is none."""

    state: State
    text: str = ""
    reason: str | None = None


def has_reader(media_type: str) -> bool:
    """Whether text can be looked for in files of this type at all."""
    return media_type in extraction_child.READERS


async def extract(path: Path, media_type: str, limits: Limits | None = None) -> Extracted:
    """The text of a file on this disk; a broken or hostile one costs its own text, nothing else."""
    if not has_reader(media_type):
        return Extracted("none", reason=TEXTLESS)
    limits = limits or Limits()
    child = await started(path, media_type, limits)
    try:
        answer = await asyncio.wait_for(said(child, limits), limits.wall_seconds)
    except TimeoutError:
        return Extracted("failed", reason=SLOW)
    finally:
        await ended(child)
    return understood(answer, child.returncode)


async def started(path: Path, media_type: str, limits: Limits) -> asyncio.subprocess.Process:
    """A child that reads the file as its standard input, alone in its own process group."""
    opened = await asyncio.to_thread(path.open, "rb")
    with opened:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(CHILD),
            media_type,
            str(limits.cpu_seconds),
            str(limits.memory_bytes),
            str(limits.characters),
            stdin=opened,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd="/",
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )


async def said(child: asyncio.subprocess.Process, limits: Limits) -> bytes:
    """What the child answers, up to what the agreed number of characters can take."""
    assert child.stdout is not None
    most = limits.characters * 6 + 4_096
    answer = bytearray()
    while block := await child.stdout.read(256 * 1024):
        answer += block
        if len(answer) > most:
            return b""
    await child.wait()
    return bytes(answer)


async def ended(child: asyncio.subprocess.Process) -> None:
    """Make sure that nothing of the child's process group lives on."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    await child.wait()


def understood(answer: bytes, returncode: int | None) -> Extracted:
    """The child's answer; a child that died or babbled has failed."""
    if returncode == -signal.SIGXCPU:
        return Extracted("failed", reason=SLOW)
    try:
        state, text, reason = json.loads(answer)
    except ValueError:
        return Extracted("failed", reason=BROKEN)
    if returncode != 0 or state not in ("done", "failed", "none"):
        return Extracted("failed", reason=BROKEN)
    return Extracted(state, text, reason)
