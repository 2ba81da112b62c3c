"""One closed part of a Whoosh index, read into arrays as far as questions need it."""

import datetime as dt
import struct
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from functools import lru_cache
from heapq import nlargest
from typing import Any
from uuid import UUID

from whoosh.columns import VarBytesColumn
from whoosh.matching import Matcher
from whoosh.reading import IndexReader, TermNotFound

from rostra_search.entry import Entry, Key, Kind

SATURATION = 1.2
LENGTH_WEIGHT = 0.6
AVERAGE_LENGTH = 60
MOST_BEGINNINGS = 256
MOST_POSTINGS_KEPT = 3_000_000

FACTS = struct.Struct("<BIiI16s")
FACTS_COLUMN = VarBytesColumn()
KINDS = tuple(Kind)
CODES = {kind: code for code, kind in enumerate(KINDS)}


def packed_key(key: Key) -> bytes:
    """A key in few bytes."""
    return bytes([CODES[key.kind]]) + key.id.bytes


def packed_facts(entry: Entry, length: int) -> bytes:
    """All that is known of an entry beside its words, in few bytes."""
    date = entry.date.toordinal() if entry.date else 0
    known = FACTS.pack(CODES[entry.kind], entry.audience_id, date, length, entry.id.bytes)
    return known + b"".join(id.bytes for id in entry.organization_ids)


class Postings:
    """Where a term occurs, and how much that says of each document."""

    __slots__ = ("documents", "weights")

    def __init__(self, documents: "array[int]", weights: "array[float]") -> None:
        self.documents = documents
        self.weights = weights

    def __len__(self) -> int:
        return len(self.documents)


NOWHERE = Postings(array("I"), array("f"))


class PostingsCache:
    """The lists read last, up to so many places in all."""

    def __init__(self, most: int = MOST_POSTINGS_KEPT) -> None:
        self._lists: OrderedDict[tuple[str, str, str], Postings] = OrderedDict()
        self._room = most

    def get(self, name: tuple[str, str, str]) -> Postings | None:
        """The list of this name, if it was read lately."""
        known = self._lists.get(name)
        if known is not None:
            self._lists.move_to_end(name)
        return known

    def put(self, name: tuple[str, str, str], postings: Postings) -> None:
        """Keep a list, and let go of the ones unused for longest."""
        self._lists[name] = postings
        self._room -= len(postings) + 10
        while self._room < 0 and len(self._lists) > 1:
            _, oldest = self._lists.popitem(last=False)
            self._room += len(oldest) + 10


@lru_cache(maxsize=100_000)
def _year(ordinal: int) -> int:
    return dt.date.fromordinal(ordinal).year if ordinal else 0


class Segment:
    """The documents of a segment by number: audience, kind, date, organizations, and terms."""

    def __init__(self, name: str, reader: IndexReader, cache: PostingsCache) -> None:
        self.name = name
        self._reader = reader
        self._closed_part: Any = reader.segment()
        self._cache = cache
        self.size = reader.doc_count_all()
        self.kinds = bytearray(self.size)
        self.audiences = array("I", bytes(4 * self.size))
        self.dates = array("i", bytes(4 * self.size))
        self.years = array("H", bytes(2 * self.size))
        self.groups = array("I", bytes(4 * self.size))
        self.organizations: list[tuple[UUID, ...]] = [()]
        """The distinct sets of organizations; a document's group is the number of its set."""
        self._norms = array("f", bytes(4 * self.size))
        self._read_facts()

    def _read_facts(self) -> None:
        """Read the column of facts into arrays."""
        known: dict[bytes, int] = {b"": 0}
        column = self._reader.column_reader("facts", FACTS_COLUMN, translate=False)
        for document in range(self.size):
            facts = column[document]
            kind, audience, date, length, _ = FACTS.unpack_from(facts)
            self.kinds[document] = kind
            self.audiences[document] = audience
            self.dates[document] = date
            self.years[document] = _year(date)
            relative = 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / AVERAGE_LENGTH
            self._norms[document] = SATURATION * relative
            written = facts[FACTS.size :]
            if written not in known:
                pieces = (written[at : at + 16] for at in range(0, len(written), 16))
                known[written] = len(self.organizations)
                self.organizations.append(tuple(UUID(bytes=piece) for piece in pieces))
            self.groups[document] = known[written]

    def renewed(self, reader: IndexReader) -> "Segment":
        """The same segment through a newer reader, which knows of more removals."""
        self._reader = reader
        self._closed_part = reader.segment()
        return self

    def key(self, document: int) -> Key:
        """Which record a document stands for."""
        facts = self._reader.column_reader("facts", FACTS_COLUMN, translate=False)[document]
        kind, _, _, _, id = FACTS.unpack_from(facts)
        return Key(KINDS[kind], UUID(bytes=id))

    def documents_of(self, key: Key) -> list[int]:
        """The numbers of the documents that stand or stood for a record."""
        packed = packed_key(key)
        if ("key", packed) not in self._reader:
            return []
        return list(self._reader.postings("key", packed).all_ids())

    def allowed(self, audiences: frozenset[int]) -> bytearray:
        """For each document whether one of the audiences may read it and it still stands."""
        distinct = set(self.audiences) & audiences
        allowed = bytearray(map(distinct.__contains__, self.audiences))
        if self._reader.has_deletions():
            for document in self._closed_part.deleted_docs():
                allowed[document] = 0
        return allowed

    def matcher(self, field: str, term: str) -> Matcher | None:
        """Whoosh's own walk over the places of a term."""
        try:
            return self._reader.postings(field, term.encode())
        except TermNotFound:
            return None

    def postings(self, field: str, term: str) -> Postings:
        """Where a term occurs."""
        name = (self.name, field, term)
        known = self._cache.get(name)
        if known is None:
            known = self._read(field, term)
            self._cache.put(name, known)
        return known

    def _read(self, field: str, term: str) -> Postings:
        matcher = self.matcher(field, term)
        if matcher is None:
            return NOWHERE
        documents, weights, norms = array("I"), array("f"), self._norms
        while matcher.is_active():
            document, times = matcher.id(), matcher.weight()
            documents.append(document)
            weights.append(times / (times + norms[document]))
            matcher.next()
        return Postings(documents, weights)

    def beginning(self, prefix: str) -> Postings:
        """Where a word begins like this: the words found most often, when they are too many."""
        name = (self.name, "beginning", prefix)
        known = self._cache.get(name)
        if known is None:
            documents = sorted(
                {
                    d
                    for term in self._beginning(prefix)
                    for d in self.postings("forms", term).documents
                }
            )
            known = Postings(array("I", documents), array("f", [1.0]) * len(documents))
            self._cache.put(name, known)
        return known

    def _beginning(self, prefix: str) -> Iterator[str]:
        terms = [bytes(term) for term in self._reader.expand_prefix("forms", prefix.encode())]
        if len(terms) > MOST_BEGINNINGS:
            reader = self._reader
            terms = nlargest(MOST_BEGINNINGS, terms, lambda t: reader.doc_frequency("forms", t))
        return (term.decode() for term in terms)
