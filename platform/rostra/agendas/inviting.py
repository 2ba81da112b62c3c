"""Inviting to a meeting, adding to its agenda, moving and cancelling it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import Permission
from rostra.agendas.checks import moving_checks
from rostra.agendas.events import (
    AgendaSupplemented,
    MeetingCancelled,
    MeetingInvited,
    MeetingMoved,
    NoticeTermsChanged,
)
from rostra.agendas.models import Occasion
from rostra.agendas.opening import folder_of
from rostra.agendas.preflight import examined, inspection_of, refuse_blocked, refuse_findings
from rostra.agendas.seats import sitting_has_begun
from rostra.agendas.sending import Errand, known_others, send_again, send_out
from rostra.agendas.summoning import Invited
from rostra.agendas.urgency import put_urgency_first
from rostra.errors import Conflict, Invalid
from rostra.meetings.models import Meeting, MeetingState
from rostra.meetings.queries import places_of
from rostra.organizations.models import Location
from rostra.people.models import Person
from rostra.people.queries import persons_named
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_NOTE = 2_000
MOST_GUESTS = 50


@dataclass(frozen=True)
class Reason:
    """Why another version goes out: in words for those who are invited, and for everybody."""

    note: str | None = None
    public_note: str | None = None


async def invite_meeting(
    work: Work, meeting_id: UUID, zone: ZoneInfo, guest_ids: Collection[UUID] = ()
) -> Meeting:
    """Send the invitation: freeze the agenda, let its readers in, give public notice.

    Refused where the preflight finds something that stands in the way (INV-1 to INV-3, PUB-1).
    """
    meeting = await taken(work, meeting_id)
    if meeting.meeting_state in (MeetingState.INVITED, MeetingState.HELD):
        raise Conflict("The invitation to this meeting has gone out already.")
    for one in guest_ids:
        await work.find(Person, one)
    refuse_blocked(await examined(work, meeting, zone))

    meeting.meeting_state = MeetingState.INVITED
    guests = [Invited(one, guest=True) for one in dict.fromkeys(guest_ids)]
    await send_out(work, meeting, zone, Errand(Occasion.INVITATION, MeetingInvited), guests)
    return meeting


async def guests_named(work: Work, meeting_id: UUID, lines: str | None) -> list[UUID]:
    """The persons whose names stand in the lines; Invalid where nobody or more are called so."""
    names = dict.fromkeys(name for line in (lines or "").splitlines() if (name := line.strip()))
    if len(names) > MOST_GUESTS:
        raise Invalid("names", f"More than {MOST_GUESTS} guests at once.")
    meeting = await work.find(Meeting, meeting_id)
    return [one.id for one in await persons_named(work, meeting.body_id, list(names))]


async def supplement_agenda(
    work: Work, meeting_id: UUID, zone: ZoneInfo, reason: Reason
) -> Meeting:
    """Send the agenda as it stands now as a supplement: another version, its changes marked."""
    meeting = await taken(work, meeting_id)
    refuse_unless_invited(meeting, work.now)
    note = said("note", reason.note)
    if note is None:
        raise Invalid("note", "Please say why the agenda is supplemented.")
    refuse_blocked(await examined(work, meeting, zone))

    errand = Errand(
        Occasion.SUPPLEMENT, AgendaSupplemented, note, said("publicNote", reason.public_note)
    )
    await send_out(work, meeting, zone, errand, await known_others(work, meeting))
    return meeting


async def move_meeting(
    work: Work,
    meeting_id: UUID,
    start: dt.datetime,
    zone: ZoneInfo,
    reason: Reason,
    end: dt.datetime | None = None,
    location_id: UUID | None = None,
) -> Meeting:
    """Hold a meeting at another time or place; everybody is told, and asked anew to answer."""
    meeting = await taken(work, meeting_id)
    refuse_unless_to_come(meeting, work.now)
    note = said("note", reason.note)
    if end is not None and end <= start:
        raise Invalid("end", "A meeting ends after it has begun.")
    if location_id is not None:
        await work.find(Location, location_id)
    if (start, location_id or meeting.location_id) == (meeting.start, meeting.location_id):
        raise Invalid("day", "The meeting is at this time and place already.")

    if start != meeting.start:
        meeting.moved_from = meeting.start
        meeting.end = end or later_by(meeting.end, meeting.start, start)
    meeting.start = start
    meeting.location_id = location_id or meeting.location_id
    if meeting.meeting_state == MeetingState.INVITED:
        seen = await inspection_of(work, await folder_of(work, meeting), zone)
        refuse_findings(moving_checks(seen))
    errand = Errand(Occasion.MOVE, MeetingMoved, note, said("publicNote", reason.public_note))
    await send_again(work, meeting, zone, errand)
    return meeting


async def cancel_meeting(
    work: Work, meeting_id: UUID, zone: ZoneInfo, public_reason: str | None = None
) -> Meeting:
    """Call a meeting off; everybody is told, with a reason that all its readers read."""
    meeting = await taken(work, meeting_id)
    refuse_unless_to_come(meeting, work.now, late=True)
    because = said("reason", public_reason)

    meeting.cancelled, meeting.cancelled_because = True, because
    errand = Errand(Occasion.CANCELLATION, MeetingCancelled, because, because)
    await send_again(work, meeting, zone, errand)
    return meeting


async def set_notice_terms(
    work: Work, meeting_id: UUID, urgent: bool, second_summons: bool
) -> Meeting:
    """Say whether a meeting in the making is urgent (INV-3) or called a second time (QUO-2).

    An urgent meeting gets an item by which the council establishes the urgency.
    """
    meeting = await taken(work, meeting_id)
    if meeting.meeting_state in (MeetingState.INVITED, MeetingState.HELD):
        raise Conflict("INV-3: The invitation has gone out and says what it says.")
    meeting.urgent, meeting.second_summons = urgent, second_summons
    if urgent:
        await put_urgency_first(work, meeting)
    work.record(NoticeTermsChanged(meeting.id))
    return meeting


async def taken(work: Work, meeting_id: UUID) -> Meeting:
    """The meeting for somebody who may keep it, one at a time."""
    await work.first(sa.select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
    meeting = await work.find(Meeting, meeting_id)
    work.authorize_within(Permission.MEETING_KEEP, *await places_of(work, meeting))
    if await sitting_has_begun(work, meeting.id):
        raise Conflict("The sitting has been opened; nothing is sent for it any more.")
    return meeting


def refuse_unless_to_come(meeting: Meeting, now: dt.datetime, late: bool = False) -> None:
    """Refuse for what was cancelled or held, or has begun unless that is no matter."""
    if meeting.cancelled:
        raise Conflict("This meeting was cancelled.")
    if meeting.meeting_state == MeetingState.HELD:
        raise Conflict("This meeting was held already.")
    if not late and meeting.start is not None and meeting.start <= now:
        raise Conflict("This meeting would have begun already.")


def refuse_unless_invited(meeting: Meeting, now: dt.datetime) -> None:
    """Refuse where no invitation went out, or where it is too late for another one."""
    refuse_unless_to_come(meeting, now)
    if meeting.meeting_state != MeetingState.INVITED:
        raise Conflict("The invitation to this meeting has not gone out yet.")


def later_by(
    end: dt.datetime | None, start: dt.datetime | None, new_start: dt.datetime
) -> dt.datetime | None:
    """The end of a meeting that lasts as long as before."""
    return new_start + (end - start) if end and start else None


def said(field: str, text: str | None) -> str | None:
    """A note as plain text, or None where nothing is said."""
    cleaned = cleaned_text(text or "")
    if len(cleaned) > LONGEST_NOTE:
        raise Invalid(field, f"This is {len(cleaned)} characters long; at most {LONGEST_NOTE} fit.")
    return cleaned or None
