"""Establishing the quorum: what the chair finds and says, kept for the minutes (QUO-1, QUO-2)."""

from uuid import UUID
from zoneinfo import ZoneInfo

from rostra.access import Permission
from rostra.agendas.deadlines import day_in
from rostra.agendas.seats import rules_for, seats_of
from rostra.agendas.summoning import arrived_in_time, last_summons
from rostra.meetings.models import Meeting
from rostra.sittings.chamber import chamber_of, open_one, readers_now
from rostra.sittings.events import QuorumEstablished
from rostra.sittings.models import Part, QuorumFinding
from rostra.sittings.quorum import quorum_of
from rostra.work import Work


async def establish_quorum(work: Work, meeting_id: UUID, zone: ZoneInfo) -> QuorumFinding:
    """Keep whether all were duly summoned and enough are here, as it is at this moment."""
    chamber = await chamber_of(work, meeting_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    sitting = await open_one(work, chamber)
    found = await quorum_of(work, chamber.meeting, sitting.current_item_id)

    finding = QuorumFinding(
        body_id=chamber.meeting.body_id,
        meeting_id=meeting_id,
        agenda_item_id=sitting.current_item_id,
        at=work.now,
        rule=found.rule,
        legal=found.legal,
        entitled=found.entitled,
        needed=found.needed,
        unsummoned=len(await unsummoned_in(work, chamber.meeting, zone)),
        audience_id=await readers_now(work, chamber, sitting),
    )
    work.add(finding)
    await work.flush()
    await chamber.note(work, Part.ATTENDANCE, audience_id=finding.audience_id)
    work.record(QuorumEstablished(finding.id))
    return finding


async def unsummoned_in(work: Work, meeting: Meeting, zone: ZoneInfo) -> list[UUID]:
    """The members whose invitation did not come in time, and who did not come to heal it (INV-4).

    Of one sent by post without a proof, nobody knows that it came.
    """
    day = day_in(meeting.start or work.now, zone)
    rules = await rules_for(work, meeting, day)
    missing = []
    for seat in await seats_of(work, meeting, day):
        summons = await last_summons(work, meeting.id, seat.person_id)
        if summons is not None and summons.healed is not None:
            continue
        if summons is None or not arrived_in_time(summons, meeting, rules, zone):
            missing.append(seat.person_id)
    return missing
