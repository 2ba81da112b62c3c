"""Showing a meeting to everybody: the public part whole, the rest by neutral titles or not."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC
from rostra.meetings.events import MeetingPublished
from rostra.meetings.models import AgendaItem, Meeting, NeutralTitle
from rostra.organizations.rules import NonPublicItems, Rules
from rostra.work import Work

USUAL_NEUTRAL_TITLE = "Nichtöffentlicher Tagesordnungspunkt"
"""What the public reads of a non-public item for which nobody chose other words."""


@dataclass(frozen=True)
class Shown:
    """What everybody may read since a meeting was shown and could not before."""

    agenda_items: tuple[UUID, ...]
    neutral_titles: tuple[UUID, ...]


async def show_to_everybody(
    work: Work, meeting: Meeting, agenda: Collection[AgendaItem], rules: Rules
) -> Shown:
    """Let everybody read the meeting and its public items, and know of the others what they may."""
    fresh, meeting.audience_id = meeting.audience_id != PUBLIC, PUBLIC
    items = [item for item in agenda if item.public and item.audience_id != PUBLIC]
    for item in items:
        item.audience_id = PUBLIC
    titles = await show_neutral_titles(work, meeting, agenda, rules)
    shown = Shown(tuple(item.id for item in items), tuple(titles))
    if fresh or items:
        work.record(MeetingPublished(meeting.id, shown.agenda_items))
    return shown


async def show_neutral_titles(
    work: Work, meeting: Meeting, agenda: Collection[AgendaItem], rules: Rules
) -> list[UUID]:
    """Bring the neutral titles in line with the agenda; those that changed."""
    known = {
        one.agenda_item_id: one
        for one in await work.fetch(
            sa.select(NeutralTitle).where(NeutralTitle.meeting_id == meeting.id)
        )
    }
    wanted = rules.non_public_items == NonPublicItems.NEUTRAL
    hidden = {item.id: item for item in agenda if not item.public} if wanted else {}
    changed = []
    for item_id, title in known.items():
        if item_id not in hidden and title.audience_id == PUBLIC:
            work.withdraw(title)
            changed.append(title.id)
    for item in hidden.values():
        title = known.get(item.id) or neutral_title_of(item, meeting)
        before = (title.number, title.order, title.audience_id)
        title.number, title.order, title.audience_id = item.number, item.order, PUBLIC
        if item.id not in known:
            work.add(title)
            await work.flush()
        if item.id not in known or before != (item.number, item.order, PUBLIC):
            changed.append(title.id)
    return changed


def neutral_title_of(item: AgendaItem, meeting: Meeting) -> NeutralTitle:
    """The neutral title of an item for which there is none yet."""
    return NeutralTitle(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        agenda_item_id=item.id,
        number=item.number,
        order=item.order,
        name=USUAL_NEUTRAL_TITLE,
        audience_id=NOBODY,
    )
