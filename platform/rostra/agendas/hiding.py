"""Taking items out of sight: behind closed doors, or off the agenda, with all under them."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC, members_and_clerks
from rostra.agendas.seats import members_tokens, organization_ids_of
from rostra.agendas.steps import Agenda
from rostra.files.models import File, FileUse
from rostra.meetings.models import AgendaItem
from rostra.papers.models import Consultation, ConsultationOrganization, Paper
from rostra.work import Work


async def hide(work: Work, agenda: Agenda, items: Iterable[AgendaItem]) -> None:
    """Withdraw from everybody what is now behind closed doors, and all that is under it.

    What was public leaves a tombstone; members keep reading it. A paper that is dealt with in
    public elsewhere stays public.
    """
    inside = await work.audience(await members_tokens(work, agenda.meeting))
    for item in items:
        if item.audience_id == PUBLIC:
            agenda.read_by(item, item.id, inside)
        for file in await files_at(work, FileUse.agenda_item_id == item.id):
            if file.audience_id == PUBLIC:
                agenda.read_by(file, item.id, inside)
        for held in [one for one in agenda.held if one.agenda_item_id == item.id]:
            await hide_paper(work, agenda, held, item.id)


async def hide_paper(work: Work, agenda: Agenda, held: Consultation, item_id: UUID) -> None:
    """Withdraw a consultation from everybody, and its paper unless that is public elsewhere."""
    if held.paper_id is None or held.agenda_item_id is None:
        return
    concerned = await work.fetch(
        sa.select(ConsultationOrganization.organization_id)
        .join(Consultation, Consultation.id == ConsultationOrganization.consultation_id)
        .where(Consultation.paper_id == held.paper_id, Consultation.audience_id != NOBODY)
        .distinct()
    )
    sitting = await organization_ids_of(work, agenda.meeting)
    body_id = agenda.meeting.body_id
    readers = await work.audience(members_and_clerks(body_id, *{*concerned, *sitting}))
    if held.audience_id == PUBLIC:
        agenda.read_by(held, item_id, readers)
    paper = await work.first(work.readable(Paper).where(Paper.id == held.paper_id))
    if paper is None or paper.audience_id != PUBLIC:
        return
    if await public_elsewhere(work, held.paper_id, held.id):
        return
    agenda.read_by(paper, item_id, readers)
    for file in await files_at(work, FileUse.paper_id == paper.id):
        if file.audience_id == PUBLIC:
            agenda.read_by(file, item_id, readers)
    for other in await stations(work, paper.id):
        if other.audience_id == PUBLIC:
            agenda.read_by(other, item_id, readers)


async def take_from_sight(work: Work, agenda: Agenda, item: AgendaItem) -> None:
    """Withdraw an item and its own files; what was public leaves a tombstone."""
    for file in await files_at(work, FileUse.agenda_item_id == item.id):
        agenda.read_by(file, item.id, NOBODY)
    agenda.read_by(item, item.id, NOBODY)


async def files_at(work: Work, where: sa.ColumnElement[bool]) -> list[File]:
    """The files of an item or a paper."""
    return await work.fetch(
        work.readable(File).join(FileUse, FileUse.file_id == File.id).where(where)
    )


async def stations(work: Work, paper_id: UUID) -> list[Consultation]:
    """All consultations of a paper."""
    return await work.fetch(work.readable(Consultation).where(Consultation.paper_id == paper_id))


async def public_elsewhere(work: Work, paper_id: UUID, consultation_id: UUID) -> bool:
    """Whether a paper stands at a public item other than that of a consultation."""
    found = await work.first(
        sa.select(Consultation.id)
        .join(AgendaItem, AgendaItem.id == Consultation.agenda_item_id)
        .where(
            Consultation.paper_id == paper_id,
            Consultation.id != consultation_id,
            AgendaItem.audience_id == PUBLIC,
        )
    )
    return found is not None
