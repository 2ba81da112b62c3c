"""Organizations as lines of a table."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from rostra.errors import Invalid
from rostra.imports.tables.cells import flat
from rostra.imports.tables.columns import Column, Form, spelled, value_of
from rostra.imports.tables.stocks import (
    LOCATION,
    ORGANIZATION,
    Holding,
    Register,
    folded,
    know_others,
    shown,
)
from rostra.organizations.models import Organization
from rostra.organizations.queries import ORGANIZATIONS_BY_NAME
from rostra.people.governing import (
    OrganizationDetails,
    change_organization,
    end_organization,
    enter_organization,
    names_of,
    seats_beyond,
)
from rostra.work import Work

KIND = Organization.kind
ABOVE, PLACE = "subOrganizationOf", "location"
COLUMNS = (
    Column("name", "name", ("Name", "Bezeichnung", "Gremium"), needed=True),
    Column("shortName", "short_name", ("Kurzname", "Kürzel", "Abkürzung", "Kurzbezeichnung")),
    Column("organizationType", "organization_type", ("Typ", "Organisationstyp")),
    Column("classification", "classification", ("Art", "Gremienart", "Klassifikation")),
    Column("website", "website", ("Webseite", "Internetseite", "Homepage")),
    Column("startDate", "start_date", ("Beginn", "von", "Startdatum"), Form.DAY),
    Column("endDate", "end_date", ("Ende", "bis", "Enddatum"), Form.DAY),
    Column(
        ABOVE, "sub_organization_of_id", ("gehört zu", "übergeordnet", "Übergeordnetes Gremium"),
        Form.REFERENCE, to=ORGANIZATION,
    ),
    Column(PLACE, "location_id", ("Ort", "Sitzungsort"), Form.REFERENCE, to=LOCATION),
)  # fmt: skip


async def stock(work: Work, body_id: UUID, register: Register) -> list[Holding]:
    """The organizations of a body, by name."""
    found = work.readable(Organization).where(Organization.body_id == body_id)
    ordered = found.order_by(ORGANIZATIONS_BY_NAME.key, Organization.id)
    there = await work.fetch(ordered)
    above = {one.sub_organization_of_id for one in there if one.sub_organization_of_id}
    await know_others(work, register, (), above)
    return [holding(one, register) for one in there]


def holding(organization: Organization, register: Register) -> Holding:
    """An organization as a line."""
    fields = {one.field: getattr(organization, one.field) for one in COLUMNS}
    cells = {one.name: flat(spelled(fields[one.field])) for one in COLUMNS}
    cells[ABOVE] = shown(register[ORGANIZATION], organization.sub_organization_of_id)
    cells[PLACE] = shown(register[LOCATION], organization.location_id)
    return Holding(organization.id, cells, OrganizationDetails(**fields))


def names(cells: Mapping[str, str]) -> tuple[str, ...]:
    """The name and the short name."""
    return (cells.get("name", ""), cells.get("shortName", ""))


def alike(cells: Mapping[str, str]) -> tuple[str, ...] | None:
    """An organization without a key is recognised by its name."""
    name = folded(cells.get("name", ""))
    return (name,) if name else None


def label(cells: Mapping[str, str], register: Register) -> str:
    """The name."""
    return cells.get("name") or cells.get("shortName", "")


def values(cells: Mapping[str, str]) -> dict[str, Any]:
    """What the cells of a line mean."""
    return {one.field: value_of(one, cells[one.name]) for one in COLUMNS if one.name in cells}


async def enter(work: Work, body_id: UUID, cells: Mapping[str, str]) -> UUID:
    """Enter the organization of a line."""
    details = OrganizationDetails(**{"name": "", **values(cells)})
    return (await enter_organization(work, body_id, details)).id


async def change(work: Work, known: Holding, cells: Mapping[str, str]) -> str:
    """Write down what is new of an organization, and end it with those memberships that end too."""
    fresh = replace(known.details, **values(cells))
    last_day = fresh.end_date
    ends = last_day != known.details.end_date
    if ends and last_day is None:
        raise Invalid("endDate", "An organization that has ended is not begun again in a table.")
    staying = replace(fresh, end_date=known.details.end_date)
    if staying != known.details:
        await change_organization(work, known.id, staying)
    if not ends:
        return ""
    seats = await seats_beyond(work, known.id, last_day)
    whose = await names_of(work, seats) if seats else ""
    await end_organization(work, known.id, last_day, tuple(one.id for one in seats))
    return whose
