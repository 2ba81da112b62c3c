"""Who belongs to a meeting: its members, who of them votes and who presides, and its chairs."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Office, members_and_clerks, person_token, role_token
from rostra.meetings.models import Meeting, MeetingOrganization
from rostra.organizations.models import Membership
from rostra.organizations.queries import lasts
from rostra.organizations.rules import Rules, rules_of
from rostra.people.models import Person
from rostra.people.queries import PERSONS_BY_NAME
from rostra.work import Work

SITTING_OFFICES = (Office.MEMBER, Office.CHAIR)
"""The offices of those who belong to a meeting; the others serve it."""


@dataclass(frozen=True, slots=True)
class Seat:
    """That somebody belongs to a meeting on its day."""

    person_id: UUID
    entitled: bool
    """Whether the person may vote."""
    presides: bool
    membership_ids: tuple[UUID, ...]


async def seats_of(work: Work, meeting: Meeting, day: dt.date) -> list[Seat]:
    """Those who belong to the organizations of a meeting on the day, by name; each once."""
    held = await work.rows(
        sa.select(Membership.person_id, Membership.voting_right, Membership.office, Membership.id)
        .join(
            MeetingOrganization,
            MeetingOrganization.organization_id == Membership.organization_id,
        )
        .join(Person, Person.id == Membership.person_id)
        .where(
            MeetingOrganization.meeting_id == meeting.id,
            work.may_read(Membership),
            work.may_read(Person),
            lasts(Membership, day),
            sa.or_(Membership.office.is_(None), Membership.office.in_(SITTING_OFFICES)),
        )
        .order_by(PERSONS_BY_NAME.key, Person.id, Membership.id)
    )
    seats: dict[UUID, Seat] = {}
    for person_id, votes, office, membership_id in held:
        before = seats.get(person_id, Seat(person_id, False, False, ()))
        seats[person_id] = Seat(
            person_id,
            before.entitled or votes is not False,
            before.presides or office == Office.CHAIR,
            (*before.membership_ids, membership_id),
        )
    return list(seats.values())


def legal_number(rules: Rules, seats: Collection[Seat]) -> int:
    """The legal number of members: as it is set, or those who may vote (QUO-1)."""
    return rules.legal_number or sum(seat.entitled for seat in seats)


async def organization_ids_of(work: Work, meeting: Meeting) -> tuple[UUID, ...]:
    """The organizations that sit in a meeting; the first leads."""
    return tuple(
        await work.fetch(
            sa.select(MeetingOrganization.organization_id)
            .where(MeetingOrganization.meeting_id == meeting.id)
            .order_by(MeetingOrganization.position, MeetingOrganization.organization_id)
        )
    )


async def rules_for(work: Work, meeting: Meeting, day: dt.date) -> Rules:
    """The numbers of the standing orders that hold for a meeting: those of who leads it."""
    organizations = await organization_ids_of(work, meeting)
    return await rules_of(work, meeting.body_id, organizations[0] if organizations else None, day)


def desk_tokens(meeting: Meeting, seats: Collection[Seat], *person_ids: UUID) -> set[str]:
    """The tokens of those who keep and chair a meeting, and of the persons it is about."""
    return {
        role_token(Office.CLERK, meeting.body_id),
        *(person_token(seat.person_id) for seat in seats if seat.presides),
        *(person_token(one) for one in person_ids),
    }


async def members_tokens(
    work: Work, meeting: Meeting, guest_ids: Collection[UUID] = ()
) -> frozenset[str]:
    """The tokens of those who read all of a meeting to which they are invited."""
    organizations = await organization_ids_of(work, meeting)
    guests = {person_token(one) for one in guest_ids}
    return members_and_clerks(meeting.body_id, *organizations) | guests


async def sitting_has_begun(work: Work, meeting_id: UUID) -> bool:
    """Whether the sitting of a meeting was opened."""
    sittings = Meeting.metadata.tables["sittings"]  # stands above, where only the table is known
    opened = sa.select(sittings.c.meeting_id).where(sittings.c.meeting_id == meeting_id)
    return await work.first(opened) is not None
