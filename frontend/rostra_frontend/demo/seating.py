"""Who sits where and from when to when, and who came to a meeting."""

import datetime as dt
import random
import re
from dataclasses import dataclass

from rostra_frontend.demo.dates import DAY, Calendar
from rostra_frontend.demo.stories import Figure, People

ADVISING = ("Sachkundig", "Fachlich")


@dataclass(frozen=True, slots=True)
class Seat:
    """That a person belongs to a group, as what, for whom, and from when to when."""

    person: str
    group: str
    role: str
    start: dt.date
    end: dt.date | None = None
    faction: str | None = None
    voting: bool | None = None

    def in_force(self, day: dt.date) -> bool:
        """Whether the seat is held on the day."""
        return self.start <= day and (self.end is None or day <= self.end)

    @property
    def chairs(self) -> bool:
        """Whether this is the chair and not a deputy."""
        return "Vorsitz" in self.role and "Stellv" not in self.role

    @property
    def heads(self) -> bool:
        """Whether this is who presides over the group: the chair, or the head of a district."""
        return self.chairs or self.role.startswith("Ortsteilb")


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether somebody came to a meeting, from when to when, or why not."""

    person: str
    voting: bool
    role: str | None = None
    reason: str | None = None
    arrived: dt.datetime | None = None
    left: dt.datetime | None = None

    def during(self, start: dt.datetime, end: dt.datetime) -> bool:
        """Whether the person was in the room all that time."""
        if self.reason is not None:
            return False
        came, went = self.arrived or start, self.left or end
        return came <= start and end <= went


def seats_of(people: People, calendar: Calendar) -> list[Seat]:
    """All seats of the city, past and present."""
    found: list[Seat] = []
    for one in people.councillors:
        found += council_seats(one, calendar)
    for one in people.former:
        found.append(previous_seat(one, calendar))
    for one in [*people.administration, *people.citizens]:
        if one.office:
            role = one.role or "Mitarbeit"
            found.append(Seat(one.key, one.office, role, calendar.previous_start))
        found += [seat(one, said, calendar.term_start, calendar.term_end) for said in one.seats]
    return found


def council_seats(one: Figure, calendar: Calendar) -> list[Seat]:
    """What a councillor belongs to: the council, the faction and the committees."""
    start = calendar.slots[one.since] if one.since else calendar.term_start
    end = calendar.slots[one.until] - DAY if one.until else calendar.term_end
    said = [*one.seats]
    if not any(place.startswith("stadtrat") for place in said):
        said.insert(0, "stadtrat")
    found = [seat(one, place, start, end) for place in said]
    role = one.role or "Mitglied"
    found.append(Seat(one.key, one.faction or "", role, start, end))
    return [*found, previous_seat(one, calendar)] if one.before else found


def previous_seat(one: Figure, calendar: Calendar) -> Seat:
    """The seat in the council of the term before."""
    start, end = calendar.previous_start, calendar.term_start - DAY
    return Seat(one.key, "stadtrat", "Mitglied", start, end, one.faction, True)


def seat(one: Figure, said: str, start: dt.date, end: dt.date) -> Seat:
    """A seat as the files tell it: the group, and after a colon the role."""
    group, _, role = said.partition(":")
    role = role or "Mitglied"
    return Seat(one.key, group, role, start, end, one.faction, not role.startswith(ADVISING))


def chair_of(members: list[Seat]) -> Seat | None:
    """Who chairs: the chair, or the head of a district."""
    return next((one for one in members if one.heads), None)


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Knows the faces: who is spoken of in the minutes must have been there."""

    people: People
    reasons: tuple[str, ...]

    def came(
        self, key: str, members: list[Seat], said: str, needed: set[str], start: dt.datetime
    ) -> list[Presence]:
        """Who of the members came; a few are excused, one comes late, one leaves early."""
        dice = random.Random(key)
        free = [one.person for one in members if self.may_miss(one, said, needed)]
        dice.shuffle(free)
        most = 4 if len(members) > 20 else 1
        missing = free[: dice.randint(0, min(most, len(free)))]
        rest = [one for one in free if one not in missing] if len(members) > 20 else []
        late, early = ([*rest, "", ""])[:2]
        return [
            Presence(
                one.person,
                bool(one.voting),
                reason=dice.choice(self.reasons) if one.person in missing else None,
                arrived=start + dt.timedelta(minutes=19) if one.person == late else None,
                left=start + dt.timedelta(minutes=85) if one.person == early else None,
            )
            for one in members
        ]

    def may_miss(self, seat: Seat, said: str, needed: set[str]) -> bool:
        """Whether nobody would notice in the minutes that the person was not there."""
        if chair_of([seat]) or seat.person in needed:
            return False
        (figure,) = [one for one in self.people.everybody if one.key == seat.person]
        return not is_named(figure, said)


def is_named(figure: Figure, said: str) -> bool:
    """Whether a text speaks of somebody."""
    return re.search(rf"\b{re.escape(figure.family_name)}(s|n)?\b", said) is not None
