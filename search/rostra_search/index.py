"""The search index: an engine, the public vocabulary, and the last event it has seen."""

import fcntl
import logging
import os
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import msgspec

from rostra_search import german
from rostra_search.engines.contents import contents_of
from rostra_search.engines.engine import (
    NOTHING,
    UNFILTERED,
    Demand,
    Engine,
    Filters,
    Found,
    Order,
)
from rostra_search.engines.tantivy import TantivyEngine
from rostra_search.engines.whoosh import WhooshEngine
from rostra_search.entry import Entry, Key
from rostra_search.query import ANYTHING, And, Node, Or, Word, parse
from rostra_search.vocabulary import Vocabulary
from rostra_search.wanted import wish

LAYOUT = 3
"""To be raised when an engine stores something else of the same entry, or there is a new kind."""

FEW = 3
"""With fewer hits than this another spelling is looked for."""

ENGINES: dict[str, type[Engine]] = {"whoosh": WhooshEngine, "tantivy": TantivyEngine}

log = logging.getLogger(__name__)


class State(msgspec.Struct):
    """What is written beside an index: how it was made, and how far it has come."""

    layout: int
    engine: str
    words: str
    built: str
    entries: int
    position: int | None


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks, in their words, and the audiences they belong to."""

    text: str
    audiences: frozenset[int]
    filters: Filters = UNFILTERED
    order: Order = Order.RELEVANCE
    offset: int = 0
    limit: int = 20
    with_facets: bool = True
    hidden: frozenset[Key] = frozenset()
    """What has left the asker's sight since the index last heard of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and a better spelling if one finds more."""

    found: Found = NOTHING
    suggestion: str | None = None


