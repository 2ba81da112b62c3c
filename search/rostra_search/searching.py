"""Searching for somebody: the hits as they may read them now, with titles and snippets."""

import asyncio
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from rostra.work import Work
from rostra_search.engines.engine import Facets, Filters, Order
from rostra_search.entries.source import Reading
from rostra_search.entry import Entry, Kind
from rostra_search.index import Answer, Request, SearchIndex
from rostra_search.query import parse
from rostra_search.snippets import Fragment, Highlighter
from rostra_search.sources import entries_of

MOST_HITS = 100
FARTHEST_OFFSET = 10_000


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to find, as a page or the API asks it."""

    text: str = ""
    kinds: Collection[Kind] = ()
    organization_ids: Collection[UUID] = ()
    date_from: dt.date | None = None
    date_until: dt.date | None = None
    order: Order = Order.RELEVANCE
    offset: int = 0
    limit: int = 20
    with_facets: bool = True


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A record that was found, with the words that fit marked in its title and text."""

    entry: Entry
    title: list[Fragment]
    snippet: list[Fragment]

    @property
    def kind(self) -> Kind:
        """Which kind of record it is."""
        return self.entry.kind

    @property
    def id(self) -> UUID:
        """The id of the record."""
        return self.entry.id


@dataclass(frozen=True, slots=True)
class Results:
    """A stretch of what was found, how much there is in all, and a better spelling."""

    total: int
    hits: list[FoundRecord]
    facets: Facets
    suggestion: str | None


class Search:
    """The search of one installation."""

    def __init__(self, index: SearchIndex, time_zone: str = "Europe/Berlin") -> None:
        self.index = index
        self._zone = ZoneInfo(time_zone)

    async def search(self, work: Work, question: Question) -> Results:
        """What the actor of the work finds and may read at this moment."""
        request = request_of(work, question)
        answer = await asyncio.to_thread(self.index.search, request)
        return await self._shown(work, question, answer)

    async def _shown(self, work: Work, question: Question, answer: Answer) -> Results:
        """The hits read again from the database: what has left the actor's sight is left out."""
        keys = [hit.key for hit in answer.found.hits]
        entries = await entries_of(Reading(work, self._zone), keys)
        standing = [entries[key] for key in keys if key in entries]
        highlighter = Highlighter(parse(question.text))
        hits = [
            FoundRecord(
                entry, highlighter.highlighted(entry.title), highlighter.snippet(entry.text)
            )
            for entry in standing
        ]
        total = answer.found.total - (len(keys) - len(standing))
        return Results(total, hits, answer.found.facets, answer.suggestion)


def request_of(work: Work, question: Question) -> Request:
    """The question within bounds, with the audiences of who asks."""
    filters = Filters(
        frozenset(question.kinds),
        frozenset(question.organization_ids),
        question.date_from,
        question.date_until,
    )
    return Request(
        question.text,
        work.audience_ids,
        filters,
        question.order,
        min(max(question.offset, 0), FARTHEST_OFFSET),
        min(max(question.limit, 0), MOST_HITS),
        question.with_facets,
    )


def index_path(data_folder: Path) -> Path:
    """Where the search index of an installation lies."""
    return data_folder / "search"


async def search(work: Work, request: Question, within: Search) -> Results:
    """What the actor of the work finds in an installation."""
    return await within.search(work, request)
