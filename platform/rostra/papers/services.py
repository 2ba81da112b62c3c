"""Drafting papers, sending them on their way through the council, filing and withdrawing them."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import (
    PUBLIC,
    Office,
    Permission,
    members_and_clerks,
    organization_token,
    role_token,
)
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.files.models import File, FileUse
from rostra.files.services import withdraw_file
from rostra.organizations.models import Organization
from rostra.papers.events import PaperChanged, PaperDrafted, PaperFiled, PaperWithdrawn
from rostra.papers.models import (
    Consultation,
    ConsultationOrganization,
    Paper,
    PaperOrganization,
)
from rostra.papers.references import next_reference
from rostra.records import Readable
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_NAME = 300
LONGEST_TYPE = 60
LONGEST_RESOLUTION = 50_000
MOST_STATIONS = 20


@dataclass(frozen=True)
class Station:
    """One station of a paper's way: which organization, as what, and whether it decides."""

    organization_id: UUID
    role: str | None = None
    authoritative: bool = False


async def draft_paper(
    work: Work,
    organization_id: UUID,
    name: str,
    paper_type: str,
    proposed_resolution: str | None = None,
) -> Paper:
    """Begin a paper of an organization; until it is filed, it and the clerks alone read it."""
    organization = await work.find(Organization, organization_id)
    work.authorize(Permission.PAPER_DRAFT, organization)
    written = checked(name, paper_type, proposed_resolution)

    paper = Paper(
        body_id=organization.body_id,
        **written,
        audience_id=await work.audience(drafters(organization)),
    )
    work.add(paper)
    await work.flush()
    work.add(
        PaperOrganization(paper_id=paper.id, organization_id=organization.id, part="originator")
    )
    work.record(PaperDrafted(paper.id))
    return paper


def drafters(organization: Organization) -> set[str]:
    """The tokens of those who read what an organization has not filed yet."""
    return {
        organization_token(organization.id),
        role_token(Office.CLERK, organization.body_id),
        role_token(Office.ADMINISTRATOR, organization.body_id),
    }


def checked(name: str, paper_type: str, proposed_resolution: str | None) -> dict[str, str | None]:
    """What was written, cleaned; Invalid naming the field that cannot be taken."""
    name = " ".join(cleaned_text(name).split())
    paper_type = " ".join(cleaned_text(paper_type).split())
    resolution = cleaned_text(proposed_resolution or "")
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid("name", f"A title has 1 to {LONGEST_NAME} characters.")
    if not 0 < len(paper_type) <= LONGEST_TYPE:
        raise Invalid("paperType", f"A type has 1 to {LONGEST_TYPE} characters.")
    if len(resolution) > LONGEST_RESOLUTION:
        raise Invalid("proposedResolution", f"At most {LONGEST_RESOLUTION} characters fit.")
    return {"name": name, "paper_type": paper_type, "proposed_resolution": resolution or None}


async def own_paper(work: Work, paper_id: UUID) -> Paper:
    """A paper that the actor may change: as its originator while it is a draft, or as a clerk."""
    paper = await work.find(Paper, paper_id)
    if not await may_edit(work, paper):
        raise NotPermitted
    return paper


async def may_edit(work: Work, paper: Paper) -> bool:
    """Whether the actor may change a paper."""
    if is_draft(paper):
        places = await places_of_paper(work, paper)
        return work.actor.may_within(Permission.PAPER_DRAFT, *places)
    return work.actor.may_within(Permission.PAPER_KEEP, paper.body_id)


def is_draft(paper: Paper) -> bool:
    """Whether a paper was not filed yet."""
    return paper.reference is None and paper.date is None


async def edit_paper(
    work: Work,
    paper_id: UUID,
    name: str,
    paper_type: str,
    proposed_resolution: str | None,
    read: dt.datetime | None = None,
) -> Paper:
    """Change the words of a paper; `read` is the state of it that the writer has seen."""
    paper = await own_paper(work, paper_id)
    work.authorize_within(Permission.PAPER_DRAFT, *(await places_of_paper(work, paper)))
    if read is not None and paper.modified > read:
        raise Conflict("Somebody has changed this paper since you opened it.")
    for field, value in checked(name, paper_type, proposed_resolution).items():
        setattr(paper, field, value)
    work.record(PaperChanged(paper.id))
    return paper


async def places_of_paper(work: Work, paper: Paper) -> tuple[UUID, ...]:
    """The body of a paper and its originators: where permissions hold."""
    originators = await work.fetch(
        sa.select(PaperOrganization.organization_id).where(
            PaperOrganization.paper_id == paper.id, PaperOrganization.part == "originator"
        )
    )
    return (paper.body_id, *originators)


