"""Reading long lists a page at a time, by the place of the last thing read (keyset paging)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from rostra.reading import Shape
from rostra.records import Readable
from rostra.work import Work

Thing = TypeVar("Thing", bound=Readable)
Place = tuple[Any, ...]
"""Where a thing stands in an order: the values of the order's keys, and its id."""

FOLDED = (("Ä", "A"), ("Ö", "O"), ("Ü", "U"), ("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "ss"))


@dataclass(frozen=True, eq=False)
class Order:
    """An order in which a list can be read; what lacks the key stands at the end."""

    name: str
    key: sa.ColumnElement[Any] | InstrumentedAttribute[Any]
    descending: bool = False
    always: bool = False
    """Whether everything in the list has the key: then an index gives the order as it is."""


@dataclass(frozen=True)
class Stretch:
    """Which part of a list is wanted: so many, after or before a place, from either end."""

    size: int
    after: Place | None = None
    before: Place | None = None
    from_end: bool = False


@dataclass(frozen=True)
class Sheet(Generic[Thing]):
    """A page of a list: the things with their places, and whether there are more beyond."""

    things: tuple[Thing, ...] = ()
    places: tuple[Place, ...] = ()
    more_after: bool = False
    more_before: bool = False


def alphabetical(first: Any, *others: Any) -> sa.ColumnElement[str]:
    """The key that sorts names as a German dictionary does, on every database."""
    text: Any = first
    for other in others:
        text = text + sa.literal(" ") + sa.func.coalesce(other, "")
    for umlaut, letter in FOLDED:
        text = sa.func.replace(text, umlaut, letter, type_=sa.Text())
    return sa.func.lower(text, type_=sa.Text())


def beyond(order: Order, id_column: Any, place: Place, ahead: bool) -> sa.ColumnElement[bool]:
    """The condition for standing after the place, or before it when we look back."""
    key, value = order.key, place[0]
    if order.always:
        mine = sa.tuple_(key, id_column)
        theirs = sa.tuple_(sa.literal(value, key.type), sa.literal(place[1], id_column.type))
        return mine < theirs if order.descending == ahead else mine > theirs  # type: ignore[return-value]
    id_further = id_column < place[1] if order.descending == ahead else id_column > place[1]
    if value is None:
        here = sa.and_(key.is_(None), id_further)
        return here if ahead else sa.or_(key.is_not(None), here)
    further = key < value if order.descending == ahead else key > value
    same = sa.and_(key == value, id_further)
    return sa.or_(further, same, key.is_(None)) if ahead else sa.or_(further, same)


def directed(order: Order, id_column: Any, ahead: bool) -> tuple[Any, ...]:
    """The ORDER BY of an order, or of its reverse."""
    if order.descending == ahead:
        keys = order.key.desc(), id_column.desc()
    else:
        keys = order.key.asc(), id_column.asc()
    if order.always:
        return keys
    return (keys[0].nulls_last() if ahead else keys[0].nulls_first()), keys[1]


def within(
    statement: sa.Select[Any], order: Order, id_column: Any, stretch: Stretch
) -> sa.Select[Any]:
    """The statement, cut to what lies between the stretch's two places."""
    if stretch.after is not None:
        statement = statement.where(beyond(order, id_column, stretch.after, ahead=True))
    if stretch.before is not None:
        statement = statement.where(beyond(order, id_column, stretch.before, ahead=False))
    return statement


async def sheet(
    work: Work, shape: Shape[Thing], statement: sa.Select[Any], order: Order, stretch: Stretch
) -> Sheet[Thing]:
    """One page of a list; the statement selects the shape's columns and nothing else."""
    id_column = shape.model.id
    cut = within(statement.add_columns(order.key), order, id_column, stretch)
    ordered = cut.order_by(None).order_by(*directed(order, id_column, not stretch.from_end))
    rows = await work.rows(ordered.limit(stretch.size + 1))
    return laid_out(shape, rows, stretch)


async def sheets(
    work: Work,
    shape: Shape[Thing],
    statement: sa.Select[Any],
    order: Order,
    stretch: Stretch,
) -> dict[UUID, Sheet[Thing]]:
    """The same page of the list of each parent, in one statement.

    The statement's first column is the parent's id, the others are the shape's.
    """
    id_column = shape.model.id
    parent = statement.selected_columns[0]
    parent = parent.element if isinstance(parent, sa.Label) else parent
    rank = sa.func.row_number().over(
        partition_by=parent, order_by=directed(order, id_column, not stretch.from_end)
    )
    cut = within(statement.add_columns(order.key, rank.label("rank")), order, id_column, stretch)
    ranked = cut.order_by(None).subquery()
    columns = list(ranked.c)
    wanted = (
        sa.select(*columns[:-1])
        .where(columns[-1] <= stretch.size + 1)
        .order_by(columns[0], columns[-1])
    )
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in await work.rows(wanted):
        found[row[0]].append(row[1:])
    return {parent_id: laid_out(shape, rows, stretch) for parent_id, rows in found.items()}


async def sheets_by_index(
    work: Work,
    shape: Shape[Thing],
    statement: sa.Select[Any],
    parent: sa.ColumnElement[Any] | InstrumentedAttribute[Any],
    parent_ids: Collection[UUID],
    order: Order,
    stretch: Stretch,
) -> dict[UUID, Sheet[Thing]]:
    """The same page of the list of each parent, where the lists may be very long.

    Each parent gets a limited query of its own within one statement, so that an index over the
    parent and the order reads no more than the pages: `sheets` ranks every row of the lists.
    The statement selects the shape's columns and nothing else.
    """
    if len(parent_ids) < 2:
        return {
            id: await sheet(work, shape, statement.where(parent == id), order, stretch)
            for id in parent_ids
        }
    id_column = shape.model.id
    cut = within(statement.add_columns(order.key, parent, id_column), order, id_column, stretch)
    inwards = directed(order, id_column, not stretch.from_end)
    short = cut.order_by(None).order_by(*inwards).limit(stretch.size + 1)
    pages = [short.where(parent == id).subquery() for id in sorted(parent_ids)]
    ranked = (sa.select(*page.c, rank_in(page, order, stretch)) for page in pages)
    whole = sa.union_all(*ranked).order_by(sa.text("place_in_list"))
    found: dict[UUID, list[Any]] = defaultdict(list)
    for *columns, parent_id, _id, _rank in await work.rows(whole):
        found[parent_id].append(columns)
    return {id: laid_out(shape, found[id], stretch) for id in parent_ids}


def rank_in(page: sa.Subquery, order: Order, stretch: Stretch) -> sa.ColumnElement[int]:
    """The place of each row in a page whose columns end with key, parent and id."""
    *_, key, _parent, its_id = page.c
    inwards = directed(replace(order, key=key), its_id, not stretch.from_end)
    return sa.func.row_number().over(order_by=inwards).label("place_in_list")


def laid_out(shape: Shape[Thing], rows: list[Any], stretch: Stretch) -> Sheet[Thing]:
    """Rows of the shape's columns and the order's key as a page, in the list's own direction."""
    more, kept = len(rows) > stretch.size, rows[: stretch.size]
    if stretch.from_end:
        kept.reverse()
    things = tuple(shape.one(row[:-1]) for row in kept)
    return Sheet(
        things,
        tuple((row[-1], thing.id) for row, thing in zip(kept, things, strict=True)),
        more_after=stretch.before is not None if stretch.from_end else more,
        more_before=more if stretch.from_end else stretch.after is not None,
    )


async def sizes(
    work: Work, statement: sa.Select[Any], parent_ids: Collection[UUID]
) -> dict[UUID, int]:
    """How long the list of each parent is; the statement's first column is the parent's id."""
    listed = statement.order_by(None).subquery()
    parent = listed.c[0]
    counted = sa.select(parent, sa.func.count()).group_by(parent)
    return {**dict.fromkeys(parent_ids, 0), **{row[0]: row[1] for row in await work.rows(counted)}}
