"""Readings of meetings, agendas and attendance."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rostra.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingOrganization,
    NeutralTitle,
)
from rostra.organizations.models import Organization
from rostra.organizations.queries import ORGANIZATION
from rostra.paging import Order, Sheet, Stretch, sheets, sizes
from rostra.people.models import Person
from rostra.reading import Shape
from rostra.work import Work

MEETING = Shape(Meeting, without=("created", "keyword", "license"))
AGENDA_ITEM = Shape(AgendaItem, without=("created", "keyword", "license"))
NEUTRAL_TITLE = Shape(NeutralTitle, without=("created", "modified"))

EARLIEST_FIRST = Order("meetings.start", Meeting.start)
LATEST_FIRST = Order("meetings.-start", Meeting.start, descending=True)
DECIDED_LAST_FIRST = Order("decisions.-start", Meeting.start, descending=True)


async def meetings_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Meeting]:
    """The meetings with these ids that the actor may read."""
    return await MEETING.by_id(work, ids)


async def agenda_items_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, AgendaItem]:
    """The agenda items with these ids that the actor may read."""
    return await AGENDA_ITEM.by_id(work, ids)


def meetings(
    work: Work,
    start_from: dt.datetime | None = None,
    start_before: dt.datetime | None = None,
    organization_ids: Collection[UUID] = (),
    body_id: UUID | None = None,
    state: str | None = None,
    cancelled: bool | None = None,
    text: str | None = None,
) -> sa.Select[Meeting]:
    """The meetings of a time, of organizations, of a body, in a state, with words in the name."""
    found = MEETING.select(work)
    if start_from is not None:
        found = found.where(Meeting.start >= start_from)
    if start_before is not None:
        found = found.where(Meeting.start < start_before)
    if organization_ids:
        found = found.where(Meeting.id.in_(meeting_ids_of(work, organization_ids)))
    if body_id is not None:
        found = found.where(Meeting.body_id == body_id)
    if state is not None:
        found = found.where(Meeting.meeting_state == state)
    if cancelled is not None:
        is_cancelled = sa.func.coalesce(Meeting.cancelled, sa.false())
        found = found.where(is_cancelled if cancelled else sa.not_(is_cancelled))
    if text:
        found = found.where(Meeting.name.icontains(text, autoescape=True))
    return found


def meeting_ids_of(work: Work, organization_ids: Collection[UUID]) -> sa.Select[UUID]:
    """The ids of the meetings in which one of the organizations sits."""
    return (
        sa.select(MeetingOrganization.meeting_id)
        .join(Organization, Organization.id == MeetingOrganization.organization_id)
        .where(
            work.may_read(Organization),
            MeetingOrganization.organization_id.in_(organization_ids),
        )
    )


def meetings_below(
    work: Work,
    organization_ids: Collection[UUID],
    start_from: dt.datetime | None = None,
    start_before: dt.datetime | None = None,
) -> sa.Select[Meeting]:
    """The meetings in which each organization sits, with the organization's id before them."""
    found = (
        MEETING.select(work, MeetingOrganization.organization_id)
        .join(MeetingOrganization, MeetingOrganization.meeting_id == Meeting.id)
        .join(Organization, Organization.id == MeetingOrganization.organization_id)
        .where(
            work.may_read(Organization),
            MeetingOrganization.organization_id.in_(organization_ids),
        )
    )
    if start_from is not None:
        found = found.where(Meeting.start >= start_from)
    if start_before is not None:
        found = found.where(Meeting.start < start_before)
    return found


async def meeting_sheets(
    work: Work, organization_ids: Collection[UUID], order: Order, stretch: Stretch, **time: Any
) -> dict[UUID, Sheet[Meeting]]:
    """A page of the meetings of each organization."""
    below = meetings_below(work, organization_ids, **time)
    return await sheets(work, MEETING, below, order, stretch)


async def meeting_counts(
    work: Work, organization_ids: Collection[UUID], **time: Any
) -> dict[UUID, int]:
    """How many meetings each organization has."""
    return await sizes(work, meetings_below(work, organization_ids, **time), organization_ids)


