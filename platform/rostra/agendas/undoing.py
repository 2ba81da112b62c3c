"""Undoing steps in building an agenda, one after the other."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY
from rostra.agendas.freezing import last_version
from rostra.agendas.hiding import take_from_sight
from rostra.agendas.models import AgendaStep, Edition
from rostra.agendas.steps import Agenda, begin_step, present_agenda, record_step, settle
from rostra.errors import Conflict
from rostra.files.models import File
from rostra.meetings.models import AgendaItem, Meeting
from rostra.meetings.showing import USUAL_NEUTRAL_TITLE
from rostra.papers.models import Consultation, Paper
from rostra.records import Readable
from rostra.work import Work

THINGS: dict[str, type[Readable]] = {
    model.kind: model for model in (AgendaItem, Consultation, Paper, File)
}


async def undo_step(work: Work, meeting_id: UUID, revision: str | None) -> Agenda:
    """Go back to the agenda as it was before the last step; never behind what went out."""
    agenda = await begin_step(work, meeting_id, revision)
    step = await last_step(work, agenda.meeting)
    if step is None:
        raise Conflict("There is nothing to undo.")

    wanted = {UUID(one["id"]): one for one in step.before}
    await let_read_again(work, step.before)
    for item in [one for one in agenda.items if one.id not in wanted]:
        await take_from_sight(work, agenda, item)
    await put_papers_back(work, agenda.meeting, agenda.held, step.before)
    items = await work.fetch(sa.select(AgendaItem).where(AgendaItem.id.in_(wanted)))
    for item in items:
        restore(item, wanted[item.id])
    await work.flush()
    former = await present_agenda(work, agenda.meeting)
    for item in former.items:
        name_again(former, item, wanted[item.id]["neutral"])
    former.before, former.lost = agenda.before, agenda.lost
    changed = await settle(work, former)
    await work.change(sa.delete(AgendaStep).where(AgendaStep.id == step.id))
    record_step(work, former, changed | {one.id for one in items})
    return former


async def last_step(work: Work, meeting: Meeting) -> AgendaStep | None:
    """The last step that can be undone: one since the agenda went out, where it did."""
    steps = sa.select(AgendaStep).where(AgendaStep.meeting_id == meeting.id)
    version = await last_version(work, meeting.id, Edition.FULL)
    if version is not None:
        steps = steps.where(AgendaStep.at >= version.sent)
    step: AgendaStep | None = await work.first(
        steps.order_by(AgendaStep.at.desc(), AgendaStep.id.desc())
    )
    return step


def restore(item: AgendaItem, before: dict[str, Any]) -> None:
    """Let an item be as it was."""
    item.parent_id = UUID(before["parent"]) if before["parent"] else None
    item.order, item.number = before["order"], before["number"]
    item.name, item.public = before["name"], before["public"]
    item.item_type, item.time_limit = before["type"], before["minutes"]


def name_again(agenda: Agenda, item: AgendaItem, words: str | None) -> None:
    """Give an item the neutral title that it had."""
    title = agenda.titles.get(item.id)
    if title is not None and title.name != (words or USUAL_NEUTRAL_TITLE):
        title.name = words or USUAL_NEUTRAL_TITLE


async def let_read_again(work: Work, before: list[dict[str, Any]]) -> None:
    """Give back the readers that the step took, unless somebody took more of them since."""
    for item in before:
        for kind, id, was, became in item["readers"]:
            model = THINGS[kind]
            thing = await work.first(sa.select(model).where(model.id == UUID(id)))
            if thing is not None and thing.audience_id == became:
                thing.audience_id = was
    await work.flush()


async def put_papers_back(
    work: Work, meeting: Meeting, held: list[Consultation], before: list[dict[str, Any]]
) -> None:
    """Put every paper where it stood, unless it stands on another agenda by now."""
    at = {UUID(id): UUID(item["id"]) for item in before for id in item["consultations"]}
    for one in held:
        if one.id not in at:
            one.agenda_item_id = one.meeting_id = None
    concerned = await work.fetch(
        sa.select(Consultation).where(
            Consultation.id.in_(at),
            Consultation.audience_id != NOBODY,
            sa.or_(Consultation.meeting_id.is_(None), Consultation.meeting_id == meeting.id),
        )
    )
    for one in concerned:
        one.agenda_item_id, one.meeting_id = at[one.id], meeting.id
