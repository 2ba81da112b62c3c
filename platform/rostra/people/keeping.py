"""Keeping persons: what the council publishes of them."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC, Permission
from rostra.errors import Conflict, Invalid
from rostra.organizations.checking import line, refuse_stale, take, write
from rostra.organizations.models import Body, Membership
from rostra.people.events import PersonChanged, PersonWithdrawn
from rostra.people.models import Account, Person
from rostra.work import Work


@dataclass(frozen=True)
class PersonDetails:
    """What the clerk writes of a person."""

    family_name: str
    given_name: str | None = None
    form_of_address: str | None = None
    title: str | None = None
    affix: str | None = None
    gender: str | None = None
    email: str | None = None
    phone: str | None = None


SEVERAL = ("title", "email", "phone")
"""Of what somebody may have several, with commas between them."""


def person_values(details: PersonDetails) -> dict[str, Any]:
    """The columns of a person as they were written, with the whole name made from its parts."""
    values: dict[str, Any] = {
        name: line(name, value, needed=name == "family_name")
        for name, value in asdict(details).items()
    }
    if values["email"] and "@" not in values["email"]:
        raise Invalid("email", "This is not an e-mail address.")
    for name in SEVERAL:
        values[name] = [part.strip() for part in (values[name] or "").split(",") if part.strip()]
    parts = (*values["title"], values["given_name"], values["family_name"], values["affix"])
    values["name"] = " ".join(part for part in parts if part)
    return values | {name: values[name] or None for name in SEVERAL}


def details_of(person: Person) -> PersonDetails:
    """What is written of a person, as the clerk writes it."""
    several = {name: ", ".join(getattr(person, name) or ()) or None for name in SEVERAL}
    others = ("given_name", "form_of_address", "affix", "gender")
    single = {name: getattr(person, name) for name in others}
    return PersonDetails(family_name=person.family_name or "", **single, **several)


async def enter_person(work: Work, body_id: UUID, details: PersonDetails) -> Person:
    """Enter somebody who belongs to a body, for everybody to read."""
    body = await work.find(Body, body_id)
    work.authorize_within(Permission.PERSON_KEEP, body.id)
    person = Person(body_id=body.id, audience_id=PUBLIC, **person_values(details))
    work.add(person)
    await work.flush()
    work.record(PersonChanged(person.id))
    return person


async def change_person(
    work: Work, person_id: UUID, details: PersonDetails, seen: dt.datetime | None = None
) -> Person:
    """Write down what somebody is called and how they are reached."""
    person = await take(work, Person, person_id)
    work.authorize(Permission.PERSON_KEEP, person)
    refuse_stale(person, seen)
    write(work, person, person_values(details))
    work.record(PersonChanged(person.id))
    return person


async def withdraw_person(work: Work, person_id: UUID) -> None:
    """Take somebody out of sight who was entered by mistake and never sat anywhere."""
    person = await take(work, Person, person_id)
    work.authorize(Permission.PERSON_KEEP, person)
    seats = sa.select(Membership.id).where(
        Membership.person_id == person.id, Membership.audience_id != NOBODY
    )
    account = sa.select(Account.id).where(Account.person_id == person.id, Account.active)
    if await work.first(seats):
        raise Conflict("This person has memberships. End or withdraw them; the history stays.")
    if await work.first(account):
        raise Conflict("This person has an account. Close it first.")
    work.withdraw(person)
    work.record(PersonWithdrawn(person.id))
