"""Readings of papers, what they relate to and their consultations."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rostra.access import PUBLIC
from rostra.meetings.models import AgendaItem, Meeting
from rostra.organizations.models import Location, Organization
from rostra.organizations.queries import LOCATION, ORGANIZATION
from rostra.paging import Order, Sheet, Stretch, sheets, sizes
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
from rostra.people.queries import PERSON
from rostra.reading import Shape
from rostra.work import Work

PAPER = Shape(Paper, without=("created", "keyword", "license"))
CONSULTATION = Shape(Consultation, without=("created", "keyword", "license"))

NEWEST_FIRST = Order("papers.-date", Paper.date, descending=True)
OLDEST_FIRST = Order("papers.date", Paper.date)
BY_REFERENCE = Order("papers.reference", Paper.reference)


@dataclass(frozen=True, slots=True)
class Relation:
    """What another paper is to a paper: related, superordinated or subordinated."""

    relation: str
    paper: Paper


async def papers_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Paper]:
    """The papers with these ids that the actor may read."""
    return await PAPER.by_id(work, ids)


async def consultations_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Consultation]:
    """The consultations with these ids that the actor may read."""
    return await CONSULTATION.by_id(work, ids)


def papers(
    work: Work,
    body_id: UUID | None = None,
    paper_types: Collection[str] = (),
    reference: str | None = None,
    organization_ids: Collection[UUID] = (),
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
) -> sa.Select[Paper]:
    """The papers of a body, of some types, with a reference, of organizations, of a time."""
    found = PAPER.select(work)
    if body_id is not None:
        found = found.where(Paper.body_id == body_id)
    if paper_types:
        found = found.where(Paper.paper_type.in_(paper_types))
    if reference:
        found = found.where(Paper.reference.istartswith(reference, autoescape=True))
    if organization_ids:
        found = found.where(touches(work, organization_ids))
    if first_day is not None:
        found = found.where(Paper.date >= first_day)
    if last_day is not None:
        found = found.where(Paper.date <= last_day)
    return found


def drafts(work: Work) -> sa.Select[Paper]:
    """The papers that the actor may read and that were not filed yet, the last changed first."""
    unfiled = PAPER.select(work).where(Paper.reference.is_(None), Paper.date.is_(None))
    return unfiled.where(Paper.audience_id != PUBLIC).order_by(Paper.modified.desc()).limit(50)


def touches(work: Work, organization_ids: Collection[UUID]) -> sa.ColumnElement[bool]:
    """The condition that one of the organizations originated the paper or deals with it."""
    originated = (
        sa.select(PaperOrganization.paper_id)
        .join(Organization, Organization.id == PaperOrganization.organization_id)
        .where(work.may_read(Organization), PaperOrganization.organization_id.in_(organization_ids))
    )
    consulted = (
        sa.select(Consultation.paper_id)
        .join(ConsultationOrganization, ConsultationOrganization.consultation_id == Consultation.id)
        .join(Organization, Organization.id == ConsultationOrganization.organization_id)
        .where(
            work.may_read(Consultation),
            work.may_read(Organization),
            ConsultationOrganization.organization_id.in_(organization_ids),
        )
    )
    return sa.or_(Paper.id.in_(originated), Paper.id.in_(consulted))


def papers_originated(work: Work, organization_ids: Collection[UUID]) -> sa.Select[Paper]:
    """The papers that each organization originated, with the organization's id before them."""
    return (
        PAPER.select(work, PaperOrganization.organization_id)
        .join(PaperOrganization, PaperOrganization.paper_id == Paper.id)
        .join(Organization, Organization.id == PaperOrganization.organization_id)
        .where(
            work.may_read(Organization),
            PaperOrganization.part == "originator",
            PaperOrganization.organization_id.in_(organization_ids),
        )
    )


async def paper_sheets(
    work: Work, organization_ids: Collection[UUID], order: Order, stretch: Stretch
) -> dict[UUID, Sheet[Paper]]:
    """A page of the papers that each organization originated."""
    originated = papers_originated(work, organization_ids)
    return await sheets(work, PAPER, originated, order, stretch)