class SearchIndex:
    """A folder in which everything can be found, and which can always be built again."""

    def __init__(self, path: Path, engine: str) -> None:
        self._path = path
        self._name = engine
        self._lock = threading.RLock()
        self._one_thread = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._start()

    @classmethod
    def open(cls, path: Path, engine: str = "whoosh") -> Self:
        """The index in the folder; one that is damaged or of another make is emptied."""
        return cls(path, engine)

    def _start(self) -> None:
        """Open what is there, if it is sound and of our make; else begin anew."""
        state = _read_state(self._path)
        if state is None or not self._ours(state) or not self._load(state):
            if state is not None:
                log.warning("The search index is damaged or of another make, and is emptied.")
            shutil.rmtree(self._path, ignore_errors=True)
            self._path.mkdir(parents=True)
            state = self._state(None)
            _write_state(self._path, state)
            self._load(state)

    def _ours(self, state: State) -> bool:
        return (state.layout, state.engine, state.words) == (
            LAYOUT,
            self._name,
            german.fingerprint(),
        )

    def _load(self, state: State) -> bool:
        """Open engine and vocabulary; whether they hold what the state says."""
        self._engine = ENGINES[self._name].open(self._path / "engine")
        try:
            self._vocabulary = Vocabulary(self._path / "vocabulary.db")
        except Exception:  # whatever SQLite says of a damaged file
            self._engine.close()
            return False
        self._state_now = state
        self._stamp = _stamp(self._path)
        if state.entries and not self._engine.count():
            self._release()
            return False
        return True

    def _state(self, position: int | None, entries: int = 0, built: str | None = None) -> State:
        words = german.fingerprint()
        name = built or secrets.token_hex(8)
        return State(LAYOUT, self._name, words, name, entries, position)

    def close(self) -> None:
        """Let go of the files, when what is being written is written."""
        with self._writing():
            self._release()

    def _release(self) -> None:
        with self._lock:
            self._engine.close()
            self._vocabulary.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep other threads and other processes from writing meanwhile."""
        with self._one_thread, self._path.with_name(self._path.name + ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def position(self) -> int | None:
        """The number of the last event whose consequences are in; none: to be built anew."""
        return self._current().position

    def count(self) -> int:
        """How many entries there are, readable or not."""
        with self._lock:
            self._current()
            return self._engine.count()

    def write(
        self, entries: Iterable[Entry], removals: Iterable[Key], position: int | None
    ) -> None:
        """Take entries in, each in the place of its former self, drop the removals."""
        newest = {entry.key: entry for entry in entries}
        with self._writing():
            self._take(newest.values(), tuple(removals), position)

    def _take(
        self, entries: Iterable[Entry], removals: tuple[Key, ...], position: int | None
    ) -> None:
        """Hand distinct entries to the vocabulary and the engine, as they come."""
        built = self._current().built
        contents = self._vocabulary.noting(map(contents_of, entries), removals)
        self._engine.write(contents, removals)
        _write_state(self._path, self._state(position, self._engine.count(), built))

    def advance(self, position: int) -> None:
        """Remember that the events up to this one have no further consequences here."""
        with self._writing():
            state = self._current()
            _write_state(self._path, self._state(position, state.entries, state.built))

    def rebuild(self, entries: Iterable[Entry], position: int) -> None:
        """Build everything anew, of distinct entries, and put it in the old one's place."""
        self._sweep()
        fresh = self._path.with_name(f"{self._path.name}.{secrets.token_hex(4)}")
        building = SearchIndex(fresh, self._name)
        try:
            with building._writing():
                building._take(entries, (), position)
                building._release()
            with self._writing():
                self._replace(fresh)
        finally:
            building.close()
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.with_name(fresh.name + ".lock").unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what was being built when a process was killed."""
        for lock in self._path.parent.glob(f"{self._path.name}.*.lock"):
            with lock.open("w") as file, suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
                shutil.rmtree(lock.with_suffix(".old"), ignore_errors=True)
                lock.unlink(missing_ok=True)

    def _replace(self, fresh: Path) -> None:
        """Put another folder in the place of this index, and open it."""
        old = fresh.with_name(fresh.name + ".old")
        with self._lock:
            self._release()
            self._path.rename(old)
            fresh.rename(self._path)
            self._start()
        shutil.rmtree(old, ignore_errors=True)

    def _current(self) -> State:
        """The state as it is now; an index built anew by somebody else is opened."""
        with self._lock:
            stamp = _stamp(self._path)
            if stamp not in (self._stamp, None):
                state = _read_state(self._path)
                if state is not None and state.built == self._state_now.built:
                    self._state_now, self._stamp = state, stamp
                    self._engine.refresh()
                else:
                    self._release()
                    self._start()
            return self._state_now

    def search(self, request: Request) -> Answer:
        """What the request's audiences may read of what it asks for.

        No question finds everything; a question without a word in it, such as `AND`, nothing.
        """
        if not request.audiences:
            return Answer()
        tree = parse(request.text)
        if tree == ANYTHING and request.text.strip():
            return Answer()
        with self._lock:
            self._current()
        found = self._engine.search(_demand(request, tree))
        suggestion = self._suggestion(request, tree, found.total) if found.total < FEW else None
        return Answer(found, suggestion)

    def _suggestion(self, request: Request, tree: Node, total: int) -> str | None:
        """The question with unknown words replaced by public ones, if that finds more."""
        text = request.text
        for word in _words(tree):
            forms = german.words_of(word).forms
            if len(forms) != 1 or self._vocabulary.knows(forms[0]):
                continue
            nearest = self._vocabulary.nearest(forms[0])
            if not nearest:
                return None
            text = text.replace(word, nearest[0], 1)
        if text == request.text:
            return None
        better = replace(request, text=text, offset=0, limit=1, with_facets=False)
        return text if self._engine.search(_demand(better, parse(text))).total > total else None


def _demand(request: Request, tree: Node) -> Demand:
    browsing = tree == ANYTHING and request.order is Order.RELEVANCE
    return Demand(
        wish(tree),
        request.audiences,
        request.filters,
        Order.NEWEST if browsing else request.order,
        request.offset,
        request.limit,
        request.with_facets,
        request.hidden,
    )


def _words(node: Node) -> list[str]:
    """The single words that a question wants."""
    match node:
        case Word(text):
            return [text]
        case And(children) | Or(children):
            return [word for child in children for word in _words(child)]
    return []


def _stamp(path: Path) -> tuple[int, int] | None:
    """Changes whenever the state is written."""
    try:
        status = os.stat(path / "state.json")
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino


def _read_state(path: Path) -> State | None:
    try:
        return msgspec.json.decode((path / "state.json").read_bytes(), type=State)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _write_state(path: Path, state: State) -> None:
    """Write the state whole or not at all."""
    fresh = path / "state.new"
    with fresh.open("wb") as file:
        file.write(msgspec.json.encode(state))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path / "state.json")
