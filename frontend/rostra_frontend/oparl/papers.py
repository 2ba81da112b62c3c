"""Papers and consultations as OParl writes them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rostra.meetings.models import AgendaItem, Meeting
from rostra.organizations.models import Body, Location, Organization
from rostra.papers.models import (
    Consultation,
    ConsultationOrganization,
    Paper,
    PaperLocation,
    PaperOrganization,
    PaperPerson,
    PaperRelation,
)
from rostra.people.models import Person
from rostra_frontend.oparl.files import embedded_files
from rostra_frontend.oparl.locations import embedded_locations
from rostra_frontend.oparl.reading import (
    MayRead,
    Reader,
    Statement,
    among,
    columns,
    prebuilt,
    target,
)

PAPER_FILES = {"main": "mainFile"}
RELATIONS = {
    "related": "relatedPaper",
    "superordinated": "superordinatedPaper",
    "subordinated": "subordinatedPaper",
}
PARTS = {"originator": "originatorOrganization", "direction": "underDirectionOf"}


@prebuilt
def papers_by_id(may_read: MayRead) -> Statement:
    """The papers with the ids."""
    return sa.select(
        *columns(Paper, "name", "reference", "date", "paper_type", "proposed_resolution"),
        target(may_read, Body, Paper.body_id),
    ).where(among(Paper.id), may_read(Paper))


@prebuilt
def relations_of_papers(may_read: MayRead) -> Statement:
    """The other papers that the papers name, and what they are to them."""
    other = aliased(Paper)
    return (
        sa.select(PaperRelation.paper_id, PaperRelation.other_id, PaperRelation.relation)
        .join(other, other.id == PaperRelation.other_id)
        .where(among(PaperRelation.paper_id), may_read(other))
        .order_by(PaperRelation.paper_id, PaperRelation.position, PaperRelation.other_id)
    )


@prebuilt
def organizations_of_papers(may_read: MayRead) -> Statement:
    """The organizations that originated the papers or direct the work on them."""
    return (
        sa.select(
            PaperOrganization.paper_id, PaperOrganization.organization_id, PaperOrganization.part
        )
        .join(Organization, Organization.id == PaperOrganization.organization_id)
        .where(among(PaperOrganization.paper_id), may_read(Organization))
        .order_by(
            PaperOrganization.paper_id,
            PaperOrganization.position,
            PaperOrganization.organization_id,
        )
    )


@prebuilt
def persons_of_papers(may_read: MayRead) -> Statement:
    """The persons who originated the papers."""
    return (
        sa.select(PaperPerson.paper_id, PaperPerson.person_id)
        .join(Person, Person.id == PaperPerson.person_id)
        .where(among(PaperPerson.paper_id), may_read(Person))
        .order_by(PaperPerson.paper_id, PaperPerson.position, PaperPerson.person_id)
    )


@prebuilt
def locations_of_papers(may_read: MayRead) -> Statement:
    """The places that the papers concern."""
    return (
        sa.select(PaperLocation.paper_id, PaperLocation.location_id)
        .join(Location, Location.id == PaperLocation.location_id)
        .where(among(PaperLocation.paper_id), may_read(Location))
        .order_by(PaperLocation.paper_id, PaperLocation.position, PaperLocation.location_id)
    )


def consultations_seen(may_read: MayRead) -> Statement:
    """The consultations that may be read."""
    return sa.select(
        *columns(Consultation, "authoritative", "role"),
        target(may_read, Paper, Consultation.paper_id),
        target(may_read, AgendaItem, Consultation.agenda_item_id),
        target(may_read, Meeting, Consultation.meeting_id),
    ).where(may_read(Consultation))


@prebuilt
def consultations_by_id(may_read: MayRead) -> Statement:
    """The consultations with the ids."""
    return consultations_seen(may_read).where(among(Consultation.id))


@prebuilt
def consultations_of_papers(may_read: MayRead) -> Statement:
    """The consultation sequences of the papers."""
    return (
        consultations_seen(may_read)
        .where(among(Consultation.paper_id))
        .order_by(Consultation.paper_id, Consultation.position, Consultation.id)
    )


@prebuilt
def organizations_of_consultations(may_read: MayRead) -> Statement:
    """The organizations that deal with the papers in the consultations, the leading one first."""
    return (
        sa.select(
            ConsultationOrganization.consultation_id, ConsultationOrganization.organization_id
        )
        .join(Organization, Organization.id == ConsultationOrganization.organization_id)
        .where(among(ConsultationOrganization.consultation_id), may_read(Organization))
        .order_by(
            ConsultationOrganization.consultation_id,
            ConsultationOrganization.position,
            ConsultationOrganization.organization_id,
        )
    )


async def papers(reader: Reader, ids: list[UUID]) -> list[dict[str, Any]]:
    """The papers with the ids, each with its files and its consultation sequence."""
    rows, ids = await reader.found(papers_by_id, ids)
    more: dict[UUID, dict[str, Any]] = {id: {} for id in ids}
    await add_references(reader, ids, more)
    for id, held in (await embedded_files(reader, "paper", ids, PAPER_FILES)).items():
        more[id] |= held
    if not reader.brief:
        await add_locations(reader, ids, more)
    for id, sequence in (await embedded_consultations(reader, ids)).items():
        more[id]["consultation"] = sequence
    return [reader.describe("paper", row, own_fields(reader, row) | more[row.id]) for row in rows]


def own_fields(reader: Reader, row: Any) -> dict[str, Any]:
    """What a paper says for itself."""
    return {
        "body": reader.addresses.of("body", row.body_id),
        "name": row.name,
        "reference": row.reference,
        "date": row.date,
        "paperType": row.paper_type,
        "rostra:proposedResolution": row.proposed_resolution,
    }


async def add_references(reader: Reader, ids: list[UUID], more: dict[UUID, dict[str, Any]]) -> None:
    """Add the addresses of related papers, of organizations and of persons."""
    for id, related in (await reader.children(relations_of_papers, ids)).items():
        for _, other_id, relation in related:
            field = RELATIONS.get(relation, "relatedPaper")
            more[id].setdefault(field, []).append(reader.addresses.of("paper", other_id))
    for id, involved in (await reader.children(organizations_of_papers, ids)).items():
        for _, organization_id, part in involved:
            address = reader.addresses.of("organization", organization_id)
            more[id].setdefault(PARTS.get(part, "originatorOrganization"), []).append(address)
    for id, persons in (await reader.targets(persons_of_papers, "person", ids)).items():
        more[id]["originatorPerson"] = persons


async def add_locations(reader: Reader, ids: list[UUID], more: dict[UUID, dict[str, Any]]) -> None:
    """Add the places that the papers concern."""
    of_paper = await reader.children(locations_of_papers, ids)
    places = await embedded_locations(
        reader, [row[1] for rows in of_paper.values() for row in rows]
    )
    for id, rows in of_paper.items():
        more[id]["location"] = [places[row[1]] for row in rows if row[1] in places]


async def embedded_consultations(
    reader: Reader, paper_ids: list[UUID]
) -> dict[UUID, list[dict[str, Any]]]:
    """The consultation sequences as they stand inside the papers, by paper."""
    rows = await reader.rows(consultations_of_papers, paper_ids)
    organizations = await reader.targets(
        organizations_of_consultations, "organization", [row.id for row in rows]
    )
    sequences: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        written = written_consultation(reader, row, organizations.get(row.id), inside=True)
        sequences.setdefault(row.paper_id, []).append(written)
    return sequences


async def consultations(reader: Reader, ids: list[UUID]) -> list[dict[str, Any]]:
    """The consultations with the ids, each with its paper."""
    rows, ids = await reader.found(consultations_by_id, ids)
    organizations = await reader.targets(organizations_of_consultations, "organization", ids)
    return [written_consultation(reader, row, organizations.get(row.id)) for row in rows]


def written_consultation(
    reader: Reader, row: Any, organizations: list[str] | None, inside: bool = False
) -> dict[str, Any]:
    """One consultation; inside its paper it does not name the paper."""
    fields = {
        "paper": None if inside else reader.addresses.of("paper", row.paper_id),
        "agendaItem": reader.addresses.of("agenda_item", row.agenda_item_id),
        "meeting": reader.addresses.of("meeting", row.meeting_id),
        "organization": organizations,
        "authoritative": row.authoritative,
        "role": row.role,
    }
    return reader.describe("consultation", row, fields)
