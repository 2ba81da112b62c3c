"""Persons and accounts for tests."""

import datetime as dt
import itertools
from typing import Any

from rostra.organizations.models import Body
from rostra.people.models import Account, Person
from support.make.organizations import make_body
from support.making import Place, kept, within

NUMBERS = itertools.count(1)


async def make_person(place: Place, body: Body | None = None, **values: Any) -> Person:
    """A councillor."""
    body = body or await make_body(place)
    usual = {"name": "Dr. Klara Amsel", "given_name": "Klara", "family_name": "Amsel"}
    return await kept(place, Person, body_id=body.id, **{**usual, **values})


async def make_account(place: Place, person: Person | None = None, **values: Any) -> Account:
    """A confirmed account without a password, with the person behind it where there is one."""
    usual = {
        "email": f"konto{next(NUMBERS)}@example.org",
        "display_name": person.name if person else "Berta Bürgerin",
        "confirmed": dt.datetime.now(dt.UTC),
    }
    account = Account(person_id=person and person.id, **{**usual, **values})
    async with within(place) as work:
        work.add(account)
        await work.flush()
    return account
