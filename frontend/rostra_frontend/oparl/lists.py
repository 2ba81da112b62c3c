"""The lists: which things they hold, in the order of their ids, page by page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.meetings.models import MeetingOrganization
from rostra.organizations.models import Body, Organization
from rostra.papers.models import ConsultationOrganization
from rostra.records import Readable
from rostra.tombstones import Tombstone
from rostra.work import Work
from rostra_frontend.oparl.objects import MODELS
from rostra_frontend.oparl.organizations import BODY_LISTS
from rostra_frontend.oparl.questions import END, Question
from rostra_frontend.oparl.reading import MayRead, Statement, prebuilt

OF_BODY = {
    last: kind
    for last, kind in zip(
        BODY_LISTS.values(),
        (
            "organization", "person", "meeting", "paper", "agenda_item", "consultation", "file",
            "location", "legislative_term", "membership",
        ),
        strict=True,
    )
}  # fmt: skip
"""The lists of a body and what they hold."""

OF_ORGANIZATION = {
    "meetings": ("meeting", MeetingOrganization.meeting_id, MeetingOrganization.organization_id),
    "consultations": (
        "consultation",
        ConsultationOrganization.consultation_id,
        ConsultationOrganization.organization_id,
    ),
}
"""The lists of an organization: what they hold, and the two columns that say whose it is."""


@dataclass(frozen=True)
class Roll:
    """One list: what it holds and whose it is; without an owner it is the list of bodies."""

    kind: str
    owner_kind: str | None = None
    owner_id: UUID | None = None
    last: str = "bodies"


@dataclass(frozen=True)
class Page:
    """One page of a list: the ids on it, and what there is before, behind and in all."""

    ids: list[UUID]
    total: int
    first_page: bool
    last_page: bool


def roll_named(kind: str, id: UUID, last: str) -> Roll | None:
    """The list of this name that the thing has, if it has one."""
    if kind == "body" and last in OF_BODY:
        return Roll(OF_BODY[last], kind, id, last)
    if kind == "organization" and last in OF_ORGANIZATION:
        return Roll(OF_ORGANIZATION[last][0], kind, id, last)
    return None


def owned(statement: Statement, of: Any, id: Any, owner_kind: str | None, last: str) -> Any:
    """The statement restricted to the list's owner; `of` is the column of the body."""
    owner: Any = sa.bindparam("owner")
    if owner_kind == "body":
        return statement.where(of == owner)
    if owner_kind == "organization":
        _, thing_column, organization_column = OF_ORGANIZATION[last]
        return statement.join(thing_column.class_, thing_column == id).where(
            organization_column == owner
        )
    return statement


def entries(
    may_read: MayRead, roll: tuple[str, str | None, str], filters: tuple[str, ...]
) -> list[Statement]:
    """The ids on a list: of the things and, for who synchronises, of their tombstones."""
    kind, owner_kind, last = roll
    model: type[Readable] = MODELS[kind]
    things = sa.select(model.id).where(may_read(model))
    body_id = None if owner_kind != "body" else model.body_id  # type: ignore[attr-defined]
    found = [(model, owned(things, body_id, model.id, owner_kind, last))]
    if "modified_since" in filters:
        stones = sa.select(Tombstone.id).where(may_read(Tombstone), Tombstone.of_kind == kind)
        found.append((Tombstone, owned(stones, Tombstone.body_id, Tombstone.id, owner_kind, last)))
    return [
        statement.where(*(within(record, name) for name in filters)) for record, statement in found
    ]


def within(model: type[Readable], name: str) -> sa.ColumnElement[bool]:
    """The condition of one of the four filters."""
    field, edge = name.split("_")
    column, value = getattr(model, field), sa.bindparam(name, type_=getattr(model, field).type)
    return column >= value if edge == "since" else column <= value


@prebuilt
def ids_on_page(
    may_read: MayRead, roll: tuple[str, str | None, str], filters: tuple[str, ...], side: str
) -> Statement:
    """The ids of a page, in the order of reading away from the given object."""
    shown = sa.union_all(*entries(may_read, roll, filters)).subquery()
    statement = sa.select(shown.c.id).limit(sa.bindparam("limit", type_=sa.Integer()))
    edge = sa.bindparam("edge", type_=sa.Uuid())
    if side == "after":
        statement = statement.where(shown.c.id > edge)
    if side == "before":
        statement = statement.where(shown.c.id < edge)
    backwards = side in ("before", END)
    return statement.order_by(shown.c.id.desc() if backwards else shown.c.id)


@prebuilt
def size_of(
    may_read: MayRead, roll: tuple[str, str | None, str], filters: tuple[str, ...]
) -> Statement:
    """How many things are on the whole list."""
    shown = sa.union_all(*entries(may_read, roll, filters)).subquery()
    return sa.select(sa.func.count()).select_from(shown)


async def page_of(work: Work, roll: Roll, question: Question) -> Page:
    """The page of the list that the question asks for."""
    shape = (roll.kind, roll.owner_kind, roll.last)
    names = tuple(name for name, _ in question.filters)
    values: dict[str, Any] = dict(question.filters)
    if roll.owner_kind:
        values["owner"] = roll.owner_id
    ((total,),) = await work.rows(size_of(work, shape, names), values)
    wanted = question.size
    side = "start"
    edge: UUID | str | None = None
    if question.after is not None:
        side, edge = "after", question.after
    elif question.before == END:
        side, wanted = END, total % wanted or wanted
    elif question.before is not None:
        side, edge = "before", question.before
    values |= {"limit": wanted + 1} | ({"edge": edge} if edge else {})
    found = [row[0] for row in await work.rows(ids_on_page(work, shape, names, side), values)]
    more, ids = len(found) > wanted, found[:wanted]
    if question.backwards:
        return Page(ids[::-1], total, first_page=not more, last_page=side == END)
    return Page(ids, total, first_page=side == "start", last_page=not more)


@prebuilt
def owner_seen(may_read: MayRead, kind: str) -> Statement:
    """Whether the owner of a list may be read."""
    model: Any = {"body": Body, "organization": Organization}[kind]
    return sa.select(model.id).where(model.id == sa.bindparam("owner"), may_read(model))


async def owner_is_public(work: Work, roll: Roll) -> bool:
    """Whether the public may know whose list it is."""
    if roll.owner_kind is None:
        return True
    return bool(await work.rows(owner_seen(work, roll.owner_kind), {"owner": roll.owner_id}))
