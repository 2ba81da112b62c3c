"""Putting an item on the agenda while the council sits (AGD-2)."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from rostra.access import NOBODY, PUBLIC, Permission
from rostra.agendas.building import MOST_ITEMS
from rostra.agendas.comparing import plain
from rostra.agendas.deadlines import day_in
from rostra.agendas.deputies import guest_ids_of
from rostra.agendas.events import ItemAdded, ItemAddedInside
from rostra.agendas.freezing import freeze, freeze_public, last_version
from rostra.agendas.models import AgendaVersion, Edition, Occasion
from rostra.agendas.seats import members_tokens, rules_for
from rostra.agendas.wording import item_said
from rostra.errors import Conflict
from rostra.meetings.models import AgendaItem, ItemState, Meeting
from rostra.meetings.queries import places_of
from rostra.meetings.showing import show_neutral_titles
from rostra.work import Work


class Added(NamedTuple):
    """An item that was put on the agenda, and whether everybody may know that one was."""

    item: AgendaItem
    openly: bool


async def add_in_the_meeting(work: Work, meeting_id: UUID, name: str, public: bool) -> Added:
    """Put an item at the end of a part of the agenda, as the council decided (AGD-2).

    Numbers run on: what comes after it moves on by one. The agenda as it now stands is frozen as
    another version.
    """
    meeting = await work.find(Meeting, meeting_id)
    work.authorize_within(Permission.MEETING_CHAIR, *await places_of(work, meeting))
    agenda = await whole_agenda(work, meeting)
    if len(agenda) >= MOST_ITEMS:
        raise Conflict(f"An agenda has {MOST_ITEMS} items at most.")

    moved = make_room(agenda, public)
    item = await placed(work, meeting, agenda, name, public)
    before = await last_version(work, meeting.id, Edition.FULL)
    known = [item, *sent_out(agenda, before)]
    titles: list[UUID] = []
    if meeting.audience_id == PUBLIC:
        rules = await rules_for(work, meeting, day_in(meeting.start or work.now, work.zone))
        titles = await show_neutral_titles(work, meeting, known, rules)
    if before is not None:
        await keep_version(work, meeting, before, known)
    tell(work, meeting, [item, *moved], titles)
    return Added(item, item.audience_id == PUBLIC or bool(titles))


async def whole_agenda(work: Work, meeting: Meeting) -> list[AgendaItem]:
    """All items of the meeting in order, held until the work is complete."""
    return await work.fetch(
        work.readable(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.audience_id != NOBODY)
        .order_by(AgendaItem.order, AgendaItem.id)
        .with_for_update()
    )


def make_room(agenda: Sequence[AgendaItem], public: bool) -> list[AgendaItem]:
    """Let what comes after the end of a part move on by one; what moved."""
    moved = [one for one in agenda if one.order >= next_order(agenda, public)]
    number = next_number(agenda, public)
    later = [one for one in agenda if root_number(one) >= number]
    for one in moved:
        one.order += 1
    for one in later:
        one.number = moved_on(one)
    return [one for one in agenda if one in moved or one in later]


def next_order(agenda: Sequence[AgendaItem], public: bool) -> int:
    """The place at the end of a part."""
    return 1 + max((one.order for one in agenda if not public or in_public(one)), default=-1)


def next_number(agenda: Sequence[AgendaItem], public: bool) -> int:
    """The number that comes at the end of a part."""
    return 1 + max((root_number(one) for one in agenda if not public or in_public(one)), default=0)


async def placed(
    work: Work, meeting: Meeting, agenda: Sequence[AgendaItem], name: str, public: bool
) -> AgendaItem:
    """The new item at the end of its part, where the others made room for it."""
    openly = public and meeting.audience_id == PUBLIC
    tokens = await members_tokens(work, meeting, await guest_ids_of(work, meeting))
    item = AgendaItem(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        name=name,
        public=public,
        order=next_order(agenda, public),
        number=str(next_number(agenda, public)),
        state=ItemState.PENDING,
        audience_id=PUBLIC if openly else await work.audience(tokens),
    )
    work.add(item)
    await work.flush()
    return item


def in_public(item: AgendaItem) -> bool:
    """Whether an item stands in the public part."""
    return item.public is not False


def root_number(item: AgendaItem) -> int:
    """The whole number of an item, or of that under which it stands; 0 where it has none."""
    root = (item.number or "").split(".")[0]
    return int(root) if root.isdecimal() else 0


def moved_on(item: AgendaItem) -> str:
    """The number of an item that makes room for another before it."""
    _, dot, below = (item.number or "").partition(".")
    return f"{root_number(item) + 1}{dot}{below}"


def sent_out(agenda: Sequence[AgendaItem], before: AgendaVersion | None) -> list[AgendaItem]:
    """The items that went out to their readers; what was only drafted did not."""
    said = {str(one["id"]) for one in before.content["items"]} if before else set()
    return [
        one for one in agenda
        if before is None or one.audience_id == PUBLIC or str(one.id) in said
    ]  # fmt: skip


async def keep_version(
    work: Work, meeting: Meeting, before: AgendaVersion, agenda: Sequence[AgendaItem]
) -> None:
    """Freeze the agenda with the new item, for those inside and, where they see it, everybody."""
    await work.flush()
    said = {str(one["id"]): one for one in before.content["items"]}
    items = [
        {
            **plain(said.get(str(one.id)) or item_said(one, [])),
            "number": one.number,
            "public": in_public(one),
        }
        for one in sorted(agenda, key=lambda one: one.order)
    ]
    content = {"meeting": before.content["meeting"], "items": items}
    await freeze(work, meeting, content, Edition.FULL, Occasion.ADDITION, None, before.audience_id)
    await freeze_public(work, meeting, Occasion.ADDITION, None)


def tell(work: Work, meeting: Meeting, items: Sequence[AgendaItem], titles: list[UUID]) -> None:
    """Record what everybody may know of, and apart from it what is known inside alone."""
    openly = tuple(one.id for one in items if one.audience_id == PUBLIC)
    inside = tuple(one.id for one in items if one.audience_id != PUBLIC)
    if openly or titles:
        work.record(ItemAdded(meeting.id, openly, tuple(titles)))
    if inside:
        work.record(ItemAddedInside(meeting.id, inside, ()))
