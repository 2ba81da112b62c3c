"""The engine for large cities: tantivy."""

import datetime as dt
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any as AnyType
from typing import Self
from uuid import UUID

import tantivy
from tantivy import Document, Occur, Query

from rostra_search.engines.contents import Contents
from rostra_search.engines.engine import NOTHING, Demand, Facets, Filters, Found, Hit, Order
from rostra_search.entry import Key, Kind
from rostra_search.wanted import All, Any, Beginning, Everything, Exact, Term, Wish, Without

HEAP = 64_000_000
MOST_BUCKETS = 1000
PHRASE_WEIGHT = 1.5
FIELD_OF_ORDER = {Order.NEWEST: "date", Order.OLDEST: "before"}


def _schema() -> tantivy.Schema:
    """The fields of the index."""
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    fields.add_text_field("forms", tokenizer_name="whitespace", index_option="position")
    fields.add_text_field("kind", fast=True, tokenizer_name="raw", index_option="basic")
    fields.add_text_field("organization", fast=True, tokenizer_name="raw", index_option="basic")
    fields.add_unsigned_field("audience", indexed=True, fast=True)
    fields.add_unsigned_field("year", indexed=True, fast=True)
    fields.add_integer_field("date", indexed=True, fast=True)
    fields.add_integer_field("before", fast=True)
    return fields.build()


SCHEMA = _schema()


class TantivyEngine:
    """Translates wishes into tantivy's queries."""

    def __init__(self, index: tantivy.Index, path: Path) -> None:
        self._index = index
        self._path = path

    @classmethod
    def open(cls, path: Path) -> Self:
        """The engine over the folder; one that is damaged is emptied."""
        try:
            engine = cls(_opened(path), path)
            engine.count()
        except (ValueError, OSError):
            shutil.rmtree(path)
            engine = cls(_opened(path), path)
        return engine

    def write(self, contents: Iterable[Contents], removals: Iterable[Key] = ()) -> None:
        """Take entries in, each in the place of its former self, and drop the removals."""
        writer = self._index.writer(heap_size=HEAP, num_threads=1)
        try:
            for key in removals:
                writer.delete_documents_by_term("key", str(key))
            for one in contents:
                writer.delete_documents_by_term("key", str(one.entry.key))
                writer.add_document(_document(one))
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()
        self._index.reload()

    def refresh(self) -> None:
        """See what others have written."""
        self._index.reload()

    def count(self) -> int:
        """How many entries there are, readable or not."""
        return self._index.searcher().num_docs

    def search(self, demand: Demand) -> Found:
        """What the demand's audiences may read of what it asks for."""
        if not demand.audiences:
            return NOTHING
        searcher = self._index.searcher()
        wanted = [
            (Occur.Must, _query(demand.wish)),
            (Occur.Must, Query.const_score_query(_rights(demand.audiences), 0.0)),
        ]
        if demand.hidden:
            hidden = Query.term_set_query(SCHEMA, "key", sorted(map(str, demand.hidden)))
            wanted.append((Occur.MustNot, hidden))
        filters = _filters(demand.filters)
        result: AnyType = searcher.search(
            Query.boolean_query([*wanted, *((Occur.Must, query) for query in filters.values())]),
            limit=max(1, demand.limit),
            offset=demand.offset,
            count=True,
            order_by_field=FIELD_OF_ORDER.get(demand.order),
        )
        hits = tuple(
            Hit(Key.read(searcher.doc(address)["key"][0]), float(score))
            for score, address in result.hits[: demand.limit]
        )
        facets = _facets(searcher, wanted, filters) if demand.with_facets else Facets()
        return Found(result.count, hits, facets)

    def close(self) -> None:
        """Let go of the files, which nothing holds between two calls."""


def _opened(path: Path) -> tantivy.Index:
    path.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(SCHEMA, path=str(path), reuse=True)
    index.config_reader(reload_policy="manual")
    return index