async def paper_counts(work: Work, organization_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many papers each organization originated."""
    return await sizes(work, papers_originated(work, organization_ids), organization_ids)


async def consultations_of(
    work: Work, paper_ids: Collection[UUID]
) -> dict[UUID, list[Consultation]]:
    """The stations of each paper, in the order of its way through the council."""
    stations = (
        CONSULTATION.select(work, Consultation.paper_id)
        .join(Paper, Paper.id == Consultation.paper_id)
        .outerjoin(Meeting, sa.and_(Meeting.id == Consultation.meeting_id, work.may_read(Meeting)))
        .where(work.may_read(Paper), Consultation.paper_id.in_(paper_ids))
        .order_by(Meeting.start.asc().nulls_last(), Consultation.position, Consultation.id)
    )
    return await CONSULTATION.grouped(work, stations)


async def consultations_at(
    work: Work, item_ids: Collection[UUID]
) -> dict[UUID, list[Consultation]]:
    """The consultations that take place at each agenda item."""
    held = (
        CONSULTATION.select(work, Consultation.agenda_item_id)
        .join(AgendaItem, AgendaItem.id == Consultation.agenda_item_id)
        .where(work.may_read(AgendaItem), Consultation.agenda_item_id.in_(item_ids))
        .order_by(Consultation.position, Consultation.id)
    )
    return await CONSULTATION.grouped(work, held)


async def organizations_of_consultations(
    work: Work, consultation_ids: Collection[UUID]
) -> dict[UUID, list[Organization]]:
    """The organizations that deal with a paper in each consultation; the first leads."""
    link = ConsultationOrganization
    dealing = (
        ORGANIZATION.select(work, link.consultation_id)
        .join(link, link.organization_id == Organization.id)
        .join(Consultation, Consultation.id == link.consultation_id)
        .where(work.may_read(Consultation), link.consultation_id.in_(consultation_ids))
        .order_by(link.position, Organization.id)
    )
    return await ORGANIZATION.grouped(work, dealing)


async def organizations_of_papers(
    work: Work, paper_ids: Collection[UUID], part: str
) -> dict[UUID, list[Organization]]:
    """The organizations that originated each paper, or that direct the work on it."""
    link = PaperOrganization
    taking_part = (
        ORGANIZATION.select(work, link.paper_id)
        .join(link, link.organization_id == Organization.id)
        .join(Paper, Paper.id == link.paper_id)
        .where(work.may_read(Paper), link.paper_id.in_(paper_ids), link.part == part)
        .order_by(link.position, Organization.id)
    )
    return await ORGANIZATION.grouped(work, taking_part)


async def persons_of_papers(work: Work, paper_ids: Collection[UUID]) -> dict[UUID, list[Person]]:
    """The persons who originated each paper."""
    originators = (
        PERSON.select(work, PaperPerson.paper_id)
        .join(PaperPerson, PaperPerson.person_id == Person.id)
        .join(Paper, Paper.id == PaperPerson.paper_id)
        .where(work.may_read(Paper), PaperPerson.paper_id.in_(paper_ids))
        .order_by(PaperPerson.position, Person.id)
    )
    return await PERSON.grouped(work, originators)


async def locations_of_papers(
    work: Work, paper_ids: Collection[UUID]
) -> dict[UUID, list[Location]]:
    """The places that each paper concerns."""
    concerned = (
        LOCATION.select(work, PaperLocation.paper_id)
        .join(PaperLocation, PaperLocation.location_id == Location.id)
        .join(Paper, Paper.id == PaperLocation.paper_id)
        .where(work.may_read(Paper), PaperLocation.paper_id.in_(paper_ids))
        .order_by(PaperLocation.position, Location.id)
    )
    return await LOCATION.grouped(work, concerned)


async def relations_of(work: Work, paper_ids: Collection[UUID]) -> dict[UUID, list[Relation]]:
    """The papers to which each paper is related, with what they are to it."""
    whose = aliased(Paper)
    related = (
        PAPER.select(work, PaperRelation.paper_id, PaperRelation.relation)
        .join(PaperRelation, PaperRelation.other_id == Paper.id)
        .join(whose, whose.id == PaperRelation.paper_id)
        .where(work.may_read(whose), PaperRelation.paper_id.in_(paper_ids))
        .order_by(PaperRelation.relation, PaperRelation.position, Paper.id)
    )
    found: dict[UUID, list[Relation]] = defaultdict(list)
    for row in await work.rows(related):
        found[row[0]].append(Relation(row[1], PAPER.one(row[2:])))
    return found
