"""Planning a meeting: who sits, when and where, and its number through the term."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY, Permission
from rostra.agendas.building import add_usual
from rostra.agendas.deadlines import day_in
from rostra.agendas.events import MeetingCreated
from rostra.agendas.standing import standing_items_of
from rostra.agendas.steps import Step, finish_step, making_audience, present_agenda, refuse_empty
from rostra.errors import Invalid
from rostra.meetings.models import Meeting, MeetingOrganization, MeetingState
from rostra.organizations.models import LegislativeTerm, Location, Organization
from rostra.organizations.queries import lasts
from rostra.organizations.rules import rules_of
from rostra.rich_text import cleaned_text
from rostra.work import Work

MOST_ORGANIZATIONS = 10


@dataclass(frozen=True)
class Plan:
    """What a meeting is to be."""

    start: dt.datetime
    end: dt.datetime | None = None
    location_id: UUID | None = None
    name: str | None = None
    """Its name; of the committee and the number unless given."""
    public: bool | None = None
    """Whether it is public; as the standing orders say unless given (PUB-2, PUB-4)."""
    standing_items: bool = True
    """Whether the items that stand on every agenda are taken over from the last one."""


async def create_meeting(
    work: Work, organization_ids: Collection[UUID], plan: Plan, zone: ZoneInfo
) -> Meeting:
    """Enter a meeting of one or more organizations, the first of which leads."""
    sitting = await those_who_sit(work, organization_ids)
    body_id = sitting[0].body_id
    work.authorize_within(Permission.MEETING_KEEP, body_id, *(one.id for one in sitting))
    if plan.end is not None and plan.end <= plan.start:
        raise Invalid("ends", "A meeting ends after it has begun.")
    if plan.location_id is not None:
        await work.find(Location, plan.location_id)

    day = day_in(plan.start, zone)
    term = await term_on(work, body_id, day)
    number = await next_number(work, sitting[0].id, term)
    rules = await rules_of(work, body_id, sitting[0].id, day)
    name = cleaned_text(plan.name or "") or usual_name(sitting[0], number)
    refuse_empty(name)
    meeting = Meeting(
        body_id=body_id, name=name, number=number, start=plan.start, end=plan.end,
        legislative_term_id=term.id if term else None, location_id=plan.location_id,
        meeting_state=MeetingState.PLANNED, audience_id=NOBODY,
        public=rules.public_meetings if plan.public is None else plan.public,
    )  # fmt: skip
    await keep(work, meeting, sitting)
    if plan.standing_items:
        agenda = await present_agenda(work, meeting)
        await add_usual(work, agenda, await standing_items_of(work, meeting))
        await finish_step(work, agenda, Step.STANDING)
    return meeting


async def keep(work: Work, meeting: Meeting, sitting: Collection[Organization]) -> None:
    """Keep a new meeting with those who sit, read by those who prepare it."""
    work.add(meeting)
    await work.flush()
    work.add(
        *(
            MeetingOrganization(meeting_id=meeting.id, organization_id=one.id, position=position)
            for position, one in enumerate(sitting)
        )
    )
    await work.flush()
    meeting.audience_id = await making_audience(work, meeting)
    work.record(MeetingCreated(meeting.id))
    await work.flush()


async def those_who_sit(work: Work, organization_ids: Collection[UUID]) -> list[Organization]:
    """The organizations of a meeting in their order; all of one body."""
    wanted = list(dict.fromkeys(organization_ids))
    if not wanted:
        raise Invalid("organizations", "Please say who sits.")
    if len(wanted) > MOST_ORGANIZATIONS:
        raise Invalid("organizations", f"At most {MOST_ORGANIZATIONS} sit together.")
    sitting = [await work.find(Organization, one) for one in wanted]
    if len({one.body_id for one in sitting}) > 1:
        raise Invalid("organizations", "Those who sit together belong to one body.")
    return sitting


async def term_on(work: Work, body_id: UUID, day: dt.date) -> LegislativeTerm | None:
    """The legislative term of a body on the day."""
    term: LegislativeTerm | None = await work.first(
        work.readable(LegislativeTerm)
        .where(LegislativeTerm.body_id == body_id, lasts(LegislativeTerm, day))
        .order_by(LegislativeTerm.start_date.desc(), LegislativeTerm.id)
    )
    return term


async def next_number(work: Work, organization_id: UUID, term: LegislativeTerm | None) -> int:
    """The how-manieth sitting of the term the next one of an organization is."""
    numbers = (
        sa.select(sa.func.max(Meeting.number))
        .join(MeetingOrganization, MeetingOrganization.meeting_id == Meeting.id)
        .where(
            MeetingOrganization.organization_id == organization_id,
            MeetingOrganization.position == 0,
            Meeting.legislative_term_id == (term.id if term else None),
            Meeting.audience_id != NOBODY,
        )
    )
    return (await work.first(numbers) or 0) + 1


def usual_name(organization: Organization, number: int) -> str:
    """What a meeting is called unless somebody says otherwise."""
    return f"{organization.name or organization.short_name or 'Gremium'}, {number}. Sitzung"
