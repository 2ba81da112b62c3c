"""The press: a few warm processes that print, so that nobody waits for one to start."""

import asyncio
import atexit
import os
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, cast

import msgspec

from rostra_documents.sheet import Sheet, receive, send


class PrintingFailed(Exception):
    """A sheet could not be printed; the message is for the log, not for a reader."""


class Busy(PrintingFailed):
    """So many sheets are waiting that another one is not taken."""


class Gone(Exception):
    """A printing process ended before it answered."""


class Press:
    """Prints sheets in processes of its own: started when needed, limited in time and memory.

    Each of its threads talks to one process; a process that is idle for long ends by itself.
    """

    def __init__(self, printers: int = 2, patience: float = 120.0, queue: int = 200) -> None:
        self.patience = patience
        self._printers = printers
        self._queue = queue
        self._waiting = 0
        self._lock = threading.Lock()
        self._local = threading.local()
        self._children: set[subprocess.Popen[bytes]] = set()
        self._threads: ThreadPoolExecutor | None = None

    async def print(self, sheet: Sheet) -> bytes:
        """The PDF of a sheet, made beside the event loop; PrintingFailed where there is none."""
        return await asyncio.wrap_future(self._enqueue(sheet))

    def _enqueue(self, sheet: Sheet) -> Future[bytes]:
        with self._lock:
            if self._waiting >= self._queue:
                raise Busy(f"{self._waiting} sheets are waiting already.")
            if self._threads is None:
                self._threads = ThreadPoolExecutor(self._printers, thread_name_prefix="press")
                atexit.register(self.close)
            self._waiting += 1
            future = self._threads.submit(self._exchange, msgspec.msgpack.encode(sheet))
        future.add_done_callback(self._done)
        return future

    def _done(self, _: object) -> None:
        with self._lock:
            self._waiting -= 1

    def _exchange(self, content: bytes) -> bytes:
        """Hand a sheet to this thread's process, or to a fresh one if that has gone."""
        child = getattr(self._local, "child", None)
        if child is not None:
            try:
                return self._ask(child, content)
            except Gone:
                self._local.child = None
        try:
            return self._ask(self._start(), content)
        except Gone as error:
            raise PrintingFailed("The printing process ended without a word.") from error

    def _ask(self, child: subprocess.Popen[bytes], content: bytes) -> bytes:
        """The process's answer, for which the press waits only so long."""
        overdue = threading.Event()

        def give_up() -> None:
            overdue.set()
            child.kill()

        timer = threading.Timer(self.patience, give_up)
        timer.start()
        try:
            send(cast(BinaryIO, child.stdin), True, content)
            well, answer = receive(cast(BinaryIO, child.stdout))
        except (EOFError, OSError) as error:
            self._dismiss(child)
            if overdue.is_set():
                raise PrintingFailed(f"Not printed within {self.patience:g} seconds.") from error
            raise Gone from error
        finally:
            timer.cancel()
        if not well:
            raise PrintingFailed(answer.decode())
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        """A fresh process for this thread."""
        with self._lock:
            if self._threads is None:
                raise PrintingFailed("The press was closed.")
            child = subprocess.Popen(
                [sys.executable, "-m", "rostra_documents.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={
                    "LANG": "C.UTF-8",
                    "MALLOC_ARENA_MAX": "1",
                    "PATH": os.environ.get("PATH", os.defpath),
                    "PYTHONPATH": os.pathsep.join(os.path.abspath(one) for one in sys.path),
                },
                start_new_session=True,
            )
            self._children.add(child)
        self._local.child = child
        return child

    def _dismiss(self, child: subprocess.Popen[bytes]) -> None:
        """Let go of a process that has ended or must end."""
        with self._lock:
            self._children.discard(child)
        self._local.child = None
        end(child)

    def close(self) -> None:
        """End all processes; the press opens again when something is printed."""
        atexit.unregister(self.close)
        with self._lock:
            threads, self._threads = self._threads, None
            children, self._children = self._children, set()
        for child in children:
            child.kill()
        if threads is not None:
            threads.shutdown(wait=True, cancel_futures=True)
        for child in children:
            end(child)
        self._local = threading.local()


def end(child: subprocess.Popen[bytes]) -> None:
    """End a process for good and close what led to it."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        try:
            cast(BinaryIO, pipe).close()
        except OSError:
            continue


PRESS = Press()
"""The press of this process; it costs nothing until the first sheet."""
