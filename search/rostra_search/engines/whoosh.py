"""The default engine: an index kept by Whoosh, in pure Python."""

import os
import shutil
import threading
from array import array
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from whoosh import fields, formats, index
from whoosh.reading import IndexReader

from rostra_search.engines.contents import Contents
from rostra_search.engines.engine import NOTHING, Demand, Found
from rostra_search.engines.evaluation import View, answer
from rostra_search.engines.segment import (
    FACTS_COLUMN,
    PostingsCache,
    Segment,
    packed_facts,
    packed_key,
)
from rostra_search.entry import Key

MEMORY_OF_WRITER = 256
ALREADY_CUT: Any = None
"""No analyzer of Whoosh's ever sees a text."""

Posting = tuple[bytes, int, float, bytes]


class Terms(fields.FieldType):
    """Terms that are cut already, with how often each occurs."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), ALREADY_CUT)

    def index(self, value: Sequence[str], **_: Any) -> Generator[Posting, Any, None]:
        """The postings of a sequence of terms."""
        for term, times in Counter(value).items():
            yield term.encode(), times, float(times), b""


class Places(formats.Positions):
    """Positions in four bytes each."""

    def encode(self, poslist: Sequence[int]) -> bytes:
        """The positions as an array."""
        return array("I", poslist).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """The positions of the array."""
        return list(array("I", valuestring))

    def decode_frequency(self, valuestring: bytes) -> int:
        """How many positions there are."""
        return len(valuestring) // 4


class Forms(fields.FieldType):
    """Word forms that are cut already, with their places."""

    def __init__(self) -> None:
        super().__init__(Places(), ALREADY_CUT)

    def index(self, value: Sequence[str], **_: Any) -> Generator[Posting, Any, None]:
        """The postings of a sequence of forms."""
        places: dict[str, list[int]] = {}
        for place, form in enumerate(value):
            places.setdefault(form, []).append(place)
        for form, where in places.items():
            yield form.encode(), len(where), float(len(where)), array("I", where).tobytes()


class PackedKey(fields.FieldType):
    """The key by which an entry is replaced."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), ALREADY_CUT)

    def index(self, value: bytes, **_: Any) -> Generator[Posting, Any, None]:
        """The key as the only term."""
        yield value, 1, 1.0, b""


class Facts(fields.FieldType):
    """All that is known of an entry beside its words."""

    indexed = False

    def __init__(self) -> None:
        super().__init__(formats.Existence(), ALREADY_CUT)
        self.column_type = FACTS_COLUMN

    def to_column_value(self, value: bytes) -> bytes:
        """The facts as they are."""
        return value


def _schema() -> fields.Schema:
    return fields.Schema(key=PackedKey(), terms=Terms(), forms=Forms(), facts=Facts())


class WhooshEngine:
    """Lets Whoosh keep the postings, and answers from them term by term."""

    def __init__(self, folder: index.FileIndex, path: Path) -> None:
        self._folder = folder
        self._path = path
        self._lock = threading.RLock()
        self._cache = PostingsCache()
        self._segments: dict[str, Segment] = {}
        self._generation = -1
        self._reader: IndexReader | None = None
        self._current: list[Segment] = []
        self._views = lru_cache(maxsize=64)(self._view)

    @classmethod
    def open(cls, path: Path) -> Self:
        """The engine over the folder; one that is damaged is emptied."""
        path.mkdir(parents=True, exist_ok=True)
        try:
            engine = cls(index.open_dir(str(path)), path)
            engine.refresh()
            return engine
        except Exception:  # a damaged index raises whatever its pickles happen to hold
            shutil.rmtree(path)
            path.mkdir(parents=True)
        return cls(index.create_in(str(path), _schema()), path)

    def write(self, contents: Iterable[Contents], removals: Iterable[Key] = ()) -> None:
        """Take entries in, each in the place of its former self, and drop the removals."""
        before = set(self._folder.storage.list())
        writer = self._folder.writer(compound=False, limitmb=MEMORY_OF_WRITER, timeout=30.0)
        try:
            with writer.reader() as reader:
                former = reader if reader.doc_count_all() else None
                for key in removals:
                    _drop(writer, former, key)
                for one in contents:
                    _drop(writer, former, one.entry.key)
                    writer.add_document(**_document(one))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        for name in set(self._folder.storage.list()) - before:
            _settle(self._path / name)

    def refresh(self) -> None:
        """See what others have written."""
        with self._lock:
            self._newest()

    def count(self) -> int:
        """How many entries there are, readable or not."""
        with self._lock:
            return self._newest().doc_count()

    def search(self, demand: Demand) -> Found:
        """What the demand's audiences may read of what it asks for."""
        if not demand.audiences:
            return NOTHING
        with self._lock:
            self._newest()
            views = [
                self._views(self._generation, number, demand.audiences).without(demand.hidden)
                for number in range(len(self._current))
            ]
            return answer(demand, views)

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()
                self._reader = None
            self._folder.close()

    def _view(self, generation: int, number: int, audiences: frozenset[int]) -> View:
        segment = self._current[number]
        return View(segment, segment.allowed(audiences))

    def _newest(self) -> IndexReader:
        """The reader of the newest generation; segments known before are kept."""
        generation = self._folder.latest_generation()
        if self._reader is not None and generation == self._generation:
            return self._reader
        former = self._reader
        self._reader = self._folder.reader()
        known: dict[str, Segment] = {}
        for leaf, _ in self._reader.leaf_readers():
            if not leaf.doc_count_all():
                continue
            closed_part: Any = leaf.segment()
            name = closed_part.segment_id()
            kept = self._segments.get(name)
            known[name] = kept.renewed(leaf) if kept else Segment(name, leaf, self._cache)
        self._segments = known
        self._current = list(known.values())
        self._generation = generation
        self._views.cache_clear()
        if former is not None:
            former.close()
        return self._reader


def _settle(file: Path) -> None:
    """Wait until a file is on the disk: Whoosh itself does not."""
    if file.is_file():
        with file.open("rb") as written:
            os.fsync(written.fileno())


def _drop(writer: Any, former: IndexReader | None, key: Key) -> None:
    """Take the former self of an entry out of the index."""
    packed = packed_key(key)
    if former is None or ("key", packed) not in former:
        return
    matcher = former.postings("key", packed)
    for document in list(matcher.all_ids()):
        writer.delete_document(document)


def _document(contents: Contents) -> dict[str, Any]:
    """The entry as Whoosh takes it."""
    return {
        "key": packed_key(contents.entry.key),
        "terms": contents.terms,
        "forms": contents.forms,
        "facts": packed_facts(contents.entry, len(contents.forms)),
    }
