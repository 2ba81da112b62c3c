"""Searching for somebody: the hits as they may read them now, with titles and snippets."""

import asyncio
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.organizations.models import Organization
from rostra.relay import events_after
from rostra.work import Work
from rostra_search.engines.engine import Facets, Filters, Order
from rostra_search.entries.source import Reading
from rostra_search.entry import Entry, Key, Kind
from rostra_search.index import Answer, Request, SearchIndex
from rostra_search.query import parse
from rostra_search.snippets import Fragment, Highlighter
from rostra_search.sources import entries_of, last_event, things_in, touched_by

MOST_HITS = 100
MOST_BEHIND = 500
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
    """A record that was found, with the words that fit marked in its title and text.

    Its entry is what is shown: title, text, reference and date, but no organizations.
    """

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


NOTHING = Results(0, [], Facets(), None)


class Search:
    """The search of one installation."""

    def __init__(self, index: SearchIndex, time_zone: str = "Europe/Berlin") -> None:
        self.index = index
        self._zone = ZoneInfo(time_zone)

    async def search(self, work: Work, question: Question) -> Results:
        """What the actor of the work finds and may read at this moment."""
        reading = Reading(work, self._zone)
        chosen = frozenset(question.organization_ids)
        organization_ids = await readable_organizations(work, chosen)
        if chosen and not organization_ids:
            return NOTHING
        hidden = await self._hidden(reading)
        asked = replace(
            question,
            organization_ids=organization_ids,
            with_facets=question.with_facets and hidden is not None,
        )
        request = replace(request_of(work, asked), hidden=hidden or frozenset())
        answer = await asyncio.to_thread(self.index.search, request)
        results = await self._shown(reading, question, answer)
        return results if hidden is not None else replace(results, suggestion=None)

    async def _hidden(self, reading: Reading) -> frozenset[Key] | None:
        """What the index may still show though the actor may not read it any more.

        None when the index is too far behind to say so.
        """
        reached = await asyncio.to_thread(self.index.position)
        if reached is None or reached >= await last_event(reading.work):
            return frozenset()
        events = await events_after(reading.work, reached, MOST_BEHIND + 1)
        things = things_in(events)
        if len(events) > MOST_BEHIND or sum(map(len, things.values())) > MOST_BEHIND:
            return None
        touched = await touched_by(reading.work, things)
        return frozenset(touched - (await entries_of(reading, touched)).keys())

    async def _shown(self, reading: Reading, question: Question, answer: Answer) -> Results:
        """The hits read again from the database: what has left the actor's sight is left out."""
        keys = [hit.key for hit in answer.found.hits]
        entries = await entries_of(replace(reading, lean=True), keys)
        standing = [entries[key] for key in keys if key in entries]
        hits = await asyncio.to_thread(marked, question.text, standing)
        total = answer.found.total - (len(keys) - len(standing))
        facets = answer.found.facets
        readable = await readable_organizations(reading.work, facets.organizations)
        organizations = {id: n for id, n in facets.organizations.items() if id in readable}
        return Results(total, hits, replace(facets, organizations=organizations), answer.suggestion)


def marked(text: str, entries: list[Entry]) -> list[FoundRecord]:
    """The entries with the words marked that the question asks for."""
    highlighter = Highlighter(parse(text))
    return [
        FoundRecord(entry, highlighter.highlighted(entry.title), highlighter.snippet(entry.text))
        for entry in entries
    ]


async def readable_organizations(work: Work, ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the organizations that the actor may read."""
    if not ids:
        return frozenset()
    known = sa.select(Organization.id).where(
        work.may_read(Organization), Organization.id.in_(list(ids))
    )
    return frozenset(await work.fetch(known))


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
