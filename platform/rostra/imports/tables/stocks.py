"""What is there already: the things of a kind as lines of a table, and how they are called."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.errors import Invalid
from rostra.imports.tables.cells import flat
from rostra.organizations.models import Location, Organization
from rostra.people.models import Person
from rostra.work import Work

ORGANIZATION, PERSON, LOCATION = Organization.kind, Person.kind, Location.kind


@dataclass(frozen=True)
class Holding:
    """A thing that is there: its line of the table, and all that the house has written of it."""

    id: UUID
    cells: dict[str, str]
    details: Any


def folded(name: str) -> str:
    """A name without what makes no difference."""
    return flat(name).casefold()


@dataclass
class Names:
    """The things of one kind that a line may refer to, by key and by name."""

    labels: dict[UUID, str] = field(default_factory=dict)
    named: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    keys: dict[str, UUID] = field(default_factory=dict)
    """What is remembered of other systems' keys."""

    def enter(self, id: UUID, label: str, names: Iterable[str | None]) -> None:
        """Know a thing under these names."""
        self.labels[id] = flat(label)
        for name in names:
            if name and folded(name):
                self.named[folded(name)].add(id)

    def find(self, written: str) -> UUID | None:
        """The thing that is meant; None where there is none, Invalid where there are several."""
        by_key = id_in(written) or self.keys.get(written)
        if by_key is not None:
            return by_key if by_key in self.labels else None
        found = self.named.get(folded(written), set())
        if len(found) > 1:
            raise Invalid("", f"There are {len(found)} of this name; write the key instead.")
        return next(iter(found), None)


def id_in(written: str) -> UUID | None:
    """The id in a cell that holds one."""
    try:
        return UUID(written) if len(written) >= 32 else None
    except ValueError:
        return None


Register = dict[str, Names]
"""The names of all kinds."""


async def register_of(work: Work, body_id: UUID) -> Register:
    """Everything of a body that a line may refer to, as far as the actor may read it."""
    register = {kind: Names() for kind in (PERSON, ORGANIZATION, LOCATION)}
    await know_persons(work, register[PERSON], Person.body_id == body_id)
    await know_organizations(work, register[ORGANIZATION], Organization.body_id == body_id)
    locations = sa.select(Location.id, Location.description, Location.room).where(
        work.may_read(Location), Location.body_id == body_id
    )
    for id, description, room in await work.rows(locations):
        register[LOCATION].enter(id, description or room or str(id), (description, room))
    return register


async def know_persons(work: Work, names: Names, where: sa.ColumnElement[bool]) -> None:
    """Know those persons that the actor may read."""
    persons = sa.select(Person.id, Person.name, Person.given_name, Person.family_name)
    for id, name, given, family in await work.rows(persons.where(work.may_read(Person), where)):
        parts = " ".join(part for part in (given, family) if part)
        names.enter(id, name or parts or str(id), {name, parts})


async def know_organizations(work: Work, names: Names, where: sa.ColumnElement[bool]) -> None:
    """Know those organizations that the actor may read."""
    found = sa.select(Organization.id, Organization.name, Organization.short_name)
    for id, name, short in await work.rows(found.where(work.may_read(Organization), where)):
        names.enter(id, name or short or str(id), {name, short})


async def know_others(
    work: Work, register: Register, persons: Collection[UUID], organizations: Collection[UUID]
) -> None:
    """Know things of other bodies too that are referred to from here."""
    missing = set(persons) - set(register[PERSON].labels)
    if missing:
        await know_persons(work, register[PERSON], Person.id.in_(missing))
    missing = set(organizations) - set(register[ORGANIZATION].labels)
    if missing:
        await know_organizations(work, register[ORGANIZATION], Organization.id.in_(missing))


def shown(names: Names, id: UUID | None) -> str:
    """The cell that refers to a thing, empty for what the actor may not read."""
    return str(id) if id in names.labels else ""
