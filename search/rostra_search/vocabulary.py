"""The words of public entries, of which alone a better spelling is ever suggested."""

import re
import sqlite3
import threading
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rostra_search.engines.contents import Contents
from rostra_search.entry import Key

SHORTEST = 4
LONGEST = 40
SHORT = 5
"""Up to this length a suggestion differs in one letter at most, in longer words in two."""

TABLES = """
CREATE TABLE IF NOT EXISTS words (word TEXT PRIMARY KEY, spelled TEXT, entries INTEGER)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS held (key TEXT PRIMARY KEY, words BLOB) WITHOUT ROWID;
"""
COUNT = """
INSERT INTO words VALUES (?, ?, ?)
  ON CONFLICT (word) DO UPDATE SET entries = entries + excluded.entries
"""
ROWS_AT_ONCE = 100_000
LETTERS = re.compile(r"[a-z]{%d,%d}" % (SHORTEST, LONGEST))  # noqa: UP031


@dataclass(slots=True)
class _Change:
    """How often each word is to be counted more or less, and how it is spelled."""

    counts: Counter[str] = field(default_factory=Counter)
    spelled: dict[str, str] = field(default_factory=dict)


class Vocabulary:
    """Which words public entries hold, and in how many of them."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(TABLES)
        self._lock = threading.RLock()
        self._by_length: dict[int, dict[str, int]] | None = None
        self._seen = -1

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def noting(self, contents: Iterable[Contents], removals: Iterable[Key]) -> Iterator[Contents]:
        """Pass contents on; when the last has passed, their words are counted."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                change = _Change()
                for key in removals:
                    self._forget(key, change)
                for one in contents:
                    self._forget(one.entry.key, change)
                    self._learn(one, change)
                    if len(change.counts) > ROWS_AT_ONCE:
                        self._count(change)
                        change = _Change()
                    yield one
                self._count(change)
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                self._by_length = None
                raise

    def _forget(self, key: Key, change: _Change) -> None:
        """Take the words back that an entry brought."""
        row = self._db.execute("DELETE FROM held WHERE key = ? RETURNING words", (str(key),))
        for (packed,) in row.fetchall():
            change.counts.subtract(zlib.decompress(packed).decode().split())

    def _learn(self, contents: Contents, change: _Change) -> None:
        if not contents.entry.public:
            return
        words = {
            word: spelled.capitalize() if spelled.isupper() else spelled
            for word, spelled in contents.spellings.items()
            if LETTERS.fullmatch(word)
        }
        if words:
            packed = zlib.compress(" ".join(words).encode(), 3)
            self._db.execute("INSERT INTO held VALUES (?, ?)", (str(contents.entry.key), packed))
            change.counts.update(words.keys())
            change.spelled.update(words)

    def _count(self, change: _Change) -> None:
        rows = [
            (word, change.spelled.get(word, word), more)
            for word, more in change.counts.items()
            if more
        ]
        self._db.executemany(COUNT, rows)
        self._db.execute("DELETE FROM words WHERE entries <= 0")
        if self._by_length is not None:
            for word, _, _ in rows:
                self._by_length[len(word)][word] = _letters(word)

    def knows(self, word: str) -> bool:
        """Whether a public entry holds the folded word."""
        return bool(self._entries([word]))

    def nearest(self, word: str) -> list[str]:
        """Spellings of words much like the folded one, the likeliest first."""
        if not LETTERS.fullmatch(word):
            return []
        most = 1 if len(word) <= SHORT else 2
        with self._lock:
            near = dict(self._near(word, most))
            known = self._entries(list(near))
        ranked = sorted(
            known.items(), key=lambda item: (near[item[0]], item[0][0] != word[0], -item[1][1])
        )
        return [spelled for _, (spelled, _) in ranked]

    def _near(self, word: str, most: int) -> Iterator[tuple[str, int]]:
        """Words within so many mistakes, with their number."""
        letters, differing = _letters(word), 2 * most
        words = self._words()
        for length in range(len(word) - most, len(word) + most + 1):
            alike = [
                other
                for other, others in words.get(length, {}).items()
                if (letters ^ others).bit_count() <= differing
            ]
            for other in alike:
                mistakes = distance(word, other, most)
                if 0 < mistakes <= most:
                    yield other, mistakes

    def _words(self) -> dict[int, dict[str, int]]:
        """All words by length with their letters, read again when another process wrote."""
        (version,) = self._db.execute("PRAGMA data_version").fetchone()
        if self._by_length is None or version != self._seen:
            by_length: dict[int, dict[str, int]] = defaultdict(dict)
            for (word,) in self._db.execute("SELECT word FROM words"):
                by_length[len(word)][word] = _letters(word)
            self._by_length, self._seen = by_length, version
        return self._by_length

    def _entries(self, words: list[str]) -> dict[str, tuple[str, int]]:
        """The spelling and count of those words that stand in a public entry now."""
        found = {}
        with self._lock:
            for at in range(0, len(words), 500):
                asked = words[at : at + 500]
                marks = ", ".join("?" * len(asked))
                rows = self._db.execute(
                    f"SELECT word, spelled, entries FROM words WHERE word IN ({marks})", asked
                )
                found.update({word: (spelled, entries) for word, spelled, entries in rows})
        return found


def _letters(word: str) -> int:
    """Which letters occur in a word, as bits."""
    bits = 0
    for char in word:
        bits |= 1 << (ord(char) & 31)
    return bits


def distance(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped; `most + 1` when more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    far = most + 1
    before: list[int] = []
    last = [min(column, far) for column in range(len(other) + 1)]
    for row, char in enumerate(one, 1):
        line = [far] * (len(other) + 1)
        line[0] = min(row, far)
        for column in range(max(1, row - most), min(len(other), row + most) + 1):
            other_char = other[column - 1]
            best = last[column - 1] if char == other_char else last[column - 1] + 1
            if last[column] < best:
                best = last[column] + 1
            if line[column - 1] < best:
                best = line[column - 1] + 1
            if row > 1 < column and char == other[column - 2] and one[row - 2] == other_char:
                best = min(best, before[column - 2] + 1)
            line[column] = best
        if min(line) >= far:
            return far
        before, last = last, line
    return min(last[-1], far)
