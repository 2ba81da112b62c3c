"""Every engine behind the same index, and entries to fill it with."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from rostra.access import ANYBODY, system
from rostra.events import Event
from rostra_search.entry import Entry, Kind
from rostra_search.index import ENGINES, Answer, Request, SearchIndex
from rostra_search.indexing import Indexer
from rostra_search.searching import Question, Search

PUBLIC, COUNCIL, NOBODY_HERE = 1, 7, 99
EVERYBODY = frozenset({PUBLIC})
INSIDERS = frozenset({PUBLIC, COUNCIL})


def id_of(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


def entry(name: str, text: str = "", **facts: object) -> Entry:
    """An entry that everybody may read unless said otherwise; the name is its title too."""
    audience = facts.pop("audience_id", PUBLIC)
    facts = {
        "kind": Kind.PAPER,
        "audience_id": audience,
        "public": audience == PUBLIC,
        "title": name,
        **facts,
    }
    return Entry(id=id_of(name), text=text, **facts)  # type: ignore[arg-type]


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def index(engine: str, tmp_path: Path) -> Iterator[SearchIndex]:
    """An empty index, once with each engine."""
    opened = SearchIndex.open(tmp_path / "index", engine)
    yield opened
    opened.close()


@pytest.fixture
def ask(index: SearchIndex) -> Callable[..., Answer]:
    """Ask the index as everybody, unless said otherwise."""

    def asked(text: str, audiences: frozenset[int] = EVERYBODY, **more: object) -> Answer:
        return index.search(Request(text, audiences, **more))  # type: ignore[arg-type]

    return asked


@pytest.fixture
def names(index: SearchIndex, ask: Callable[..., Answer]) -> Callable[..., set[str]]:
    """Which of the written entries a question finds, by their names."""

    def found(text: str, among: list[Entry], **more: object) -> set[str]:
        titles = {one.key: one.title for one in among}
        answer = ask(text, limit=1000, **more)
        assert answer.found.total == len(answer.found.hits)
        return {titles[hit.key] for hit in answer.found.hits}

    return found


def day(year: int, month: int = 1, of_month: int = 1) -> dt.date:
    return dt.date(year, month, of_month)


@dataclass(frozen=True)
class SomethingHappened(Event):
    """Things changed."""

    location: tuple[UUID, ...] = ()
    organization: tuple[UUID, ...] = ()
    person: tuple[UUID, ...] = ()
    membership: tuple[UUID, ...] = ()
    meeting: tuple[UUID, ...] = ()
    agenda_item: tuple[UUID, ...] = ()
    minutes_entry: tuple[UUID, ...] = ()
    paper: tuple[UUID, ...] = ()
    consultation: tuple[UUID, ...] = ()
    file: tuple[UUID, ...] = ()
    post: tuple[UUID, ...] = ()
    comment: tuple[UUID, ...] = ()


@pytest.fixture
def indexer(database, index: SearchIndex) -> Indexer:
    return Indexer(database, index)


@pytest.fixture
def find(database, index: SearchIndex):
    """Search as somebody; the public unless said otherwise."""
    search = Search(index)

    async def found(text="", who=ANYBODY, **more):
        async with database.reading(who) as work:
            return await search.search(work, Question(text, **more))

    return found


async def tell(database, *records):
    """Log that these things changed."""
    things: dict[str, tuple[UUID, ...]] = {}
    for record in records:
        things[record.kind] = (*things.get(record.kind, ()), record.id)
    async with database.work(system) as work:
        work.record(SomethingHappened(**things))


def ids(results) -> set[UUID]:
    return {hit.id for hit in results.hits}
