"""The journal of a crawl: the pages that came, so that a killed one need not ask again."""

import hashlib
import time
from pathlib import Path
from typing import Any, BinaryIO

import orjson

FRESH = 24 * 3600
"""Seconds after which the pages of a broken-off crawl are too old to go on from."""


class Journal:
    """Pages on disk by address, kept from one start to the next until a crawl is complete."""

    def __init__(self, folder: Path, what: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(what.encode()).hexdigest()[:16]
        self.path = folder / f"crawl-{name}.jsonl"
        self._places: dict[str, tuple[int, int]] = {}
        if self.path.exists() and time.time() - self.path.stat().st_mtime > FRESH:
            self.path.unlink()
        if self.path.exists():
            self._recall()
        self._file: BinaryIO = self.path.open("ab")

    def page(self, address: str) -> Any:
        """The page that stood at the address when the crawl was broken off, or None."""
        place = self._places.get(address)
        if place is None:
            return None
        with self.path.open("rb") as stream:
            stream.seek(place[0])
            return orjson.loads(stream.read(place[1]))["page"]

    def keep(self, address: str, page: Any) -> None:
        """Write a page down before anything is made of it."""
        try:
            line = orjson.dumps({"address": address, "page": page})
        except (TypeError, ValueError):
            return
        self._file.write(line + b"\n")
        self._file.flush()

    def close(self) -> None:
        """End the writing; the pages stay until the import is complete."""
        self._file.close()

    def forget(self) -> None:
        """Let the next crawl begin anew."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _recall(self) -> None:
        """Find the whole lines of the journal; a half-written last one is cut off."""
        end = 0
        with self.path.open("rb") as stream:
            for line in stream:
                try:
                    entry = orjson.loads(line)
                except orjson.JSONDecodeError:
                    break
                self._places[entry["address"]] = (end, len(line))
                end += len(line)
        with self.path.open("r+b") as stream:
            stream.truncate(end)
