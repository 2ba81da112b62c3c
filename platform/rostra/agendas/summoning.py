"""The invitation of each person, and the proof that it arrived (INV-1 to INV-4)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY, Permission
from rostra.agendas.deadlines import day_in, in_time, presumed_receipt
from rostra.agendas.events import SummonsReceived
from rostra.agendas.models import AgendaVersion, Channel, Proof, Summons
from rostra.agendas.seats import Seat, desk_tokens, rules_for
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.meetings.models import Meeting
from rostra.meetings.queries import places_of
from rostra.organizations.rules import Rules
from rostra.people.consenting import reached_electronically
from rostra.work import Work

PROVED_BY_A_CLERK = (Proof.DELIVERED, Proof.POSTED)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who is to be invited, and as what."""

    person_id: UUID
    entitled: bool = False
    guest: bool = False
    stands_in_for_id: UUID | None = None


def members_invited(seats: Collection[Seat]) -> list[Invited]:
    """The members of a meeting as those who are to be invited."""
    return [Invited(seat.person_id, seat.entitled) for seat in seats]


async def summon(
    work: Work,
    meeting: Meeting,
    version: AgendaVersion,
    invited: Collection[Invited],
    seats: Collection[Seat],
) -> list[Summons]:
    """Invite each of them to the version: electronically where they consented, else by post."""
    reached = await reached_electronically(work, [one.person_id for one in invited])
    made = []
    for one in invited:
        audience_id = await work.audience(desk_tokens(meeting, seats, one.person_id))
        summons = await summons_to(work, meeting.id, one.person_id, version.number)
        if summons is None:
            electronic = one.person_id in reached
            summons = Summons(
                body_id=meeting.body_id,
                meeting_id=meeting.id,
                person_id=one.person_id,
                number=version.number,
                channel=Channel.ELECTRONIC if electronic else Channel.POST,
                sent=work.now,
                audience_id=audience_id,
            )
            work.add(summons)
        elif summons.audience_id == NOBODY:
            summons.sent, summons.received, summons.proof = work.now, None, None
        summons.entitled, summons.guest = one.entitled, one.guest
        summons.stands_in_for_id = one.stands_in_for_id
        summons.audience_id = audience_id
        made.append(summons)
    await work.flush()
    return made


async def summons_to(work: Work, meeting_id: UUID, person_id: UUID, number: int) -> Summons | None:
    """The invitation of a person to a version, even one that was taken back."""
    summons: Summons | None = await work.first(
        sa.select(Summons).where(
            Summons.meeting_id == meeting_id,
            Summons.person_id == person_id,
            Summons.number == number,
        )
    )
    return summons


async def last_summons(work: Work, meeting_id: UUID, person_id: UUID) -> Summons | None:
    """The last invitation of a person to a meeting that stands."""
    summons: Summons | None = await work.first(
        sa.select(Summons)
        .where(
            Summons.meeting_id == meeting_id,
            Summons.person_id == person_id,
            Summons.audience_id != NOBODY,
        )
        .order_by(Summons.number.desc())
    )
    return summons


async def last_summonses(work: Work, meeting_id: UUID) -> list[Summons]:
    """The invitations to the last version of a meeting's agenda that stand."""
    last = (
        sa.select(sa.func.max(Summons.number))
        .where(Summons.meeting_id == meeting_id)
        .scalar_subquery()
    )
    return await work.fetch(
        sa.select(Summons)
        .where(
            Summons.meeting_id == meeting_id,
            Summons.number == last,
            Summons.audience_id != NOBODY,
        )
        .order_by(Summons.id)
    )


async def receive_summons(work: Work, meeting_id: UUID, confirmed: bool = False) -> Summons:
    """Note that the actor has opened the invitation, or says to have received it (INV-1)."""
    person_id = work.actor.person_id
    if person_id is None:
        raise NotPermitted("Only somebody who is invited can receive an invitation.")
    meeting = await work.find(Meeting, meeting_id)
    summons = await last_summons(work, meeting.id, person_id)
    if summons is None:
        raise NotFound
    if summons.received is not None:
        return summons
    summons.received = work.now
    summons.proof = Proof.CONFIRMED if confirmed else Proof.OPENED
    work.record(SummonsReceived(summons.id))
    return summons


async def record_delivery(
    work: Work, meeting_id: UUID, person_id: UUID, day: dt.date, proof: Proof, zone: ZoneInfo
) -> Summons:
    """Note on which day an invitation was handed over or put into the post (INV-1).

    What was put into the post counts as received some days later; what is proved otherwise
    before stays as it is.
    """
    meeting = await work.find(Meeting, meeting_id)
    work.authorize_within(Permission.MEETING_KEEP, *await places_of(work, meeting))
    summons = await last_summons(work, meeting.id, person_id)
    if summons is None:
        raise NotFound
    if proof not in PROVED_BY_A_CLERK:
        raise Invalid("proof", "A clerk records a delivery or a posting; the rest is noted itself.")
    if day > day_in(work.now, zone):
        raise Invalid("day", "This day is yet to come.")
    if day < day_in(summons.created, zone):
        raise Invalid("day", "INV-1: The invitation did not exist on this day yet.")
    if summons.proof in (Proof.OPENED, Proof.CONFIRMED):
        raise Conflict("INV-1: The person has received this invitation already.")

    moment = dt.datetime.combine(day, dt.time(12), zone)
    summons.proof = proof
    if proof == Proof.POSTED:
        summons.channel, summons.sent, summons.received = Channel.POST, moment, None
    else:
        summons.received = moment
    work.record(SummonsReceived(summons.id))
    return summons


def counted_day(summons: Summons, rules: Rules, zone: ZoneInfo) -> dt.date | None:
    """The day on which an invitation counts as received (INV-2); None while nobody can say.

    An electronic one counts from when it could be read, so opening it late changes nothing.
    """
    presumed = presumed_receipt(day_in(summons.sent, zone), summons.channel, rules)
    proved = day_in(summons.received, zone) if summons.received else None
    if summons.channel == Channel.ELECTRONIC:
        return min(presumed, proved) if proved else presumed
    if proved is not None:
        return proved
    return presumed if summons.proof == Proof.POSTED else None


def arrived_in_time(
    summons: Summons, meeting: Meeting, rules: Rules, zone: ZoneInfo
) -> bool | None:
    """Whether an invitation kept the period of notice (INV-2, INV-3); None while nobody knows."""
    day = counted_day(summons, rules, zone)
    if day is None or meeting.start is None:
        return None
    return in_time(day, day_in(meeting.start, zone), rules, bool(meeting.urgent))


async def heal(work: Work, meeting: Meeting, person_id: UUID, zone: ZoneInfo) -> bool:
    """Note that somebody came and did not object although the invitation was late (INV-4).

    Called when a presence is entered, by who has asked for permission; whether there was
    something to heal.
    """
    summons = await last_summons(work, meeting.id, person_id)
    if summons is None or summons.healed is not None or meeting.start is None:
        return False
    rules = await rules_for(work, meeting, day_in(meeting.start, zone))
    if arrived_in_time(summons, meeting, rules, zone):
        return False
    summons.healed = work.now
    await work.flush()
    return True
