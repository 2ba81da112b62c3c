"""The item by which a council establishes that its meeting is urgent (INV-3)."""

from rostra.agendas.steps import Step, described, finish_step, making_audience, present_agenda
from rostra.meetings.models import AgendaItem, ItemType, Meeting
from rostra.work import Work

URGENCY_TITLE = "Feststellung der Dringlichkeit"
"""What the item is called unless the clerk chooses other words."""


async def put_urgency_first(work: Work, meeting: Meeting) -> AgendaItem | None:
    """Put the item before everything but the opening, where there is none yet."""
    agenda = await present_agenda(work, meeting)
    if any(item.item_type == ItemType.URGENCY for item in agenda.items):
        return None
    agenda.before = described(agenda)
    opens = bool(agenda.items) and agenda.items[0].item_type == ItemType.OPENING
    item = AgendaItem(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        name=URGENCY_TITLE,
        public=bool(meeting.public) if meeting.public is not None else True,
        item_type=ItemType.URGENCY,
        audience_id=await making_audience(work, meeting),
    )
    work.add(item)
    await work.flush()
    family = agenda.family(agenda.items[0]) if opens else []
    agenda.items.insert(len(family), item)
    await finish_step(work, agenda, Step.URGENCY)
    return item
