"""Minutes that write themselves: from what was recorded of a sitting, as often as one likes.

What was recorded (presence, speeches, motions, ballots, exclusions) is never copied into the
clerk's text: it is read anew beside it, so that bringing minutes up to date overwrites nothing.
"""

from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY, Permission
from rostra.agendas.deadlines import day_in
from rostra.agendas.models import AgendaVersion, Answer, Reply
from rostra.agendas.seats import Seat, legal_number, rules_for, seats_of
from rostra.errors import Conflict
from rostra.meetings.models import AgendaItem, Meeting
from rostra.meetings.queries import places_of
from rostra.minutes.events import MinutesDrafted
from rostra.minutes.models import (
    Absence,
    Minutes,
    MinutesEntry,
    MinutesEntryVersion,
    MinutesState,
)
from rostra.minutes.readers import agenda_as_whole, show_to_circle, whole
from rostra.minutes.voiding import void_signatures
from rostra.people.models import Account
from rostra.sittings.models import Pause, Presence, QuorumFinding, Sitting
from rostra.work import Work


async def draft_minutes(work: Work, meeting_id: UUID, zone: ZoneInfo) -> Minutes:
    """Begin the minutes of a meeting, or bring their facts up to date (ThürKO § 42).

    It can be done while the sitting runs; nothing that a clerk wrote is touched.
    """
    meeting = await work.find(Meeting, meeting_id)
    work.authorize_within(Permission.MINUTES_KEEP, *await places_of(work, meeting))
    if meeting.cancelled:
        raise Conflict("This meeting was cancelled; there is nothing to write minutes of.")
    if meeting.start is None or day_in(meeting.start, zone) > day_in(work.now, zone):
        raise Conflict("Minutes can be written from the day of the meeting on.")
    minutes: Minutes | None = await work.first(
        sa.select(Minutes).where(Minutes.meeting_id == meeting.id).with_for_update()
    )
    if minutes is not None and minutes.state in (MinutesState.APPROVED, MinutesState.PUBLISHED):
        raise Conflict("MIN-3: These minutes are approved; what was recorded stands.")
    if minutes is None:
        minutes = await begun(work, meeting)
    await show_to_circle(work, minutes, meeting, zone)
    seats = await seats_of(work, meeting, day_in(meeting.start, zone))
    fresh = await add_entries(work, minutes, await agenda_as_whole(work, meeting.id))
    changed = await note_head(work, minutes, meeting, seats, zone)
    missed = await note_absences(work, minutes, meeting, seats)
    if fresh or changed or missed:
        await void_signatures(work, minutes)
    await show_to_circle(work, minutes, meeting, zone)
    work.record(MinutesDrafted(minutes.id))
    return minutes


async def begun(work: Work, meeting: Meeting) -> Minutes:
    """New minutes, which nobody reads yet."""
    account = await work.db.get(Account, work.actor.account_id) if work.actor.account_id else None
    minutes = Minutes(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        state=MinutesState.DRAFT,
        secretary_id=work.actor.person_id,
        secretary_name=account.display_name if account and not work.actor.person_id else None,
        audience_id=NOBODY,
    )
    work.add(minutes)
    await work.flush()
    return minutes


async def add_entries(work: Work, minutes: Minutes, agenda: list[AgendaItem]) -> bool:
    """One entry for each item, in the order of the agenda; whether any is new."""
    known = {
        one.agenda_item_id: one
        for one in await work.fetch(
            sa.select(MinutesEntry).where(MinutesEntry.minutes_id == minutes.id)
        )
    }
    fresh = [item for item in agenda if item.id not in known]
    for item in agenda:
        if item.id in known:
            known[item.id].position = item.order
            continue
        entry = MinutesEntry(
            minutes_id=minutes.id,
            agenda_item_id=item.id,
            position=item.order,
            text="",
            audience_id=NOBODY,
        )
        work.add(entry)
        await work.flush()
        work.add(MinutesEntryVersion(entry_id=entry.id, revision=1, text="", at=work.now))
    return bool(fresh)


