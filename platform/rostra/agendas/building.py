"""Building an agenda: items are added, changed, taken out; papers are put at them."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY
from rostra.agendas.arranging import DEEPEST
from rostra.agendas.hiding import hide, take_from_sight
from rostra.agendas.standing import Usual, standing_items_of
from rostra.agendas.steps import (
    Agenda,
    Step,
    begin_step,
    finish_step,
    making_audience,
    refuse_empty,
)
from rostra.errors import Conflict, Invalid, NotFound
from rostra.meetings.models import AgendaItem, ItemType, MeetingOrganization
from rostra.meetings.showing import USUAL_NEUTRAL_TITLE, neutral_title_of
from rostra.papers.models import Consultation, ConsultationOrganization, Paper
from rostra.papers.services import is_draft
from rostra.rich_text import cleaned_text
from rostra.work import Work

MOST_ITEMS = 300
LONGEST_TIME = 600
"""In minutes: no item is limited to more than ten hours."""


@dataclass(frozen=True)
class Wording:
    """What an item says; what is left out stays as it is."""

    name: str | None = None
    item_type: ItemType | None = None
    ordinary: bool = False
    """Whether the item is to be of no special type."""
    time_limit: int | None = None
    unlimited: bool = False
    """Whether its time is to be without limit."""
    neutral_title: str | None = None
    """What everybody reads of it while it is not public; empty for the usual words."""


async def add_item(
    work: Work,
    meeting_id: UUID,
    revision: str | None,
    wording: Wording,
    public: bool = True,
    below_id: UUID | None = None,
) -> AgendaItem:
    """Put an item at the end of a part of the agenda, or below another one."""
    agenda = await begin_step(work, meeting_id, revision)
    refuse_empty(cleaned_text(wording.name or ""))
    item = await drafted(work, agenda, public, below_id)
    await word(work, agenda, item, wording)
    await finish_step(work, agenda, Step.ADD)
    return item


async def add_standing_items(work: Work, meeting_id: UUID, revision: str | None) -> Agenda:
    """Put those items on the agenda that stand on every one and are not on this one yet."""
    agenda = await begin_step(work, meeting_id, revision)
    usual = await standing_items_of(work, agenda.meeting)
    present = {(one.item_type, one.name) for one in agenda.items}
    missing = [one for one in usual if (one.item_type, one.name) not in present]
    if not missing:
        raise Conflict("All standing items are on the agenda already.")
    await add_usual(work, agenda, missing)
    await finish_step(work, agenda, Step.STANDING)
    return agenda


async def add_usual(work: Work, agenda: Agenda, usual: list[Usual]) -> None:
    """Put usual items on the agenda; those that open a meeting come before everything else."""
    made: dict[str, AgendaItem] = {}
    first = 0
    for one in usual:
        above = made.get(one.below) if one.below else None
        item = await drafted(work, agenda, one.public, above.id if above else None)
        item.name, item.item_type, item.time_limit = one.name, one.item_type, one.time_limit
        made[one.name] = item
        if one.opens:
            agenda.items.remove(item)
            agenda.items.insert(first, item)
            first += 1


async def drafted(work: Work, agenda: Agenda, public: bool, below_id: UUID | None) -> AgendaItem:
    """A new item at the end, read by those who prepare the meeting."""
    if len(agenda.items) >= MOST_ITEMS:
        raise Conflict(f"An agenda has {MOST_ITEMS} items at most.")
    above = agenda.item(below_id) if below_id else None
    if above is not None and agenda.depth(above) + 1 >= DEEPEST:
        raise Conflict(f"An agenda has {DEEPEST} levels at most.")
    item = AgendaItem(
        body_id=agenda.meeting.body_id,
        meeting_id=agenda.meeting.id,
        parent_id=above.id if above else None,
        public=above.public if above else public,
        order=len(agenda.items),
        audience_id=await making_audience(work, agenda.meeting),
    )
    work.add(item)
    await work.flush()
    agenda.items.append(item)
    return item


async def change_item(
    work: Work, item_id: UUID, revision: str | None, wording: Wording
) -> AgendaItem:
    """Word an item anew, say what sort of item it is and how long it may take."""
    agenda, item = await step_at(work, item_id, revision)
    if wording.name is not None:
        refuse_empty(cleaned_text(wording.name))
    await word(work, agenda, item, wording)
    await finish_step(work, agenda, Step.CHANGE)
    return item


async def word(work: Work, agenda: Agenda, item: AgendaItem, wording: Wording) -> None:
    """Let an item say what is wanted."""
    if wording.name is not None:
        item.name = cleaned_text(wording.name)
    if wording.item_type is not None or wording.ordinary:
        item.item_type = wording.item_type
    if wording.time_limit is not None or wording.unlimited:
        if wording.time_limit is not None and not 0 < wording.time_limit <= LONGEST_TIME:
            raise Invalid("timeLimit", f"A time limit is 1 to {LONGEST_TIME} minutes.")
        item.time_limit = wording.time_limit
    if wording.neutral_title is not None:
        await name_neutrally(work, agenda, item, cleaned_text(wording.neutral_title))


async def name_neutrally(work: Work, agenda: Agenda, item: AgendaItem, words: str) -> None:
    """Choose the words that everybody reads of an item while it is not public."""
    if words:
        refuse_empty(words, "neutralTitle", 200)
    title = agenda.titles.get(item.id)
    if title is None and words:
        title = neutral_title_of(item, agenda.meeting)
        title.audience_id = NOBODY
        work.add(title)
        agenda.titles[item.id] = title
    if title is not None:
        title.name = words or USUAL_NEUTRAL_TITLE
        await work.flush()


async def take_out_item(work: Work, item_id: UUID, revision: str | None) -> Agenda:
    """Take an item off the agenda with all that stands below it; its papers go back to the pool."""
    agenda, item = await step_at(work, item_id, revision)
    for one in agenda.family(item):
        for held in [held for held in agenda.held if held.agenda_item_id == one.id]:
            free(agenda, held)
        await take_from_sight(work, agenda, one)
        agenda.items.remove(one)
    await finish_step(work, agenda, Step.TAKE_OUT)
    return agenda


async def attach_paper(
    work: Work,
    consultation_id: UUID,
    meeting_id: UUID,
    revision: str | None,
    item_id: UUID | None = None,
    public: bool = True,
) -> AgendaItem:
    """Put a paper that is due at an item, or at a new one that bears its name."""
    agenda = await begin_step(work, meeting_id, revision)
    held = await work.find(Consultation, consultation_id)
    paper = await work.find(Paper, held.paper_id) if held.paper_id else None
    if paper is None:
        raise NotFound
    await refuse_unless_due(work, agenda, held, paper)
    if item_id is None:
        item = await drafted(work, agenda, public, None)
        item.name = paper.name or paper.reference
    else:
        item = agenda.item(item_id)
    held.agenda_item_id, held.meeting_id = item.id, agenda.meeting.id
    agenda.held.append(held)
    if not item.public:
        await hide(work, agenda, [item])
    await finish_step(work, agenda, Step.ATTACH)
    return item


async def refuse_unless_due(work: Work, agenda: Agenda, held: Consultation, paper: Paper) -> None:
    """Refuse a paper that stands elsewhere, is a draft, or is not before who sits here."""
    if held.agenda_item_id is not None:
        raise Conflict("This paper stands on an agenda for that consultation already.")
    if is_draft(paper):
        raise Conflict("This paper has not been filed yet.")
    before = await work.first(
        sa.select(ConsultationOrganization.organization_id)
        .join(
            MeetingOrganization,
            MeetingOrganization.organization_id == ConsultationOrganization.organization_id,
        )
        .where(
            ConsultationOrganization.consultation_id == held.id,
            MeetingOrganization.meeting_id == agenda.meeting.id,
        )
    )
    if before is None:
        raise Conflict("This paper is to be dealt with by somebody else.")


async def detach_paper(work: Work, consultation_id: UUID, revision: str | None) -> Agenda:
    """Take a paper from its item; it is due again."""
    held = await work.find(Consultation, consultation_id)
    if held.agenda_item_id is None:
        raise Conflict("This paper is on no agenda.")
    agenda, _ = await step_at(work, held.agenda_item_id, revision)
    free(agenda, held)
    await finish_step(work, agenda, Step.DETACH)
    return agenda


def free(agenda: Agenda, held: Consultation) -> None:
    """Let a paper be due again that stood at an item."""
    held.agenda_item_id = held.meeting_id = None
    agenda.held = [one for one in agenda.held if one.id != held.id]


async def step_at(work: Work, item_id: UUID, revision: str | None) -> tuple[Agenda, AgendaItem]:
    """The agenda on which an item stands, for a step at it."""
    item = await work.find(AgendaItem, item_id)
    if item.meeting_id is None:
        raise NotFound
    agenda = await begin_step(work, item.meeting_id, revision)
    return agenda, agenda.item(item.id)
