"""Relay connections: lists read a page at a time, with cursors that stay where they are."""

import base64
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
import strawberry

from rostra.errors import Invalid
from rostra.paging import Order, Place, Sheet, Stretch, sheet
from rostra.reading import Shape
from rostra_graphql.characters import holds_nul
from rostra_graphql.context import Context, Info
from rostra_graphql.refusals import TooMuch
from rostra_graphql.telling import answers, described, told

USUAL_PAGE = 20
LARGEST_PAGE = 100
LARGEST_OWN_PAGE = 2_000
"""For the documents of our own pages, such as a calendar's month."""


@described
class PageInfo:
    """Where a page lies in its list."""

    has_next_page: bool = told("Whether there is more after this page.")
    has_previous_page: bool = told("Whether there is more before this page.")
    start_cursor: str | None = told("The cursor of the first thing on the page.")
    end_cursor: str | None = told("The cursor of the last thing on the page.")


@dataclass(slots=True, frozen=True)
class Edge:
    """A thing in its place in a list."""

    cursor: str
    node: Any


@dataclass(slots=True, frozen=True)
class Connection:
    """A page of a list in its order; the whole is counted only when somebody asks."""

    sheet: Sheet[Any]
    order: Order
    count: Callable[[], Awaitable[int]]

    @property
    def nodes(self) -> tuple[Any, ...]:
        """The things on the page."""
        return self.sheet.things

    @property
    def edges(self) -> list[Edge]:
        """The things on the page with their cursors."""
        placed = zip(self.sheet.things, self.sheet.places, strict=True)
        return [Edge(cursor(self.order, place), thing) for thing, place in placed]

    @property
    def page_info(self) -> PageInfo:
        """Where the page lies."""
        places = self.sheet.places
        return PageInfo(
            has_next_page=self.sheet.more_after,
            has_previous_page=self.sheet.more_before,
            start_cursor=cursor(self.order, places[0]) if places else None,
            end_cursor=cursor(self.order, places[-1]) if places else None,
        )


def connection_type(name: str, node: Any, things: str) -> type:
    """The types `<name>Connection` and `<name>Edge`; `things` is what the list holds, in words."""
    edge = strawberry.type(
        type(f"{name}Edge", (), {
            "__annotations__": {"cursor": str, "node": Any},
            "cursor": told("Its place in the list."),
            "node": strawberry.field(graphql_type=node, description="The thing itself."),
        }),
        description=f"One of the {things} in its place in a list.",
    )  # fmt: skip

    @answers(int)
    async def total_count(connection: strawberry.Parent[Connection]) -> int:
        """How many there are in the whole list; counted only when asked for."""
        return await connection.count()

    return strawberry.type(
        type(f"{name}Connection", (), {
            "__annotations__": {"edges": Any, "nodes": Any, "page_info": PageInfo},
            "edges": strawberry.field(
                graphql_type=list[edge], description=f"The {things} with their cursors."
            ),
            "nodes": strawberry.field(graphql_type=list[node], description=f"The {things} alone."),
            "page_info": told("Where the page lies in the whole list."),
            "total_count": total_count,
        }),
        description=f"A page of a list of {things}.",
    )  # fmt: skip


def cursor(order: Order, place: Place) -> str:
    """The place as an opaque text that holds however many things come before it later."""
    value = place[0].isoformat() if isinstance(place[0], dt.date) else place[0]
    written = orjson.dumps([order.name, value, place[1].hex])
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def read_cursor(order: Order, text: str | None, field: str) -> Place | None:
    """The place that a cursor stands for, or a refusal that names the argument."""
    if text is None:
        return None
    try:
        padded = text + "=" * (-len(text) % 4)
        name, value, id = orjson.loads(base64.b64decode(padded, "-_", validate=True))
        if name != order.name:
            raise ValueError
        return read_value(order, value), UUID(id)
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise Invalid(field, "This cursor does not belong to this list.") from None


def read_value(order: Order, value: Any) -> Any:
    """The key in a cursor as its column has it."""
    expected = order.key.type.python_type
    if value is None:
        return None
    if issubclass(expected, dt.datetime):
        moment = dt.datetime.fromisoformat(value)
        return moment.astimezone(dt.UTC)
    if issubclass(expected, dt.date):
        return dt.date.fromisoformat(value)
    if not isinstance(value, expected) or holds_nul(value):
        raise TypeError
    return value


def size_of(context: Context, name: str, number: int | None) -> int:
    """How many things a page has that the argument asks for; refused where it is too large."""
    size = USUAL_PAGE if number is None else number
    largest = LARGEST_OWN_PAGE if context.trusted else LARGEST_PAGE
    if size < 0:
        raise Invalid(name, "A page cannot have fewer than 0 things.")
    if size > largest:
        sentence = f"{name} is {size}; at most {largest} is allowed."
        raise TooMuch("page size", sentence, largest, size)
    return size


def stretch_of(
    context: Context,
    order: Order,
    first: int | None,
    after: str | None,
    last: int | None = None,
    before: str | None = None,
) -> Stretch:
    """The part of a list that the arguments of a connection ask for."""
    if first is not None and last is not None:
        raise Invalid("last", "Ask for the first or for the last, not for both.")
    name, number = ("last", last) if last is not None else ("first", first)
    size = size_of(context, name, number)
    return Stretch(
        size,
        read_cursor(order, after, "after"),
        read_cursor(order, before, "before"),
        from_end=last is not None,
    )


async def connected(
    info: Info, shape: Shape[Any], statement: sa.Select[Any], order: Order, **wanted: Any
) -> Connection:
    """A page of a list of the whole city."""
    work = info.context.work
    page = await sheet(work, shape, statement, order, stretch_of(info.context, order, **wanted))

    async def count() -> int:
        return await work.count(statement)

    return Connection(page, order, count)


async def connected_below(
    info: Info, parent_id: UUID, relation: Any, counts: Any, order: Order,
    wanted: dict[str, Any], **details: Any,
) -> Connection:  # fmt: skip
    """A page of the list of one parent, read for all parents side by side at once."""
    stretch = stretch_of(info.context, order, **wanted)
    page = await info.context.one(relation, parent_id, order=order, stretch=stretch, **details)

    async def count() -> int:
        return await info.context.one(counts, parent_id, **details)

    return Connection(page or Sheet(), order, count)
