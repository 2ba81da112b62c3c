"""A printer's own process: takes sheets from its input, gives PDFs back, ends when idle."""

import contextlib
import ctypes
import gc
import os
import resource
import select
import sys

import msgspec

from rostra_documents import pdf
from rostra_documents.sheet import Sheet, receive, send

IDLE_SECONDS = 120
MEMORY_BYTES = 2 * 1024**3
TIRED_BYTES = 200 * 1024**2
"""A process that has grown beyond this ends after the sheet and is replaced by a fresh one."""


def resident_bytes() -> int:
    """How much memory this process holds now."""
    with open("/proc/self/statm", "rb") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def give_back() -> None:
    """Let go of what the last sheet took, while nobody waits."""
    gc.collect()
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def printed(content: bytes) -> tuple[bool, bytes]:
    """The PDF of a sheet, or the reason why there is none."""
    sheet = msgspec.msgpack.decode(content, type=Sheet)
    try:
        return True, pdf.render(sheet.markup, sheet.stylesheets)
    except Exception as error:
        return False, f"{type(error).__name__}: {error}".encode()


def main() -> None:
    """Print sheet after sheet until there is nothing more to do."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.freeze()
    gc.disable()
    given, taken = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while select.select([given], [], [], IDLE_SECONDS)[0]:
        try:
            _, content = receive(given)
        except EOFError:
            return
        send(taken, *printed(content))
        give_back()
        if resident_bytes() > TIRED_BYTES:
            return


if __name__ == "__main__":
    main()