async def agenda_of(work: Work, meeting_ids: Collection[UUID]) -> dict[UUID, list[AgendaItem]]:
    """The agenda of each meeting as the actor may read it, in the order in which it is called."""
    agenda = (
        AGENDA_ITEM.select(work, AgendaItem.meeting_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(work.may_read(Meeting), AgendaItem.meeting_id.in_(meeting_ids))
        .order_by(AgendaItem.order, AgendaItem.id)
    )
    return await AGENDA_ITEM.grouped(work, agenda)


async def neutral_titles_of(
    work: Work, meeting_ids: Collection[UUID]
) -> dict[UUID, list[NeutralTitle]]:
    """What the actor may know of those items of each meeting that they may not read."""
    read = sa.select(AgendaItem.id).where(
        work.may_read(AgendaItem), AgendaItem.meeting_id.in_(meeting_ids)
    )
    titles = (
        NEUTRAL_TITLE.select(work, NeutralTitle.meeting_id)
        .join(Meeting, Meeting.id == NeutralTitle.meeting_id)
        .where(
            work.may_read(Meeting),
            NeutralTitle.meeting_id.in_(meeting_ids),
            NeutralTitle.agenda_item_id.not_in(read),
        )
        .order_by(NeutralTitle.order, NeutralTitle.id)
    )
    return await NEUTRAL_TITLE.grouped(work, titles)


async def items_below(work: Work, item_ids: Collection[UUID]) -> dict[UUID, list[AgendaItem]]:
    """The items that stand below each item on a nested agenda, in order."""
    above = aliased(AgendaItem)
    below = (
        AGENDA_ITEM.select(work, AgendaItem.parent_id)
        .join(above, above.id == AgendaItem.parent_id)
        .where(work.may_read(above), AgendaItem.parent_id.in_(item_ids))
        .order_by(AgendaItem.order, AgendaItem.id)
    )
    return await AGENDA_ITEM.grouped(work, below)


async def organizations_of_meetings(
    work: Work, meeting_ids: Collection[UUID]
) -> dict[UUID, list[Organization]]:
    """The organizations that sit in each meeting; the first leads."""
    sitting = (
        ORGANIZATION.select(work, MeetingOrganization.meeting_id)
        .join(MeetingOrganization, MeetingOrganization.organization_id == Organization.id)
        .join(Meeting, Meeting.id == MeetingOrganization.meeting_id)
        .where(work.may_read(Meeting), MeetingOrganization.meeting_id.in_(meeting_ids))
        .order_by(MeetingOrganization.position, Organization.id)
    )
    return await ORGANIZATION.grouped(work, sitting)


async def attendances_of(work: Work, meeting_ids: Collection[UUID]) -> dict[UUID, list[Attendance]]:
    """Who was at each meeting and who was not, in the order of the minutes."""
    columns = sa.inspect(Attendance).columns
    listed = (
        sa.select(*columns)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Person, Person.id == Attendance.person_id)
        .where(
            work.may_read(Meeting), work.may_read(Person), Attendance.meeting_id.in_(meeting_ids)
        )
        .order_by(Attendance.position, Attendance.person_id)
    )
    found: dict[UUID, list[Attendance]] = defaultdict(list)
    for row in await work.rows(listed):
        found[row.meeting_id].append(row)
    return found


def decisions(work: Work, body_id: UUID | None = None) -> sa.Select[AgendaItem]:
    """The agenda items of meetings that have a result."""
    # Without statistics SQLite would read all items and then look up their meetings one by one;
    # hidden from its index, the meeting's id makes it go from the latest meeting to its items.
    meeting_id = sa.func.coalesce(Meeting.id, Meeting.id)
    decided = (
        AGENDA_ITEM.select(work)
        .join(Meeting, meeting_id == AgendaItem.meeting_id)
        .where(work.may_read(Meeting), AgendaItem.result.is_not(None), AgendaItem.result != "")
    )
    return decided if body_id is None else decided.where(AgendaItem.body_id == body_id)


async def places_of(work: Work, meeting: Meeting) -> tuple[UUID, ...]:
    """The body of a meeting and the organizations that sit in it: where permissions hold."""
    sitting = await work.fetch(
        sa.select(MeetingOrganization.organization_id)
        .where(MeetingOrganization.meeting_id == meeting.id)
        .order_by(MeetingOrganization.position)
    )
    return (meeting.body_id, *sitting)
