"""What there are tables of: persons, organizations and memberships."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rostra.access import Permission
from rostra.imports.tables import memberships, organizations, persons
from rostra.imports.tables.columns import KEY, Column
from rostra.imports.tables.stocks import Holding, Register
from rostra.work import Work


class TableName(StrEnum):
    """What there are tables of."""

    PERSONS = "persons"
    ORGANIZATIONS = "organizations"
    MEMBERSHIPS = "memberships"


@dataclass(frozen=True)
class Table:
    """How the things of one kind become lines, and lines things."""

    name: TableName
    kind: str
    permission: Permission
    """What whoever takes such a table in, or out, must hold in the body."""
    own_columns: tuple[Column, ...]
    stock: Callable[[Work, UUID, Register], Awaitable[list[Holding]]]
    """The things that are there, in the order of the table."""
    alike: Callable[[Mapping[str, str]], tuple[str, ...] | None]
    """What a line without a key is recognised by; None where it says too little."""
    label: Callable[[Mapping[str, str], Register], str]
    """What the thing of a line is called."""
    names: Callable[[Mapping[str, str]], tuple[str, ...]]
    """By which names other lines may refer to it."""
    enter: Callable[[Work, UUID, Mapping[str, str]], Awaitable[UUID]]
    change: Callable[[Work, Holding, Mapping[str, str]], Awaitable[str]]
    """Write down what is new; whose memberships end with it."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """All its columns, the key first."""
        return (KEY, *self.own_columns)


TABLES = {
    one.name: one
    for one in (
        Table(
            TableName.PERSONS,
            persons.KIND,
            Permission.PERSON_KEEP,
            persons.COLUMNS,
            persons.stock,
            persons.alike,
            persons.label,
            persons.names,
            persons.enter,
            persons.change,
        ),
        Table(
            TableName.ORGANIZATIONS,
            organizations.KIND,
            Permission.ORGANIZATION_KEEP,
            organizations.COLUMNS,
            organizations.stock,
            organizations.alike,
            organizations.label,
            organizations.names,
            organizations.enter,
            organizations.change,
        ),
        Table(
            TableName.MEMBERSHIPS,
            memberships.KIND,
            Permission.MEMBERSHIP_KEEP,
            memberships.COLUMNS,
            memberships.stock,
            memberships.alike,
            memberships.label,
            memberships.names,
            memberships.enter,
            memberships.change,
        ),
    )
}
