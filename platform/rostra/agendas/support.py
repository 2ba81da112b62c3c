"""Whether a request for an item has enough support, and for which meeting it is in time (AGD-1)."""

import datetime as dt
import math
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY
from rostra.agendas.deadlines import day_in
from rostra.agendas.models import Fate, ItemRequest, Signatory
from rostra.agendas.seats import SITTING_OFFICES, organization_ids_of
from rostra.meetings.models import AgendaItem, Meeting, MeetingOrganization
from rostra.organizations.models import Membership
from rostra.organizations.queries import lasts
from rostra.organizations.rules import rules_of
from rostra.work import Work


@dataclass(frozen=True)
class Support:
    """Who stands behind a request."""

    signed: int
    """How many signed who may vote."""
    needed: int
    """How many are needed; for a faction's request one."""
    since: dt.datetime | None
    """When there were enough; None while there are not."""

    @property
    def enough(self) -> bool:
        """Whether it must be put on the agenda."""
        return self.since is not None


async def supports_of(
    work: Work, requests: Collection[ItemRequest], zone: ZoneInfo
) -> dict[UUID, Support]:
    """Who stands behind each request, counted from the memberships with a vote today."""
    return {one.id: await support_of(work, one, zone) for one in requests}


async def support_of(work: Work, asked: ItemRequest, zone: ZoneInfo) -> Support:
    """Who stands behind a request."""
    day = day_in(work.now, zone)
    voting = sa.select(Membership.person_id).where(
        Membership.organization_id == asked.organization_id,
        lasts(Membership, day),
        sa.or_(Membership.voting_right.is_(None), Membership.voting_right.is_(True)),
        sa.or_(Membership.office.is_(None), Membership.office.in_(SITTING_OFFICES)),
    )
    signed = await work.fetch(
        sa.select(Signatory.signed)
        .where(Signatory.request_id == asked.id, Signatory.person_id.in_(voting))
        .order_by(Signatory.signed)
    )
    if asked.faction_id is not None:
        return Support(len(signed), 1, asked.received)
    rules = await rules_of(work, asked.body_id, asked.organization_id, day)
    members = await work.count(voting.distinct())
    needed = max(1, math.ceil(rules.request_share * (rules.legal_number or members) - 1e-9))
    return Support(len(signed), needed, signed[needed - 1] if len(signed) >= needed else None)


async def meeting_in_time(work: Work, asked: ItemRequest, zone: ZoneInfo) -> UUID | None:
    """The next meeting for which a request came in time, as far as one is planned."""
    support = await support_of(work, asked, zone)
    planned = await work.fetch(
        sa.select(Meeting)
        .join(MeetingOrganization, MeetingOrganization.meeting_id == Meeting.id)
        .where(
            MeetingOrganization.organization_id == asked.organization_id,
            Meeting.start > asked.received,
            Meeting.audience_id != NOBODY,
            sa.or_(Meeting.cancelled.is_(None), Meeting.cancelled.is_(False)),
        )
        .order_by(Meeting.start, Meeting.id)
    )
    for meeting in planned:
        if support.since and await came_in_time(work, asked, support, meeting, zone):
            found: UUID = meeting.id
            return found
    return None


async def came_in_time(
    work: Work, asked: ItemRequest, support: Support, meeting: Meeting, zone: ZoneInfo
) -> bool:
    """Whether there was enough support so many days before a meeting as is needed."""
    if support.since is None or meeting.start is None:
        return False
    day = day_in(meeting.start, zone)
    rules = await rules_of(work, asked.body_id, asked.organization_id, day)
    return day_in(support.since, zone) <= day - dt.timedelta(days=rules.request_days)


async def open_requests_for(work: Work, meeting: Meeting, zone: ZoneInfo) -> list[ItemRequest]:
    """The requests that came in time for a meeting and are neither on an agenda nor decided."""
    organizations = await organization_ids_of(work, meeting)
    asked = await work.fetch(
        work.readable(ItemRequest)
        .where(
            ItemRequest.organization_id.in_(organizations),
            ItemRequest.fate.in_((Fate.OPEN, Fate.ACCEPTED)),
        )
        .order_by(ItemRequest.received, ItemRequest.id)
    )
    found = []
    for one in asked:
        if await is_on_agenda(work, one):
            continue
        if await came_in_time(work, one, await support_of(work, one, zone), meeting, zone):
            found.append(one)
    return found


async def is_on_agenda(work: Work, asked: ItemRequest) -> bool:
    """Whether the item that was asked for stands on an agenda that is to be dealt with."""
    if asked.agenda_item_id is None:
        return False
    found = await work.first(
        sa.select(AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.id == asked.agenda_item_id,
            AgendaItem.audience_id != NOBODY,
            sa.or_(Meeting.cancelled.is_(None), Meeting.cancelled.is_(False)),
        )
    )
    return found is not None
