"""The press: a few warm processes that print, so that nobody waits for one to start."""

import asyncio
import atexit
import os
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from rostra_documents import fonts
from rostra_documents.sheet import Sheet, receive, send


class PrintingFailed(Exception):
    """A sheet could not be printed; the message is for the log, not for a reader."""


class Busy(PrintingFailed):
    """So many sheets are waiting that another one is not taken."""


class Press:
    """Prints sheets in processes of its own: started when needed, limited in time and memory."""

    def __init__(self, printers: int = 2, patience: float = 60.0, queue: int = 200) -> None:
        self.patience = patience
        self._printers = printers
        self._queue = queue
        self._waiting = 0
        self._lock = threading.Lock()
        self._local = threading.local()
        self._children: set[subprocess.Popen[bytes]] = set()
        self._threads: ThreadPoolExecutor | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    async def print(self, sheet: Sheet) -> bytes:
        """The PDF of a sheet, made beside the event loop."""
        return await asyncio.wrap_future(self._enqueue(sheet))

    def print_now(self, sheet: Sheet) -> bytes:
        """The PDF of a sheet, for callers without an event loop."""
        return self._enqueue(sheet).result()

    def _enqueue(self, sheet: Sheet):
        with self._lock:
            if self._waiting >= self._queue:
                raise Busy(f"{self._waiting} sheets are waiting already.")
            self._waiting += 1
            if self._threads is None:
                self._open()
            future = self._threads.submit(self._exchange, msgspec.msgpack.encode(sheet))
        future.add_done_callback(self._done)
        return future

    def _done(self, _: object) -> None:
        with self._lock:
            self._waiting -= 1

    def _open(self) -> None:
        """Make ready for the first sheet; no process is started yet."""
        self._folder = tempfile.TemporaryDirectory(prefix="rostra-press-")
        fonts.configure(Path(self._folder.name))
        self._threads = ThreadPoolExecutor(self._printers, thread_name_prefix="press")
        atexit.register(self.close)

    def _exchange(self, content: bytes) -> bytes:
        """Hand a sheet to this thread's process; once more to a fresh one if it had gone idle."""
        for child, fresh in ((self._child(), False), (None, True)):
            child = child or self._start()
            overdue = threading.Event()
            timer = threading.Timer(self.patience, lambda c=child, o=overdue: (o.set(), c.kill()))
            timer.start()
            try:
                send(child.stdin, True, content)
                well, answer = receive(child.stdout)
            except (EOFError, OSError) as error:
                self._dismiss(child)
                if overdue.is_set():
                    raise PrintingFailed(f"Not printed in {self.patience:g} seconds.") from error
                if fresh:
                    raise PrintingFailed("The printing process ended without a word.") from error
                continue
            finally:
                timer.cancel()
            if well:
                return answer
            raise PrintingFailed(answer.decode())
        raise PrintingFailed("No printing process could be started.")

    def _child(self) -> subprocess.Popen[bytes] | None:
        """This thread's process, if it has one that still runs."""
        child = getattr(self._local, "child", None)
        if child is not None and child.poll() is not None:
            self._dismiss(child)
            return None
        return child

    def _start(self) -> subprocess.Popen[bytes]:
        """A fresh process for this thread."""
        environment = {
            "FONTCONFIG_FILE": str(Path(self._folder.name) / "fonts.conf"),
            "HOME": self._folder.name,
            "LANG": "C.UTF-8",
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": os.pathsep.join(one for one in sys.path if one),
            "MALLOC_ARENA_MAX": "1",
        }
        child = subprocess.Popen(
            [sys.executable, "-m", "rostra_documents.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder.name,
            env=environment,
            start_new_session=True,
        )
        self._local.child = child
        with self._lock:
            self._children.add(child)
        return child

    def _dismiss(self, child: subprocess.Popen[bytes]) -> None:
        """Let go of a process that has ended or must end."""
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            try:
                pipe.close()
            except OSError:
                continue
        with self._lock:
            self._children.discard(child)
        self._local.child = None

    def close(self) -> None:
        """End all processes; the press opens again when something is printed."""
        atexit.unregister(self.close)
        threads, self._threads = self._threads, None
        if threads is not None:
            threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            children, self._children = self._children, set()
        for child in children:
            child.kill()
            child.wait()
        if threads is not None:
            threads.shutdown(wait=True)
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


PRESS = Press()
"""The press of this process; it costs nothing until the first sheet."""