async def note_head(
    work: Work, minutes: Minutes, meeting: Meeting, seats: list[Seat], zone: ZoneInfo
) -> bool:
    """Fill in what was recorded of the sitting as a whole, unless a clerk wrote something else."""
    before = (minutes.interruptions, minutes.quorum_note, minutes.invited, minutes.chair_id)
    pauses = await work.fetch(
        sa.select(Pause)
        .where(Pause.meeting_id == meeting.id, Pause.ended.is_not(None))
        .where(Pause.audience_id == meeting.audience_id)
        .order_by(Pause.began)
    )
    if pauses:
        minutes.interruptions = [
            {name: f"{moment.astimezone(zone):%H:%M}" for name, moment in spans}
            for spans in ((("from", one.began), ("until", one.ended)) for one in pauses)
        ]
    if minutes.invited is None:
        sent = await work.first(
            sa.select(sa.func.min(AgendaVersion.sent)).where(AgendaVersion.meeting_id == meeting.id)
        )
        minutes.invited = day_in(sent, zone) if sent else None
    if minutes.quorum_note is None:
        minutes.quorum_note = await quorum_said(work, meeting, seats, zone)
    if minutes.chair_id is None:
        there = {one.person_id for one in await presences_at(work, meeting.id)}
        presiding = [one.person_id for one in seats if one.presides]
        minutes.chair_id = next((one for one in presiding if one in there or not there), None)
    return before != (
        minutes.interruptions, minutes.quorum_note, minutes.invited, minutes.chair_id
    )  # fmt: skip


async def presences_at(work: Work, meeting_id: UUID) -> list[Presence]:
    """Who was in the hall from when to when, the first to come first."""
    return await work.fetch(
        sa.select(Presence)
        .where(Presence.meeting_id == meeting_id)
        .order_by(Presence.arrived, Presence.id)
    )


async def quorum_said(
    work: Work, meeting: Meeting, seats: list[Seat], zone: ZoneInfo
) -> str | None:
    """What the chair established; else how many were there when the first item was called."""
    established: QuorumFinding | None = await work.first(
        sa.select(QuorumFinding)
        .where(QuorumFinding.meeting_id == meeting.id)
        .where(QuorumFinding.audience_id == meeting.audience_id)
        .order_by(QuorumFinding.at, QuorumFinding.id)
    )
    if established is not None:
        return found_said(established)
    sitting: Sitting | None = await work.first(
        sa.select(Sitting).where(Sitting.meeting_id == meeting.id)
    )
    if sitting is None:
        return None
    first = await work.first(
        sa.select(sa.func.min(AgendaItem.start)).where(AgendaItem.meeting_id == meeting.id)
    )
    moment = max(first or sitting.opened, sitting.opened)
    there = {
        one.person_id
        for one in await presences_at(work, meeting.id)
        if one.entitled and one.arrived <= moment and (one.left is None or one.left > moment)
    }
    rules = await rules_for(work, meeting, day_in(meeting.start or work.now, zone))
    legal = legal_number(rules, seats)
    return f"{len(there)} von {legal} stimmberechtigten Mitgliedern anwesend" if legal else None


def found_said(finding: QuorumFinding) -> str:
    """What the chair established, in a sentence."""
    missing = finding.unsummoned
    summoned = "alle ordnungsgemäß geladen" if not missing else f"{missing} nicht in Frist geladen"
    can = "beschlussfähig" if finding.quorate else "nicht beschlussfähig"
    there = f"{finding.entitled} von {finding.legal} stimmberechtigten Mitgliedern anwesend"
    return f"{there}, {summoned}: {can} ({finding.rule})"


async def note_absences(work: Work, minutes: Minutes, meeting: Meeting, seats: list[Seat]) -> bool:
    """Name the members who were not there and the reason that they gave (MIN-1)."""
    there = {one.person_id for one in await presences_at(work, meeting.id)}
    if not there:
        return False
    missing = [one.person_id for one in seats if one.person_id not in there]
    replies = await replies_to(work, meeting.id)
    known = {
        one.person_id: one
        for one in await work.fetch(sa.select(Absence).where(Absence.minutes_id == minutes.id))
    }
    changed = False
    for person_id in missing:
        reply, absence = replies.get(person_id), known.get(person_id)
        excused = reply is not None and reply.answer in (Answer.EXCUSED, Answer.DEPUTY)
        said = ("excused" if excused else "absent", reply.reason if reply and excused else None)
        if absence is None:
            absence = Absence(
                body_id=meeting.body_id, minutes_id=minutes.id, person_id=person_id,
                audience_id=minutes.audience_id,
            )  # fmt: skip
            work.add(absence)
        elif absence.audience_id == NOBODY:
            absence.audience_id = minutes.audience_id
        elif absence.noted or (absence.state, absence.reason) == said:
            continue
        absence.state, absence.reason = said
        changed = True
    for person_id, absence in known.items():
        if person_id in there and absence.audience_id != NOBODY:
            work.withdraw(absence)
            changed = True
    return changed


async def replies_to(work: Work, meeting_id: UUID) -> dict[UUID, Reply]:
    """What each person answered to the invitation, whoever may read it."""
    answered = (
        (await whole(work))
        .readable(Reply)
        .where(Reply.meeting_id == meeting_id, Reply.audience_id != NOBODY)
    )
    return {one.person_id: one for one in await work.fetch(answered)}
