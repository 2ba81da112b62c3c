"""What resolvers are given: one Work and its loaders, the day in the city, who calls."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import strawberry

from rostra.access import ANYBODY
from rostra.database import Database, Who
from rostra.settings import Settings
from rostra.work import Work
from rostra_graphql.loaders import Loaders, Relation
from rostra_search.searching import Search


@dataclass
class Caller:
    """Who calls and from where; and, when it is done, the cookie that is to be handed out."""

    who: Who = ANYBODY
    token: str = ""
    """The cookie of the login that the caller showed."""
    address: str = ""
    """Where the call comes from, for the limit on guessing passwords."""
    new_token: str | None = None
    """A cookie to hand out; empty when the present one is to be taken back."""
    browser: str = ""
    """What the browser calls itself, for polls that everybody answers once from theirs."""


@dataclass(frozen=True)
class House:
    """What the API stands on: the settings of the city, its database, its search."""

    settings: Settings
    database: Database
    search: Search | None = None
    watching: Callable[[UUID], Collection[UUID]] = lambda _meeting_id: ()
    """Which persons have a screen open at a meeting, as far as this process knows."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the city."""
        return self.settings.zone


@dataclass
class Context:
    """One operation: its Work, its loaders, the house and the caller."""

    work: Work
    house: House
    caller: Caller = field(default_factory=Caller)
    trusted: bool = False
    """Whether the document is one of our own pages, which no limit narrows."""

    def __post_init__(self) -> None:
        self.loaders = Loaders(self.work)

    @property
    def today(self) -> dt.date:
        """The day in the city."""
        return self.work.now.astimezone(self.house.zone).date()

    def midnight(self, day: dt.date | None) -> dt.datetime | None:
        """The moment at which the day begins in the city."""
        return None if day is None else dt.datetime.combine(day, dt.time(), self.house.zone)

    async def one(self, relation: Relation, id: Any, **details: Any) -> Any:
        """What a relation has for the id, or None; asked once for all parents side by side."""
        return None if id is None else await self.loaders.loader(relation, details).load(id)

    async def many(self, relation: Relation, id: Any, **details: Any) -> Any:
        """All that a relation has for the id; asked once for all parents side by side."""
        return await self.loaders.loader(relation, details).load(id) or []

    async def written(self, relation: Relation, id: Any) -> Any:
        """A thing as it stands after a change, read anew within the same transaction."""
        await self.work.flush()
        self.loaders.forget()
        return await self.one(relation, id)


Info = strawberry.Info[Context, None]
