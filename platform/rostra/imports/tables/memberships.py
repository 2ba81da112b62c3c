"""Memberships as lines of a table."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from rostra.errors import Invalid
from rostra.imports.tables.cells import flat
from rostra.imports.tables.columns import Column, Form, spelled, value_of
from rostra.imports.tables.stocks import (
    ORGANIZATION,
    PERSON,
    Holding,
    Register,
    know_others,
    shown,
)
from rostra.organizations.models import Membership, Organization
from rostra.people.models import Person
from rostra.people.seating import SeatDetails, change_seat, seat_person
from rostra.work import Work

KIND = Membership.kind
WHO, WHERE, FOR = "person", "organization", "onBehalfOf"
COLUMNS = (
    Column(
        WHO, "person", ("Personenschlüssel", "Mitglied"), Form.REFERENCE, needed=True, to=PERSON
    ),
    Column("personName", "", ("Name", "Personenname"), Form.TOLD, stands_in_for=WHO),
    Column(
        WHERE, "organization", ("Gremium", "Organisation"),
        Form.REFERENCE, needed=True, to=ORGANIZATION,
    ),
    Column("organizationName", "", ("Gremienname",), Form.TOLD, stands_in_for=WHERE),
    Column("role", "role", ("Rolle", "Funktion")),
    Column("votingRight", "voting_right", ("Stimmrecht", "stimmberechtigt"), Form.FLAG),
    Column("office", "office", ("Amt", "Befugnis")),
    Column("startDate", "start_date", ("Beginn", "von", "Startdatum"), Form.DAY),
    Column("endDate", "end_date", ("Ende", "bis", "Enddatum"), Form.DAY),
    Column(FOR, "on_behalf_of_id", ("Fraktion", "für"), Form.REFERENCE, to=ORGANIZATION),
)  # fmt: skip
DETAILS = tuple(one for one in COLUMNS if one.takes and one.name not in (WHO, WHERE))


async def stock(work: Work, body_id: UUID, register: Register) -> list[Holding]:
    """The memberships in a body's organizations whose person one may read too."""
    seats = await work.fetch(
        work.readable(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(
            Membership.body_id == body_id, work.may_read(Person), work.may_read(Organization)
        )
        .order_by(Organization.id, Membership.start_date, Membership.id)
    )  # fmt: skip
    places = {one.organization_id for one in seats} | {
        one.on_behalf_of_id for one in seats if one.on_behalf_of_id
    }
    await know_others(work, register, {one.person_id for one in seats}, places)
    return [holding(one, register) for one in seats]


def holding(seat: Membership, register: Register) -> Holding:
    """A membership as a line."""
    people, places = register[PERSON], register[ORGANIZATION]
    details = SeatDetails(**{one.field: getattr(seat, one.field) for one in DETAILS})
    assert seat.person_id is not None
    assert seat.organization_id is not None
    cells = {
        WHO: str(seat.person_id),
        "personName": people.labels[seat.person_id],
        WHERE: str(seat.organization_id),
        "organizationName": places.labels[seat.organization_id],
        **{one.name: flat(spelled(getattr(details, one.field))) for one in DETAILS},
        FOR: shown(places, seat.on_behalf_of_id),
    }
    return Holding(seat.id, cells, details)


def names(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Nothing refers to a membership."""
    return ()


def alike(cells: Mapping[str, str]) -> tuple[str, ...] | None:
    """A membership without a key is recognised by person, organization and first day."""
    found = (cells.get(WHO, ""), cells.get(WHERE, ""), cells.get("startDate", ""))
    return found if found[0] and found[1] else None


def label(cells: Mapping[str, str], register: Register) -> str:
    """Who sits where."""
    told = (
        named(register, PERSON, cells.get(WHO)),
        named(register, ORGANIZATION, cells.get(WHERE)),
    )
    return ", ".join(one for one in told if one)


def named(register: Register, kind: str, written: str | None) -> str:
    """The name of the thing in a cell."""
    id = register[kind].find(written) if written else None
    return register[kind].labels[id] if id else written or ""


def values(cells: Mapping[str, str]) -> dict[str, Any]:
    """What the cells of a line mean."""
    return {one.field: value_of(one, cells[one.name]) for one in DETAILS if one.name in cells}


async def enter(work: Work, body_id: UUID, cells: Mapping[str, str]) -> UUID:
    """Let the person of a line sit where it says."""
    for name in (WHO, WHERE):
        if not cells.get(name):
            raise Invalid(name, "Please fill in this field.")
    details = SeatDetails(**values(cells))
    return (await seat_person(work, UUID(cells[WHO]), UUID(cells[WHERE]), details)).id


async def change(work: Work, known: Holding, cells: Mapping[str, str]) -> str:
    """Write down what is new of a membership."""
    for name in (WHO, WHERE):
        if cells.get(name, known.cells[name]) != known.cells[name]:
            raise Invalid(name, "Another person or organization is another membership.")
    await change_seat(work, known.id, replace(known.details, **values(cells)))
    return ""