def _document(contents: Contents) -> Document:
    """The entry as tantivy takes it: terms that are cut already, between spaces."""
    document = Document()
    entry = contents.entry
    document.add_text("key", str(entry.key))
    document.add_text("terms", " ".join(contents.terms))
    document.add_text("forms", " ".join(contents.forms))
    document.add_text("kind", entry.kind.value)
    for organization_id in entry.organization_ids:
        document.add_text("organization", str(organization_id))
    document.add_unsigned("audience", entry.audience_id)
    document.add_integer("before", -entry.date.toordinal() if entry.date else -9_999_999)
    document.add_integer("date", entry.date.toordinal() if entry.date else 0)
    if entry.year is not None:
        document.add_unsigned("year", entry.year)
    return document


def _rights(audiences: Iterable[int]) -> Query:
    return Query.term_set_query(SCHEMA, "audience", sorted(audiences))


def _filters(filters: Filters) -> dict[str, Query]:
    """The narrowing queries, by the facet that does not count with them."""
    queries = {}
    if filters.kinds:
        kinds = sorted(kind.value for kind in filters.kinds)
        queries["kind"] = Query.term_set_query(SCHEMA, "kind", kinds)
    if filters.organization_ids:
        ids = sorted(map(str, filters.organization_ids))
        queries["organization"] = Query.term_set_query(SCHEMA, "organization", ids)
    if filters.by_date:
        queries["year"] = Query.range_query(
            SCHEMA,
            "date",
            tantivy.FieldType.Integer,
            (filters.date_from or dt.date.min).toordinal(),
            (filters.date_until or dt.date.max).toordinal(),
        )
    return {name: Query.const_score_query(query, 0.0) for name, query in queries.items()}


def _facets(
    searcher: tantivy.Searcher, wanted: list[tuple[Occur, Query]], filters: Mapping[str, Query]
) -> Facets:
    """Each facet under all filters but its own; facets with the same filters in one go."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for facet in ("kind", "organization", "year"):
        groups.setdefault(tuple(name for name in filters if name != facet), []).append(facet)
    counts: dict[str, dict[str, int]] = {}
    for others, facets in groups.items():
        query = Query.boolean_query([*wanted, *((Occur.Must, filters[name]) for name in others)])
        terms = {name: {"terms": {"field": name, "size": MOST_BUCKETS}} for name in facets}
        for name, answer in searcher.aggregate(query, terms).items():
            counts[name] = _counted(answer)
    return Facets(
        {Kind(kind): count for kind, count in counts["kind"].items()},
        {UUID(id): count for id, count in counts["organization"].items()},
        {int(float(year)): count for year, count in counts["year"].items()},
    )


def _counted(answer: dict[str, AnyType]) -> dict[str, int]:
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer["buckets"]}


def _query(wish: Wish) -> Query:
    """A wish in tantivy's terms."""
    match wish:
        case Term(term, weight):
            query = Query.term_query(SCHEMA, "terms", term, index_option="freq")
            return query if weight == 1.0 else Query.boost_query(query, weight)
        case Exact(forms):
            return _phrase(forms)
        case Beginning(prefix):
            return Query.regex_query(SCHEMA, "forms", _escaped(prefix) + ".*")
        case All(wishes):
            return Query.boolean_query([(Occur.Must, _query(child)) for child in wishes])
        case Any(wishes):
            return Query.disjunction_max_query([_query(child) for child in wishes])
        case Without(wanted, unwanted):
            return Query.boolean_query(
                [
                    (Occur.Must, _query(wanted)),
                    *((Occur.MustNot, _query(child)) for child in unwanted),
                ]
            )
        case Everything():
            return Query.const_score_query(Query.all_query(), 1.0)


def _phrase(forms: tuple[str, ...]) -> Query:
    if len(forms) == 1:
        return Query.term_query(SCHEMA, "forms", forms[0])
    return Query.boost_query(Query.phrase_query(SCHEMA, "forms", list(forms)), PHRASE_WEIGHT)


def _escaped(prefix: str) -> str:
    """The prefix as a regular expression that means its letters."""
    return "".join(char if char.isalnum() else "\\" + char for char in prefix)
