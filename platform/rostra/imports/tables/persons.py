"""Persons as lines of a table."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from rostra.imports.tables.cells import flat
from rostra.imports.tables.columns import Column, Form, value_of
from rostra.imports.tables.stocks import Holding, Register, folded
from rostra.people.keeping import PersonDetails, change_person, details_of, enter_person
from rostra.people.models import Person
from rostra.people.queries import PERSONS_BY_NAME
from rostra.work import Work

KIND = Person.kind
COLUMNS = (
    Column("name", headings=("Voller Name",), form=Form.TOLD),
    Column("familyName", "family_name", ("Nachname", "Familienname", "surname"), needed=True),
    Column("givenName", "given_name", ("Vorname", "first name")),
    Column("formOfAddress", "form_of_address", ("Anrede",)),
    Column("title", "title", ("Titel", "akademischer Grad")),
    Column("affix", "affix", ("Namenszusatz", "Zusatz")),
    Column("gender", "gender", ("Geschlecht",)),
    Column("email", "email", ("E-Mail", "E-Mail-Adresse", "Mail")),
    Column("phone", "phone", ("Telefon", "Telefonnummer", "Rufnummer")),
)  # fmt: skip


async def stock(work: Work, body_id: UUID, register: Register) -> list[Holding]:
    """The persons of a body, by name."""
    found = work.readable(Person).where(Person.body_id == body_id)
    persons = await work.fetch(found.order_by(PERSONS_BY_NAME.key, Person.id))
    return [holding(one) for one in persons]


def holding(person: Person) -> Holding:
    """A person as a line."""
    details = details_of(person)
    cells = {one.name: flat(getattr(details, one.field) or "") for one in COLUMNS if one.takes}
    return Holding(person.id, {"name": flat(person.name or ""), **cells}, details)


def names(cells: Mapping[str, str]) -> tuple[str, ...]:
    """The given and the family name."""
    parts = (cells.get("givenName", ""), cells.get("familyName", ""))
    return (" ".join(part for part in parts if part),)


def alike(cells: Mapping[str, str]) -> tuple[str, ...] | None:
    """A person without a key is recognised by given and family name."""
    family = folded(cells.get("familyName", ""))
    return (folded(cells.get("givenName", "")), family) if family else None


def label(cells: Mapping[str, str], register: Register) -> str:
    """The name with its title."""
    parts = ("title", "givenName", "familyName", "affix")
    return " ".join(cells[part] for part in parts if cells.get(part)) or cells.get("name", "")


def values(cells: Mapping[str, str]) -> dict[str, Any]:
    """What the cells of a line mean."""
    return {
        one.field: value_of(one, cells[one.name])
        for one in COLUMNS
        if one.takes and one.name in cells
    }


async def enter(work: Work, body_id: UUID, cells: Mapping[str, str]) -> UUID:
    """Enter the person of a line."""
    details = PersonDetails(**{"family_name": "", **values(cells)})
    return (await enter_person(work, body_id, details)).id


async def change(work: Work, known: Holding, cells: Mapping[str, str]) -> str:
    """Write down what is new of a person."""
    await change_person(work, known.id, replace(known.details, **values(cells)))
    return ""
