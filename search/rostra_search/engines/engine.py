"""What every search engine of the house can do, and what it is asked."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol, Self
from uuid import UUID

from rostra_search.engines.contents import Contents
from rostra_search.entry import Key, Kind
from rostra_search.wanted import Wish


class Order(StrEnum):
    """How hits are sorted."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Filters:
    """To what a search is narrowed; nothing given narrows nothing."""

    kinds: frozenset[Kind] = frozenset()
    organization_ids: frozenset[UUID] = frozenset()
    date_from: dt.date | None = None
    date_until: dt.date | None = None

    @property
    def by_date(self) -> bool:
        """Whether the search is narrowed to a time."""
        return self.date_from is not None or self.date_until is not None


UNFILTERED = Filters()


@dataclass(frozen=True, slots=True)
class Demand:
    """One search as an engine gets it: the wish, the filters, and who may read what."""

    wish: Wish
    audiences: frozenset[int]
    filters: Filters = UNFILTERED
    order: Order = Order.RELEVANCE
    offset: int = 0
    limit: int = 20
    with_facets: bool = True
    hidden: frozenset[Key] = frozenset()
    """Entries to be passed over, since their records have changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Facets:
    """How many entries there are of each kind, organization and year, under the other filters."""

    kinds: Mapping[Kind, int] = field(default_factory=dict)
    organizations: Mapping[UUID, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found."""

    key: Key
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found that the asker may read."""

    total: int = 0
    hits: tuple[Hit, ...] = ()
    facets: Facets = field(default_factory=Facets)


NOTHING = Found()


class Engine(Protocol):
    """A search engine over one folder, which holds nothing that cannot be built again."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """The engine over the folder; one that is damaged is emptied."""
        ...

    def write(self, contents: Iterable[Contents], removals: Iterable[Key] = ()) -> None:
        """Take entries in, each in the place of its former self, and drop the removals."""
        ...

    def search(self, demand: Demand) -> Found:
        """What the demand's audiences may read of what it asks for."""
        ...

    def refresh(self) -> None:
        """See what others have written."""
        ...

    def count(self) -> int:
        """How many entries there are, readable or not."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...