async def add_station(work: Work, paper_id: UUID, station: Station) -> Consultation:
    """Send a paper on to one more organization, after those that deal with it already."""
    paper = await own_paper(work, paper_id)
    work.authorize_within(Permission.PAPER_DRAFT, *(await places_of_paper(work, paper)))
    organization = await work.find(Organization, station.organization_id)
    present = await consultations_on_the_way(work, paper)
    if len(present) >= MOST_STATIONS:
        raise Conflict(f"A paper has {MOST_STATIONS} stations at most.")

    consultation = Consultation(
        body_id=paper.body_id,
        paper_id=paper.id,
        role=cleaned_text(station.role or "")[:LONGEST_TYPE] or None,
        authoritative=station.authoritative,
        position=max((one.position for one in present), default=-1) + 1,
        audience_id=paper.audience_id,
    )
    work.add(consultation)
    await work.flush()
    work.add(
        ConsultationOrganization(consultation_id=consultation.id, organization_id=organization.id)
    )
    work.record(PaperChanged(paper.id, (consultation.id,)))
    return consultation


async def drop_station(work: Work, consultation_id: UUID) -> Paper:
    """Take a station from a paper's way again, unless it is on an agenda already."""
    consultation = await work.find(Consultation, consultation_id)
    if consultation.paper_id is None:
        raise NotFound
    paper = await own_paper(work, consultation.paper_id)
    work.authorize_within(Permission.PAPER_DRAFT, *(await places_of_paper(work, paper)))
    if consultation.agenda_item_id is not None:
        raise Conflict("This paper is on an agenda there; take it off the agenda first.")

    work.withdraw(consultation)
    work.record(PaperChanged(paper.id, (consultation.id,)))
    return paper


async def consultations_on_the_way(work: Work, paper: Paper) -> list[Consultation]:
    """The consultations of a paper, in their order."""
    return await work.fetch(
        work.readable(Consultation)
        .where(Consultation.paper_id == paper.id)
        .order_by(Consultation.position, Consultation.id)
    )


async def file_paper(work: Work, paper_id: UUID, public: bool, day: dt.date) -> Paper:
    """Put a draft before the council: it gets its reference and its readers.

    A paper that is not public is read by its originators, those who deal with it, and clerks.
    """
    paper = await own_paper(work, paper_id)
    places = await places_of_paper(work, paper)
    work.authorize_within(Permission.PAPER_DRAFT, *places)
    if not is_draft(paper):
        raise Conflict("This paper was filed already.")
    stations = await consultations_on_the_way(work, paper)
    if not stations:
        raise Conflict("A paper needs somebody who deals with it before it can be filed.")

    dealing = await work.fetch(
        sa.select(ConsultationOrganization.organization_id).where(
            ConsultationOrganization.consultation_id.in_([one.id for one in stations])
        )
    )
    readers = members_and_clerks(paper.body_id, *places[1:], *dealing)
    audience_id = PUBLIC if public else await work.audience(readers)
    paper.reference = await next_reference(work, paper.body_id, paper.paper_type, day)
    paper.date = day
    things: list[Readable] = [paper, *stations, *await files_of_paper(work, paper)]
    for thing in things:
        thing.audience_id = audience_id
    work.record(PaperFiled(paper.id, tuple(one.id for one in stations)))
    return paper


async def files_of_paper(work: Work, paper: Paper) -> list[File]:
    """The files that a paper has."""
    return await work.fetch(
        work.readable(File)
        .join(FileUse, FileUse.file_id == File.id)
        .where(FileUse.paper_id == paper.id)
    )


async def withdraw_paper(work: Work, paper_id: UUID) -> Paper:
    """Take a paper back: out of everybody's sight, with its files and what is still planned."""
    paper = await own_paper(work, paper_id)
    work.authorize_within(Permission.PAPER_DRAFT, *(await places_of_paper(work, paper)))
    stations = await consultations_on_the_way(work, paper)
    if any(one.agenda_item_id is not None for one in stations):
        raise Conflict("This paper is on an agenda; take it off there first.")

    things: list[Readable] = [paper, *stations, *await files_of_paper(work, paper)]
    for thing in things:
        work.withdraw(thing)
    work.record(PaperWithdrawn(paper.id, tuple(one.id for one in stations)))
    return paper


async def withdraw_file_of_paper(work: Work, paper_id: UUID, file_id: UUID) -> File:
    """Take a file of a paper out of everybody's sight, as whoever may change the paper."""
    paper = await own_paper(work, paper_id)
    if file_id not in {file.id for file in await files_of_paper(work, paper)}:
        raise NotFound
    return await withdraw_file(work, file_id, await places_of_paper(work, paper))
