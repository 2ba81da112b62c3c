"""Readings of agendas in the making: the items as the clerk sees them, and what is due."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rostra.access import NOBODY, Permission
from rostra.agendas.models import AgendaStep, Fate, ItemRequest, Signatory
from rostra.agendas.requests import has_vote, signatory_ids
from rostra.agendas.steps import Agenda, already_sent, may_be_built, present_agenda, revision_of
from rostra.agendas.undoing import last_step
from rostra.errors import NotFound
from rostra.files.models import File, FileUse
from rostra.meetings.models import AgendaItem, Meeting, MeetingOrganization
from rostra.meetings.queries import places_of
from rostra.organizations.models import Membership, Organization
from rostra.organizations.queries import lasts
from rostra.papers.models import Consultation, ConsultationOrganization, Paper
from rostra.work import Work

MOST_REQUESTS = 200
FACTION, COMMITTEE = "Fraktion", "Gremium"
"""Types of organizations as OParl writes them."""


@dataclass(frozen=True)
class PaperAt:
    """A paper at an item, or one that is due."""

    consultation: UUID
    paper_id: UUID
    without_main_file: bool
    role: str | None


@dataclass(frozen=True)
class ItemInMaking:
    """An item while the agenda is being built."""

    item: AgendaItem
    depth: int
    first: bool
    """Whether it stands first on its level of its part."""
    last: bool
    sent: bool
    """Whether it went out to its readers."""
    neutral_title: str | None
    papers: list[PaperAt]


@dataclass(frozen=True)
class AgendaInMaking:
    """An agenda while it is being built."""

    meeting: Meeting
    revision: str
    items: list[ItemInMaking]
    due: list[PaperAt]
    """The papers that are due before those who sit."""
    undoable: str | None
    """The last step that can be undone."""
    open: bool
    """Whether it can still be built."""


async def agenda_in_making(work: Work, meeting_id: UUID) -> AgendaInMaking | None:
    """The agenda of a meeting for somebody who may build it; None for everybody else."""
    try:
        meeting = await work.find(Meeting, meeting_id)
    except NotFound:
        return None
    if not work.actor.may_within(Permission.MEETING_KEEP, *await places_of(work, meeting)):
        return None
    agenda = await present_agenda(work, meeting)
    step: AgendaStep | None = await last_step(work, meeting)
    return AgendaInMaking(
        meeting,
        revision_of(agenda),
        await items_of(work, agenda),
        await due_papers(work, meeting),
        step.what if step else None,
        may_be_built(agenda),
    )


async def items_of(work: Work, agenda: Agenda) -> list[ItemInMaking]:
    """The items with what stands at them."""
    sent = {one.id for one in await already_sent(work, agenda)}
    papers = await with_files(work, agenda.held)
    at: dict[UUID | None, list[PaperAt]] = defaultdict(list)
    for held in agenda.held:
        if held.id in papers:
            at[held.agenda_item_id].append(papers[held.id])
    levels: dict[tuple[UUID | None, bool], list[UUID]] = defaultdict(list)
    for item in agenda.items:
        levels[item.parent_id, bool(item.public)].append(item.id)
    found = []
    for item in agenda.items:
        level = levels[item.parent_id, bool(item.public)]
        found.append(
            ItemInMaking(
                item, agenda.depth(item), level[0] == item.id, level[-1] == item.id,
                item.id in sent, agenda.neutral_title(item), at[item.id],
            )
        )  # fmt: skip
    return found


async def with_files(work: Work, held: list[Consultation]) -> dict[UUID, PaperAt]:
    """The papers of consultations that the actor may read, and whether their text is there."""
    ids = {one.paper_id for one in held}
    papers = set(
        await work.fetch(sa.select(Paper.id).where(work.may_read(Paper), Paper.id.in_(ids)))
    )
    complete = set(
        await work.fetch(
            sa.select(FileUse.paper_id)
            .join(File, File.id == FileUse.file_id)
            .where(FileUse.paper_id.in_(ids), FileUse.use == "main", work.may_read(File))
        )
    )
    return {
        one.id: PaperAt(one.id, one.paper_id, one.paper_id not in complete, one.role)
        for one in held
        if one.paper_id in papers and one.paper_id is not None
    }


async def due_papers(work: Work, meeting: Meeting) -> list[PaperAt]:
    """The papers whose next consultation without an item is before those who sit."""
    sitting = sa.select(MeetingOrganization.organization_id).where(
        MeetingOrganization.meeting_id == meeting.id
    )
    here = sa.select(ConsultationOrganization.consultation_id).where(
        ConsultationOrganization.organization_id.in_(sitting)
    )
    earlier = aliased(Consultation)
    waits = sa.exists().where(
        earlier.paper_id == Consultation.paper_id,
        earlier.agenda_item_id.is_(None),
        earlier.meeting_id.is_(None),
        earlier.audience_id != NOBODY,
        earlier.position < Consultation.position,
    )
    due = await work.fetch(
        work.readable(Consultation)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(
            work.may_read(Paper),
            Paper.body_id == meeting.body_id,
            sa.or_(Paper.reference.is_not(None), Paper.date.is_not(None)),
            Consultation.agenda_item_id.is_(None),
            Consultation.meeting_id.is_(None),
            Consultation.audience_id != NOBODY,
            Consultation.id.in_(here),
            sa.not_(waits),
        )
        .order_by(Paper.date, Paper.reference, Consultation.id)
        .limit(100)
    )
    papers = await with_files(work, due)
    return [papers[one.id] for one in due if one.id in papers]


def item_requests(work: Work, organization_id: UUID | None = None) -> sa.Select[ItemRequest]:
    """The requests for items that the actor may read, the last one first."""
    found = work.readable(ItemRequest)
    if organization_id is not None:
        found = found.where(ItemRequest.organization_id == organization_id)
    return found.order_by(ItemRequest.received.desc(), ItemRequest.id.desc()).limit(MOST_REQUESTS)


async def signatories_of(work: Work, request_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Who signed each request, the first one first."""
    rows = await work.rows(
        sa.select(Signatory.request_id, Signatory.person_id)
        .join(ItemRequest, ItemRequest.id == Signatory.request_id)
        .where(Signatory.request_id.in_(request_ids), work.may_read(ItemRequest))
        .order_by(Signatory.signed, Signatory.person_id)
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for request_id, person_id in rows:
        found[request_id].append(person_id)
    return found


async def may_sign(work: Work, asked: ItemRequest, day: dt.date) -> bool:
    """Whether the actor is a member who may sign a request and has not."""
    if asked.fate != Fate.OPEN or not await may_request(work, asked.organization_id, day):
        return False
    return work.actor.person_id not in await signatory_ids(work, asked)


async def may_request(work: Work, organization_id: UUID, day: dt.date) -> bool:
    """Whether the actor may ask for items on the agenda of an organization."""
    organization = await work.first(
        work.readable(Organization).where(Organization.id == organization_id)
    )
    if organization is None or not work.may(Permission.ITEM_REQUEST, organization):
        return False
    person_id = work.actor.person_id
    return person_id is not None and await has_vote(work, person_id, organization_id, day)


async def own_factions(work: Work, day: dt.date) -> list[Organization]:
    """The factions to which the actor belongs."""
    return await work.fetch(
        work.readable(Organization)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(
            Membership.person_id == work.actor.person_id,
            Organization.organization_type == FACTION,
            lasts(Membership, day),
        )
        .order_by(Organization.name, Organization.id)
    )


async def kept_organizations(work: Work, day: dt.date) -> list[Organization]:
    """The councils and committees whose meetings the actor may enter."""
    if work.actor.anonymous:
        return []
    found = await work.fetch(
        work.readable(Organization)
        .where(Organization.organization_type == COMMITTEE, lasts(Organization, day))
        .order_by(Organization.name, Organization.id)
    )
    return [one for one in found if work.may(Permission.MEETING_KEEP, one)]
