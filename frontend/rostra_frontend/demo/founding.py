"""Founding the demo city: the body, its terms, places, groups, persons and their seats."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from rostra.access import PUBLIC, Office, members_and_clerks
from rostra.organizations.models import Body, LegislativeTerm, Location, Membership, Organization
from rostra.people.models import Person
from rostra.work import Work
from rostra_frontend.demo.dates import ZONE, Calendar
from rostra_frontend.demo.seating import Seat
from rostra_frontend.demo.stories import City, Figure, People

NAMESPACE = UUID("6d1b8c1e-6a0f-5d52-9a35-3c0a1f2e8501")
TOWN = "Lerchenroda"
POSTAL_CODE = "07000"

OFFICES = {
    "rauch": Office.CLERK,
    "hempel": Office.MODERATOR,
    "uhlig": Office.MODERATOR,
    "sobotta": Office.ADMINISTRATOR,
    "ritter": Office.EDITOR,
}
"""Who does what in the software; the heads of the departments are editors."""


def id_of(kind: str, key: str) -> UUID:
    """The id of a thing of the demo, the same in every demo."""
    return uuid5(NAMESPACE, f"{kind}:{key}")


def body_id() -> UUID:
    """The id of the city."""
    return id_of("body", TOWN)


def morning(day: dt.date, hour: int = 9) -> dt.datetime:
    """An hour of a day, in the city's time."""
    return dt.datetime.combine(day, dt.time(hour), ZONE)


@dataclass
class Founding:
    """One Work that founds the city, and the audiences that it has met."""

    work: Work
    calendar: Calendar
    audiences: dict[tuple[str, ...], int] = field(default_factory=dict)

    def add(self, model: type, kind: str, key: str, created: dt.datetime, **values: Any) -> Any:
        """A record of the city, public unless said otherwise."""
        created = min(created, self.work.now)
        told = {"audience_id": PUBLIC, "created": created, "modified": created, **values}
        record = model(id=id_of(kind, key), **told)
        self.work.add(record)
        return record

    async def inside(self, groups: Iterable[str]) -> int:
        """The audience of what only the members of these groups and the clerks may read."""
        key = tuple(sorted(groups))
        if key not in self.audiences:
            ids = [id_of("organization", one) for one in key]
            self.audiences[key] = await self.work.audience(members_and_clerks(body_id(), *ids))
        return self.audiences[key]

    @property
    def began(self) -> dt.datetime:
        """When the records of the city were begun."""
        return morning(self.calendar.term_start)


def found_city(founding: Founding, city: City) -> None:
    """The body with its places, terms and groups."""
    add, began = founding.add, founding.began
    add(Body, "body", TOWN, began, **city.body, location_id=id_of("location", "ratssaal"))
    for key, place in city.locations.items():
        add(
            Location, "location", key, began, body_id=body_id(),
            description=place.description, street_address=place.street_address, room=place.room,
            sub_locality=place.sub_locality, postal_code=POSTAL_CODE, locality=TOWN,
        )  # fmt: skip
    calendar = founding.calendar
    last_day = calendar.term_start - dt.timedelta(days=1)
    for start, end in (
        (calendar.previous_start, last_day),
        (calendar.term_start, calendar.term_end),
    ):
        add(
            LegislativeTerm, "term", str(start.year), began, body_id=body_id(),
            name=f"Wahlperiode {start.year}–{end.year}", start_date=start, end_date=end,
        )  # fmt: skip
    found_groups(founding, city)


def found_groups(founding: Founding, city: City) -> None:
    """The council, its committees, the factions and the departments."""
    for group in city.organization:
        founding.add(
            Organization,
            "organization",
            group.key,
            founding.began,
            body_id=body_id(),
            name=group.name,
            short_name=group.short_name,
            post=group.post,
            sub_organization_of_id=id_of("organization", group.parent) if group.parent else None,
            organization_type=group.type,
            classification=group.classification,
            start_date=founding.calendar.previous_start,
            location_id=id_of("location", group.location) if group.location else None,
            voting_member_count=group.voting_member_count,
        )


def found_people(founding: Founding, people: People, seats: list[Seat]) -> None:
    """The persons of the city and what they belong to."""
    for figure in people.everybody:
        founding.add(Person, "person", figure.key, founding.began, **described(figure))
    for seat in seats:
        key = f"{seat.person}:{seat.group}:{seat.start.isoformat()}"
        founding.add(
            Membership,
            "membership",
            key,
            max(founding.began, morning(seat.start)),
            body_id=body_id(),
            person_id=id_of("person", seat.person),
            organization_id=id_of("organization", seat.group),
            role=seat.role,
            voting_right=seat.voting,
            start_date=seat.start,
            end_date=seat.end,
            on_behalf_of_id=id_of("organization", seat.faction) if seat.faction else None,
            office=office_of(seat, people),
        )


def office_of(seat: Seat, people: People) -> str | None:
    """What the seat permits in the software."""
    holders = {one.key: one.office for one in people.administration}
    if seat.heads:
        return Office.CHAIR
    if holders.get(seat.person) != seat.group:
        return None
    if seat.person in OFFICES:
        return OFFICES[seat.person]
    return Office.EDITOR if seat.role in ("Fachdienstleiter", "Fachdienstleiterin") else None


def email_of(figure: Figure) -> str:
    """The address of somebody in the city."""
    plain = f"{figure.given_name}.{figure.family_name}".lower().replace(" ", "-")
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("é", "e")):
        plain = plain.replace(sign, letters)
    return f"{plain}@lerchenroda.example"


def described(figure: Figure) -> dict[str, Any]:
    """A person as the council publishes it."""
    public_office = figure.faction is not None or figure.office is not None
    return {
        "body_id": body_id(),
        "name": figure.name,
        "family_name": figure.family_name,
        "given_name": figure.given_name,
        "form_of_address": {"female": "Frau", "male": "Herr"}.get(figure.gender),
        "title": figure.titles or None,
        "gender": figure.gender,
        "life": figure.life,
        "email": [email_of(figure)] if public_office else None,
    }
