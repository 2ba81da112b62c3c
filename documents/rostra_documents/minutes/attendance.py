"""Who was at a meeting, with faction and function, as the minutes list them (MIN-1)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from rostra.meetings.queries import attendances_of
from rostra.minutes.queries import absences_in, minutes_of
from rostra.organizations.models import Membership, Organization
from rostra.organizations.queries import organizations_by_id
from rostra.people.models import Person
from rostra.people.queries import memberships_of, persons_by_id
from rostra.sittings.stays import Stay, stays_in
from rostra.work import Work
from rostra_documents.meetings.reading import Sitting
from rostra_documents.minutes.model import Attendee
from rostra_documents.records import given, pointed_at
from rostra_documents.stationery import Stationery

FACTION = "Fraktion"
ORDINARY = frozenset({"mitglied", "member", ""})


@dataclass(frozen=True, slots=True)
class Seats:
    """The memberships of those who attended, on the day of the meeting."""

    held: dict[UUID, list[Membership]]
    organizations: dict[UUID, Organization]
    sitting: frozenset[UUID]

    def seat(self, person_id: UUID) -> Membership | None:
        """The person's membership in an organization that met."""
        return next(
            (one for one in self.held.get(person_id, ()) if one.organization_id in self.sitting),
            None,
        )

    def faction(self, person_id: UUID) -> str | None:
        """For whom the person sits there, or the faction to which the person belongs."""
        seat = self.seat(person_id)
        candidates = [seat.on_behalf_of_id] if seat else []
        for one in self.held.get(person_id, ()):
            organization = pointed_at(self.organizations, one.organization_id)
            if organization is not None and FACTION in (
                organization.organization_type,
                organization.classification,
            ):
                candidates.append(organization.id)
        known = (self.organizations[one] for one in candidates if one in self.organizations)
        return next((one.short_name or one.name for one in known), None)

    def role(self, person_id: UUID) -> str | None:
        """The person's function in the organization that met, beyond being a member."""
        seat = self.seat(person_id)
        role = (seat.role or "").strip() if seat else ""
        return None if role.lower() in ORDINARY else role


async def seats_of(
    work: Work, person_ids: Collection[UUID], sitting: Sitting, day: dt.date
) -> Seats:
    """What those who attended belonged to on the day."""
    held: dict[UUID, list[Membership]] = defaultdict(list)
    for person_id, many in (await memberships_of(work, person_ids, True, day)).items():
        held[person_id] = many
    ids = {one.organization_id for many in held.values() for one in many}
    ids |= {one.on_behalf_of_id for many in held.values() for one in many}
    organizations = await organizations_by_id(work, given(ids))
    return Seats(held, organizations, frozenset(one.id for one in sitting.organizations))


async def attendees_of(
    work: Work, sitting: Sitting, stationery: Stationery
) -> tuple[Attendee, ...]:
    """Everybody who attended or should have; those whose names the reader may read."""
    meeting = sitting.meeting
    listed = await recorded_of(work, meeting.id)
    persons = await persons_by_id(work, [one.person_id for one in listed])
    start = stationery.local(meeting.start or meeting.modified)
    seats = await seats_of(work, list(persons), sitting, start.date())
    seated = any(seats.seat(person_id) for person_id in persons)
    local = stationery.local
    return tuple(
        Attendee(
            name=name_of(persons[one.person_id]),
            faction=seats.faction(one.person_id),
            role=one.role or seats.role(one.person_id),
            state=one.state,
            arrived=local(one.arrived),
            left=local(one.left),
            reason=one.reason,
            member=not seated or seats.seat(one.person_id) is not None,
            stays=tuple((local(start), local(end)) for start, end in one.stays),
        )
        for one in listed
        if one.person_id in persons
    )


@dataclass(frozen=True, slots=True)
class Recorded:
    """That a person was there, or was not, as it was recorded."""

    person_id: UUID
    state: str
    role: str | None = None
    arrived: dt.datetime | None = None
    left: dt.datetime | None = None
    reason: str | None = None
    stays: tuple[tuple[dt.datetime, dt.datetime | None], ...] = ()


async def recorded_of(work: Work, meeting_id: UUID) -> list[Recorded]:
    """Who was there by the sitting's own records, where there are any, or by the list that came
    with the meeting; the reasons of absences for those who may read them."""
    listed = (await attendances_of(work, [meeting_id])).get(meeting_id, [])
    plain = [
        Recorded(one.person_id, one.state, one.role, one.arrived, one.left, one.reason)
        for one in listed
    ]
    stays: dict[UUID, list[Stay]] = defaultdict(list)
    for presence in await stays_in(work, meeting_id):
        stays[presence.person_id].append(presence)
    if not stays:
        return plain
    minutes = (await minutes_of(work, [meeting_id])).get(meeting_id)
    absences = (await absences_in(work, [minutes.id])).get(minutes.id, []) if minutes else []
    known = {one.person_id for one in absences}
    return [
        *(stayed(person_id, many) for person_id, many in stays.items()),
        *(Recorded(one.person_id, one.state, reason=one.reason) for one in absences),
        *(one for one in plain if one.person_id not in stays and one.person_id not in known),
    ]


def stayed(person_id: UUID, stays: list[Stay]) -> Recorded:
    """How long a person was there; from the beginning to the end needs no times."""
    spans = tuple((one.arrived, one.left) for one in stays)
    return Recorded(
        person_id, "present", arrived=spans[0][0], left=spans[-1][1],
        stays=spans if len(spans) > 1 else (),
    )  # fmt: skip


def name_of(person: Person) -> str:
    """The person's name as the council writes it."""
    parts = (person.given_name, person.family_name)
    return person.name or " ".join(one for one in parts if one) or "–"
