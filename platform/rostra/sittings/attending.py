"""The meeting's own list of who was there, as everybody may know it once the sitting is over."""

import sqlalchemy as sa

from rostra.access import PUBLIC
from rostra.agendas.deadlines import day_in
from rostra.agendas.seats import seats_of
from rostra.meetings.models import Attendance, Meeting
from rostra.sittings.stays import Stay, stays_in
from rostra.work import Work

PRESENT = "present"


async def list_present(work: Work, meeting: Meeting) -> int:
    """Put who was there into the list of a public meeting, anew: those with a seat first, each
    from the first coming to the last going; how many they are. Who was missing and why is told
    by the minutes (MIN-1)."""
    if meeting.audience_id != PUBLIC:
        return 0
    await work.flush()
    stays = await stays_in(work.as_the_public(), meeting.id)
    if not stays:
        return 0
    known = sa.or_(
        Attendance.state == PRESENT,
        Attendance.person_id.in_({stay.person_id for stay in stays}),
    )
    await work.change(sa.delete(Attendance).where(Attendance.meeting_id == meeting.id, known))
    by_person: dict[object, list[Stay]] = {}
    for stay in stays:
        by_person.setdefault(stay.person_id, []).append(stay)
    day = day_in(meeting.start or work.now, work.zone)
    seats = [one.person_id for one in await seats_of(work, meeting, day)]
    seated = [by_person.pop(one) for one in seats if one in by_person]
    ordered = [*seated, *by_person.values()]
    for position, own in enumerate(ordered):
        work.add(
            Attendance(
                meeting_id=meeting.id,
                person_id=own[0].person_id,
                position=position,
                state=PRESENT,
                arrived=own[0].arrived,
                left=own[-1].left,
            )
        )
    await work.flush()
    return len(ordered)
