"""Ordering an agenda: items are moved up and down, before and below others, between the parts."""

from enum import StrEnum
from uuid import UUID

from rostra.agendas.arranging import DEEPEST
from rostra.agendas.building import step_at
from rostra.agendas.hiding import hide
from rostra.agendas.steps import Agenda, Step, finish_step
from rostra.errors import Conflict, Invalid
from rostra.meetings.models import AgendaItem
from rostra.work import Work


class Place(StrEnum):
    """Where an item goes."""

    BEFORE = "before"
    """Before another one."""
    AFTER = "after"
    """After another one."""
    BELOW = "below"
    """Below another one, as its last sub-item."""
    END_OF_PUBLIC = "end_of_public"
    """To the end of the public part."""
    END_OF_NON_PUBLIC = "end_of_non_public"
    """To the end of the non-public part."""


ENDS = (Place.END_OF_PUBLIC, Place.END_OF_NON_PUBLIC)


async def move_item(
    work: Work, item_id: UUID, revision: str | None, place: Place, target_id: UUID | None = None
) -> Agenda:
    """Move an item with all that stands below it; what leaves the public part is withdrawn."""
    agenda, item = await step_at(work, item_id, revision)
    if place in ENDS:
        to_the_end(agenda, item, place == Place.END_OF_PUBLIC)
    elif target_id is None:
        raise Invalid("target", "Please choose the item to which it goes.")
    else:
        put(agenda, item, agenda.item(target_id), place)
    await follow(work, agenda, item)
    await finish_step(work, agenda, Step.MOVE)
    return agenda


async def shift_item(work: Work, item_id: UUID, revision: str | None, up: bool) -> Agenda:
    """Exchange an item with the one before or after it, on the same level of the same part."""
    agenda, item = await step_at(work, item_id, revision)
    beside = siblings_of(agenda, item)
    position = beside.index(item) + (-1 if up else 1)
    if position < 0:
        raise Conflict("This item stands first already.")
    if position == len(beside):
        raise Conflict("This item stands last already.")
    put(agenda, item, beside[position], Place.BEFORE if up else Place.AFTER)
    await finish_step(work, agenda, Step.MOVE)
    return agenda


def siblings_of(agenda: Agenda, item: AgendaItem) -> list[AgendaItem]:
    """The items on the same level of the same part, the item itself included."""
    return [
        one
        for one in agenda.items
        if one.parent_id == item.parent_id and bool(one.public) == bool(item.public)
    ]


def put(agenda: Agenda, item: AgendaItem, target: AgendaItem, place: Place) -> None:
    """Put an item before, after or below another one."""
    family = agenda.family(item)
    if target in family:
        raise Conflict("An item cannot go to itself, nor below what stands below it.")
    depth = agenda.depth(target) + (1 if place == Place.BELOW else 0)
    height = max(agenda.depth(one) for one in family) - agenda.depth(item) + 1
    if depth + height > DEEPEST:
        raise Conflict(f"An agenda has {DEEPEST} levels at most.")

    agenda.items.remove(item)
    item.public = target.public
    if place == Place.BELOW:
        item.parent_id = target.id
        agenda.items.append(item)
        return
    item.parent_id = target.parent_id
    agenda.items.insert(agenda.items.index(target) + (place == Place.AFTER), item)


def to_the_end(agenda: Agenda, item: AgendaItem, public: bool) -> None:
    """Put an item last in a part, below no other."""
    agenda.items.remove(item)
    item.parent_id, item.public = None, public
    agenda.items.append(item)


async def follow(work: Work, agenda: Agenda, item: AgendaItem) -> None:
    """Let what stands below an item follow it into its part, and hide what is not public."""
    family = agenda.family(item)
    for one in family:
        one.public = item.public
    if not item.public:
        await hide(work, agenda, family)
