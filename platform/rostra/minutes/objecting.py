"""Objecting to minutes, within the time that the standing orders give (MIN-3)."""

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC, Permission
from rostra.agendas.deadlines import day_in
from rostra.agendas.seats import members_tokens, rules_for
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.meetings.models import AgendaItem, Meeting
from rostra.meetings.queries import places_of
from rostra.minutes.events import ObjectionAnswered, ObjectionRaised
from rostra.minutes.models import Minutes, MinutesState, Objection, ObjectionState
from rostra.minutes.writing import locked
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_OBJECTION = 5_000
MOST_OBJECTIONS = 20
"""How many objections of one member may wait for an answer; each keeps minutes from approval."""


async def last_day_to_object(
    work: Work, minutes: Minutes, meeting: Meeting, zone: ZoneInfo
) -> dt.date | None:
    """Until when members may object; None before the minutes are signed."""
    if minutes.signed is None:
        return None
    day = day_in(minutes.signed, zone)
    rules = await rules_for(work, meeting, day)
    return day + dt.timedelta(days=rules.objection_days)


async def object_to_minutes(
    work: Work, minutes_id: UUID, text: str, zone: ZoneInfo, item_id: UUID | None = None
) -> Objection:
    """Say what is wrong in signed minutes, as a member, in time."""
    minutes, meeting = await locked(work, minutes_id)
    work.authorize_within(Permission.MINUTES_OBJECT, *await places_of(work, meeting))
    if work.actor.person_id is None:
        raise NotPermitted("MIN-3: Only members object to minutes.")
    if minutes.state != MinutesState.SIGNED:
        raise Conflict(
            "MIN-3: Members may object once minutes are signed, until they are approved."
        )
    last = await last_day_to_object(work, minutes, meeting, zone)
    if last is not None and day_in(work.now, zone) > last:
        days = (last - day_in(minutes.signed or work.now, zone)).days
        raise Conflict(f"MIN-3: Objections were possible for {days} days after the signatures.")
    await refuse_beyond_measure(work, minutes, work.actor.person_id)
    item = await work.find(AgendaItem, item_id) if item_id else None
    if item is not None and item.meeting_id != meeting.id:
        raise Invalid("agendaItem", "This item was not on the agenda of the meeting.")

    within = PUBLIC if item is None else item.audience_id
    members = await work.audience(await members_tokens(work, meeting))
    objection = Objection(
        body_id=meeting.body_id,
        minutes_id=minutes.id,
        agenda_item_id=item.id if item else None,
        person_id=work.actor.person_id,
        text=checked(text, "text"),
        state=ObjectionState.OPEN,
        audience_id=members if within == PUBLIC else within,
    )
    work.add(objection)
    await work.flush()
    work.record(ObjectionRaised(objection.id))
    return objection


async def refuse_beyond_measure(work: Work, minutes: Minutes, person_id: UUID) -> None:
    """Refuse one more objection of somebody of whom so many wait for an answer."""
    waiting = sa.select(Objection.id).where(
        Objection.minutes_id == minutes.id,
        Objection.person_id == person_id,
        Objection.state == ObjectionState.OPEN,
        Objection.audience_id != NOBODY,
    )
    if await work.count(waiting) >= MOST_OBJECTIONS:
        raise Conflict(f"MIN-3: {MOST_OBJECTIONS} of your objections wait for an answer already.")


def checked(text: str, field: str) -> str:
    """What was written, refused when there is nothing or too much."""
    cleaned = cleaned_text(text)
    if not cleaned:
        raise Invalid(field, "Please write something.")
    if len(cleaned) > LONGEST_OBJECTION:
        raise Invalid(
            field, f"This is {len(cleaned)} characters long; at most {LONGEST_OBJECTION} fit."
        )
    return cleaned


async def answer_objection(
    work: Work, objection_id: UUID, accepted: bool, answer: str
) -> Objection:
    """Accept an objection, so that the minutes are corrected and signed again, or refuse it."""
    objection = await work.find(Objection, objection_id)
    _, meeting = await locked(work, objection.minutes_id)
    work.authorize_within(Permission.MINUTES_KEEP, *await places_of(work, meeting))
    await work.db.refresh(objection)
    if objection.state != ObjectionState.OPEN or objection.audience_id == NOBODY:
        raise Conflict("MIN-3: This objection is answered already.")

    objection.state = ObjectionState.ACCEPTED if accepted else ObjectionState.REFUSED
    objection.answer = checked(answer, "answer")
    work.record(ObjectionAnswered(objection.id))
    return objection
