"""The item by which a council establishes that its meeting is urgent (INV-3)."""

import re

from rostra.meetings.models import AgendaItem, ItemType, Meeting
from rostra.work import Work

URGENCY_TITLE = "Feststellung der Dringlichkeit"
"""What the item is called unless the clerk chooses other words."""
LEADING = re.compile(r"^(\D*)(\d+)(.*)$")


async def put_urgency_first(work: Work, meeting: Meeting) -> AgendaItem | None:
    """Put the item before everything but the opening, where there is none yet."""
    agenda = await work.fetch(
        work.readable(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.order, AgendaItem.id)
    )
    if any(item.item_type == ItemType.URGENCY for item in agenda):
        return None
    opens = bool(agenda) and agenda[0].item_type == ItemType.OPENING
    place = 1 if opens else 0
    item = AgendaItem(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        order=place,
        number=str(place + 1),
        name=URGENCY_TITLE,
        public=bool(meeting.public) if meeting.public is not None else True,
        item_type=ItemType.URGENCY,
        audience_id=meeting.audience_id,
    )
    for later in agenda[place:]:
        later.order += 1
        later.number = counted_on(later.number)
    work.add(item)
    await work.flush()
    return item


def counted_on(number: str | None) -> str | None:
    """The number of an item above which another one was put: 4.1 becomes 5.1."""
    found = LEADING.match(number or "")
    return f"{found[1]}{int(found[2]) + 1}{found[3]}" if found else number
