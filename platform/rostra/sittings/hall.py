"""Who is in the hall: coming, leaving, coming back; and who takes no part for bias."""

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import Permission
from rostra.agendas.models import Answer, Reply
from rostra.agendas.seats import seats_of
from rostra.agendas.summoning import heal
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.meetings.models import MeetingState
from rostra.people.models import Person
from rostra.sittings.attending import list_present
from rostra.sittings.chamber import (
    Chamber,
    chamber_of,
    chamber_with,
    held,
    readers_now,
    refuse_amid_a_vote,
    refuse_once_approved,
)
from rostra.sittings.events import (
    BiasDisclosed,
    BiasRevoked,
    PersonArrived,
    PersonLeft,
    PresenceCorrected,
)
from rostra.sittings.models import Exclusion, Part, Presence, SittingState
from rostra.sittings.speaking import silence
from rostra.work import Work

COMING = (Answer.COMING, Answer.LATE)


async def arrive(
    work: Work,
    meeting_id: UUID,
    person_id: UUID,
    zone: ZoneInfo,
    stands_in_for_id: UUID | None = None,
) -> Presence:
    """Note that somebody came into the hall, for oneself or for a member (MIN-1)."""
    chamber = await chamber_of(work, meeting_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    await refuse_unless_in_time(work, chamber)
    presence = await enter(work, chamber, person_id, zone, stands_in_for_id)
    await note_in_the_hall(work, chamber)
    work.record(PersonArrived(meeting_id, (person_id,)))
    return presence


async def enter(
    work: Work, chamber: Chamber, person_id: UUID, zone: ZoneInfo, for_id: UUID | None = None
) -> Presence:
    """Note one arrival; Conflict for who is here, or for whom somebody else stands in."""
    await work.find(Person, person_id)
    inside = await present_in(work, chamber.meeting.id)
    if person_id in inside:
        raise Conflict("This person is in the hall already.")
    seats = {seat.person_id: seat for seat in await seats_of(work, chamber.meeting, work.today)}
    seat = seats.get(for_id or person_id)
    if for_id is not None:
        if seat is None or for_id == person_id:
            raise Invalid("standsInFor", "One stands in for a member of this meeting.")
        if for_id in inside or for_id in {one.stands_in_for_id for one in inside.values()}:
            raise Conflict("This member is in the hall, or somebody else stands in already.")
    elif person_id in {one.stands_in_for_id for one in inside.values()}:
        raise Conflict("Somebody stands in for this member; the deputy leaves first.")

    presence = Presence(
        meeting_id=chamber.meeting.id,
        person_id=person_id,
        entitled=seat is not None and seat.entitled,
        stands_in_for_id=for_id,
        arrived=work.now,
    )
    work.add(presence)
    await work.flush()
    await heal(work, chamber.meeting, person_id, zone)
    return presence


async def note_in_the_hall(work: Work, chamber: Chamber) -> None:
    """Tell who is in the hall; behind closed doors those inside alone, who comes and goes."""
    inside = await readers_now(work, chamber, await held(work, chamber))
    await chamber.note(work, Part.ATTENDANCE, audience_id=inside)


async def present_in(work: Work, meeting_id: UUID) -> dict[UUID, Presence]:
    """Who is in the hall at this moment."""
    found = await work.fetch(
        sa.select(Presence)
        .where(Presence.meeting_id == meeting_id, Presence.left.is_(None))
        .with_for_update()
    )
    return {one.person_id: one for one in found}


async def refuse_unless_in_time(work: Work, chamber: Chamber) -> None:
    """Refuse to change who is here before the invitation and after the end."""
    sitting = await held(work, chamber)
    if sitting is not None and sitting.state == SittingState.CLOSED:
        raise Conflict("The sitting is closed; correct the times in the minutes.")
    if chamber.meeting.meeting_state not in (MeetingState.INVITED, MeetingState.HELD):
        raise Conflict("INV-1: Nobody was invited to this meeting yet.")


async def enter_expected(work: Work, meeting_id: UUID, zone: ZoneInfo) -> list[Presence]:
    """Note everybody as here who said that they would come in time, in one step."""
    chamber = await chamber_of(work, meeting_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    await refuse_unless_in_time(work, chamber)
    expected = await work.fetch(
        sa.select(Reply.person_id).where(
            Reply.meeting_id == meeting_id, Reply.answer == Answer.COMING, work.may_read(Reply)
        )
    )
    seats = {seat.person_id for seat in await seats_of(work, chamber.meeting, work.today)}
    inside = await present_in(work, meeting_id)
    here = {*inside, *(one.stands_in_for_id for one in inside.values())}
    missing = [one for one in expected if one in seats and one not in here]
    entered = [await enter(work, chamber, one, zone) for one in missing]
    await note_in_the_hall(work, chamber)
    work.record(PersonArrived(meeting_id, tuple(missing)))
    return entered


async def leave(work: Work, meeting_id: UUID, person_id: UUID) -> Presence:
    """Note that somebody left the hall."""
    chamber = await chamber_of(work, meeting_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    await refuse_unless_in_time(work, chamber)
    presence = (await present_in(work, meeting_id)).get(person_id)
    if presence is None:
        raise Conflict("This person is not in the hall.")

    presence.left = max(work.now, presence.arrived)
    await silence(work, chamber, person_id)
    await note_in_the_hall(work, chamber)
    work.record(PersonLeft(meeting_id, (person_id,)))
    return presence


async def correct_presence(
    work: Work, presence_id: UUID, arrived: dt.datetime, left: dt.datetime | None
) -> Presence:
    """Correct the times of one stay; the event keeps that it was corrected, and by whom."""
    presence = await work.db.get(Presence, presence_id)
    if presence is None:
        raise NotFound
    chamber = await chamber_of(work, presence.meeting_id)
    work.authorize_within(Permission.MINUTES_KEEP, *chamber.places)
    sitting = await held(work, chamber)
    await refuse_amid_a_vote(work, presence.meeting_id)
    await refuse_once_approved(work, presence.meeting_id)
    if left is not None and left < arrived:
        raise Invalid("left", "Nobody leaves before coming.")
    if arrived > work.now or (left is not None and left > work.now):
        raise Invalid("arrived", "These times lie in the future.")
    others = await work.fetch(
        sa.select(Presence).where(
            Presence.meeting_id == presence.meeting_id,
            Presence.person_id == presence.person_id,
            Presence.id != presence.id,
        )
    )
    if any(overlap(arrived, left, one) for one in others):
        raise Invalid("arrived", "This overlaps with another stay of the same person.")

    before = tuple(one.isoformat() for one in (presence.arrived, presence.left) if one)
    presence.arrived, presence.left = arrived, left
    await note_in_the_hall(work, chamber)
    if sitting is not None and sitting.state == SittingState.CLOSED:
        await list_present(work, chamber.meeting)
    work.record(PresenceCorrected(presence.meeting_id, (presence.person_id,), before))
    return presence


def overlap(arrived: dt.datetime, left: dt.datetime | None, other: Presence) -> bool:
    """Whether two stays share a moment."""
    begins_before = other.left is None or arrived < other.left
    return begins_before and (left is None or other.arrived < left)


async def disclose_bias(
    work: Work, item_id: UUID, person_id: UUID | None = None, left_the_room: bool = False
) -> Exclusion:
    """Take no part in an item for bias: a member for oneself, the chair for anybody (BIA-1).

    The reason is never kept. Behind closed doors the member leaves the room.
    """
    chamber, item = await chamber_with(work, item_id)
    own = person_id is None or person_id == work.actor.person_id
    asked = Permission.SPEECH_REQUEST if own else Permission.MEETING_CHAIR
    work.authorize_within(asked, *chamber.places)
    who = person_id or work.actor.person_id
    if who is None:
        raise NotPermitted
    await refuse_once_closed(work, chamber)
    await refuse_amid_a_vote(work, chamber.meeting.id)
    await refuse_unless_part(work, chamber, who)
    there: Exclusion | None = await work.first(
        work.readable(Exclusion).where(
            Exclusion.agenda_item_id == item.id, Exclusion.person_id == who
        )
    )
    if there is not None:
        return there

    exclusion = Exclusion(
        body_id=item.body_id,
        agenda_item_id=item.id,
        person_id=who,
        left_the_room=left_the_room or item.public is False,
        audience_id=item.audience_id,
    )
    work.add(exclusion)
    await work.flush()
    await silence(work, chamber, who, item.id)
    await chamber.note(work, Part.ATTENDANCE, Part.SPEAKERS, audience_id=item.audience_id)
    work.record(BiasDisclosed(exclusion.id, item.id))
    return exclusion


async def refuse_once_closed(work: Work, chamber: Chamber) -> None:
    """Refuse anybody once the sitting is over; it is held, so that no vote begins meanwhile."""
    sitting = await held(work, chamber)
    if sitting is not None and sitting.state == SittingState.CLOSED:
        raise Conflict("The sitting is closed.")


async def refuse_unless_part(work: Work, chamber: Chamber, person_id: UUID) -> None:
    """Refuse who has no part in the meeting."""
    seated = {seat.person_id for seat in await seats_of(work, chamber.meeting, work.today)}
    if person_id not in seated and person_id not in await present_in(work, chamber.meeting.id):
        raise Conflict("This person takes no part in this meeting.")


async def revoke_bias(work: Work, exclusion_id: UUID) -> None:
    """Let a member take part after all, as the council found; the log keeps that it was so."""
    exclusion = await work.find(Exclusion, exclusion_id)
    chamber, item = await chamber_with(work, exclusion.agenda_item_id)
    work.authorize_within(Permission.MEETING_CHAIR, *chamber.places)
    await refuse_once_closed(work, chamber)
    await refuse_amid_a_vote(work, chamber.meeting.id)

    await work.change(sa.delete(Exclusion).where(Exclusion.id == exclusion.id))
    work.db.expunge(exclusion)
    await chamber.note(work, Part.ATTENDANCE, Part.SPEAKERS, audience_id=item.audience_id)
    work.record(BiasRevoked(exclusion_id, item.id))
