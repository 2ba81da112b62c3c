"""Standing items: what stands on every agenda of a committee."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY
from rostra.agendas.deadlines import day_in
from rostra.agendas.seats import organization_ids_of, rules_for
from rostra.meetings.models import AgendaItem, ItemType, Meeting, MeetingOrganization
from rostra.work import Work

KEPT = (
    ItemType.OPENING,
    ItemType.MINUTES,
    ItemType.QUESTION_TIME,
    ItemType.INFORMATION,
    ItemType.STANDING,
)
"""The types of items that are taken over from one agenda to the next."""
OPENING = (ItemType.OPENING, ItemType.MINUTES)


@dataclass(frozen=True)
class Usual:
    """An item as it usually stands on the agenda."""

    name: str
    item_type: ItemType | None
    public: bool = True
    time_limit: int | None = None
    below: str | None = None
    """The name of the item below which it stands."""
    opens: bool = False
    """Whether it comes before everything else."""


FIRST_AGENDA = (
    Usual("Eröffnung und Feststellung der Beschlussfähigkeit", ItemType.OPENING, opens=True),
    Usual("Bestätigung der Tagesordnung", ItemType.OPENING, opens=True),
    Usual("Genehmigung der Niederschrift", ItemType.MINUTES, opens=True),
    Usual("Fragestunde der Einwohnerinnen und Einwohner", ItemType.QUESTION_TIME),
    Usual("Mitteilungen", ItemType.INFORMATION),
)
"""What stands on the agenda of a committee that has had none."""


async def standing_items_of(work: Work, meeting: Meeting) -> list[Usual]:
    """The standing items of who leads a meeting: those of its last one, or the usual first ones."""
    last = await last_meeting(work, meeting)
    found = await structure_of(work, last.id) if last else []
    if found:
        return found
    day: dt.date = day_in(meeting.start or work.now, work.zone)
    rules = await rules_for(work, meeting, day)
    public = meeting.public is not False
    return [
        Usual(
            one.name,
            one.item_type,
            public,
            rules.question_time_minutes if one.item_type == ItemType.QUESTION_TIME else None,
            opens=one.opens,
        )
        for one in FIRST_AGENDA
    ]


async def structure_of(work: Work, meeting_id: UUID) -> list[Usual]:
    """The standing items of an agenda, and those items below which one of them stands."""
    agenda = await work.fetch(
        work.readable(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.audience_id != NOBODY)
        .order_by(AgendaItem.order, AgendaItem.id)
    )
    by_id = {one.id: one for one in agenda}
    wanted = {one.id for one in agenda if one.item_type in KEPT}
    for item_id in list(wanted):
        parent_id = by_id[item_id].parent_id
        while parent_id in by_id and parent_id not in wanted:
            wanted.add(parent_id)
            parent_id = by_id[parent_id].parent_id
    return [usual(one, by_id) for one in agenda if one.id in wanted]


def usual(item: AgendaItem, by_id: dict[UUID, AgendaItem]) -> Usual:
    """An item of a former agenda as a usual one, without anything that was said to it."""
    above = by_id.get(item.parent_id) if item.parent_id else None
    kind = ItemType(item.item_type) if item.item_type else None
    return Usual(
        item.name or "",
        kind,
        item.public is not False,
        item.time_limit,
        above.name if above else None,
        kind in OPENING and above is None,
    )


async def last_meeting(work: Work, meeting: Meeting) -> Meeting | None:
    """The meeting of the same leading organization before this one."""
    leading = (await organization_ids_of(work, meeting))[:1]
    found: Meeting | None = await work.first(
        work.readable(Meeting)
        .join(MeetingOrganization, MeetingOrganization.meeting_id == Meeting.id)
        .where(
            MeetingOrganization.organization_id.in_(leading),
            MeetingOrganization.position == 0,
            Meeting.id != meeting.id,
            sa.or_(Meeting.cancelled.is_(None), Meeting.cancelled.is_(False)),
            Meeting.start < (meeting.start or work.now),
        )
        .order_by(Meeting.start.desc(), Meeting.id)
    )
    return found
