"""A step in building an agenda: taken, arranged anew, kept so that it can be undone."""

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC, Office, Permission, role_token
from rostra.agendas.arranging import Entry, arranged
from rostra.agendas.deadlines import day_in
from rostra.agendas.events import AgendaDrafted, PublishedAgendaChanged
from rostra.agendas.freezing import last_version
from rostra.agendas.models import AgendaStep, Edition
from rostra.agendas.seats import desk_tokens, rules_for, seats_of
from rostra.errors import Conflict, Invalid
from rostra.meetings.models import AgendaItem, ItemState, Meeting, MeetingState, NeutralTitle
from rostra.meetings.queries import places_of
from rostra.meetings.showing import USUAL_NEUTRAL_TITLE, show_neutral_titles
from rostra.papers.models import Consultation
from rostra.records import Readable
from rostra.work import Work

SHORT_REVISION = 16


class Step(StrEnum):
    """What was done to an agenda."""

    ADD = "add_item"
    STANDING = "add_standing_items"
    CHANGE = "change_item"
    MOVE = "move_item"
    TAKE_OUT = "take_out_item"
    ATTACH = "attach_paper"
    DETACH = "detach_paper"
    ACCEPT = "accept_request"
    URGENCY = "put_urgency_first"


@dataclass
class Agenda:
    """An agenda while it is being built."""

    meeting: Meeting
    items: list[AgendaItem]
    """In order; those below the same item keep it when places are worked out."""
    held: list[Consultation]
    titles: dict[UUID, NeutralTitle]
    """The neutral titles by item."""
    before: list[dict[str, Any]] = field(default_factory=list)
    lost: list[tuple[Readable, UUID, int]] = field(default_factory=list)
    """What got other readers with this step: the thing, its item, and its audience before."""

    def item(self, item_id: UUID) -> AgendaItem:
        """One of the items."""
        found = next((one for one in self.items if one.id == item_id), None)
        if found is None:
            raise Conflict("This item is no longer on the agenda.")
        return found

    def family(self, item: AgendaItem) -> list[AgendaItem]:
        """An item with all that stands below it, in order."""
        ids = {item.id}
        for one in self.items:
            if one.parent_id in ids:
                ids.add(one.id)
        return [one for one in self.items if one.id in ids]

    def depth(self, item: AgendaItem) -> int:
        """How deep an item stands, from 0."""
        above = {one.id: one.parent_id for one in self.items}
        depth, parent_id = 0, item.parent_id
        while parent_id is not None and depth <= len(above):
            depth, parent_id = depth + 1, above.get(parent_id)
        return depth

    def neutral_title(self, item: AgendaItem) -> str | None:
        """The words that somebody chose for everybody, where they are not the usual ones."""
        title = self.titles.get(item.id)
        return title.name if title and title.name != USUAL_NEUTRAL_TITLE else None

    def read_by(self, thing: Readable, item_id: UUID, audience_id: int) -> None:
        """Give a thing under an item other readers, so that undoing gives the former ones back."""
        if thing.audience_id != audience_id:
            self.lost.append((thing, item_id, thing.audience_id))
            thing.audience_id = audience_id


async def making_tokens(work: Work, meeting: Meeting, day: dt.date) -> set[str]:
    """The tokens of those who read a meeting in the making: clerks, administrators, the chair."""
    seats = await seats_of(work, meeting, day)
    return desk_tokens(meeting, seats) | {role_token(Office.ADMINISTRATOR, meeting.body_id)}


async def making_audience(work: Work, meeting: Meeting) -> int:
    """The audience of what is drafted for a meeting and went out to nobody yet."""
    day = day_in(meeting.start or work.now, work.zone)
    return await work.audience(await making_tokens(work, meeting, day))


async def present_agenda(work: Work, meeting: Meeting) -> Agenda:
    """The agenda of a meeting as it stands, drafted items included."""
    items = await work.fetch(
        work.readable(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.audience_id != NOBODY)
        .order_by(AgendaItem.order, AgendaItem.id)
    )
    held = await work.fetch(
        work.readable(Consultation)
        .where(Consultation.agenda_item_id.in_([one.id for one in items]))
        .order_by(Consultation.position, Consultation.id)
    )
    titles = await work.fetch(sa.select(NeutralTitle).where(NeutralTitle.meeting_id == meeting.id))
    return Agenda(meeting, items, held, {one.agenda_item_id: one for one in titles})


def described(agenda: Agenda) -> list[dict[str, Any]]:
    """The agenda as it is written down, to be compared or gone back to."""
    papers: dict[UUID | None, list[str]] = {}
    for one in agenda.held:
        papers.setdefault(one.agenda_item_id, []).append(str(one.id))
    return [
        {
            "id": str(item.id),
            "parent": str(item.parent_id) if item.parent_id else None,
            "order": item.order,
            "number": item.number,
            "name": item.name,
            "public": item.public,
            "type": item.item_type,
            "minutes": item.time_limit,
            "neutral": agenda.neutral_title(item),
            "consultations": papers.get(item.id, []),
        }
        for item in agenda.items
    ]


def revision_of(agenda: Agenda) -> str:
    """The sign of an agenda as it stands: another one as soon as anything is different."""
    canonical = orjson.dumps(described(agenda), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(canonical).hexdigest()[:SHORT_REVISION]


async def begin_step(work: Work, meeting_id: UUID, revision: str | None) -> Agenda:
    """The agenda for somebody who may build it and has seen it as it stands; one at a time."""
    await work.first(sa.select(Meeting.id).where(Meeting.id == meeting_id).with_for_update())
    meeting = await work.find(Meeting, meeting_id)
    work.authorize_within(Permission.MEETING_KEEP, *await places_of(work, meeting))
    agenda = await present_agenda(work, meeting)
    refuse_unless_open(agenda)
    if revision is not None and revision != revision_of(agenda):
        raise Conflict(
            "Somebody has changed the agenda meanwhile. This is how it stands now;"
            " please look and do it again."
        )
    agenda.before = described(agenda)
    return agenda


def refuse_unless_open(agenda: Agenda) -> None:
    """Refuse to build an agenda of which the sitting has begun, or will never begin."""
    if agenda.meeting.cancelled:
        raise Conflict("This meeting was cancelled.")
    if not may_be_built(agenda):
        raise Conflict("The sitting has begun; its agenda is changed in the sitting (AGD-2).")


def may_be_built(agenda: Agenda) -> bool:
    """Whether the sitting has not begun yet."""
    untouched = (None, ItemState.PENDING)
    begun = any(one.state not in untouched or one.start or one.result for one in agenda.items)
    meeting = agenda.meeting
    return not (begun or meeting.cancelled or meeting.meeting_state == MeetingState.HELD)


async def finish_step(work: Work, agenda: Agenda, what: Step) -> None:
    """Work out places and numbers, keep how it was before, tell those who listen."""
    await work.flush()
    changed = await settle(work, agenda)
    readers: dict[str, list[list[Any]]] = {}
    for thing, item_id, was in agenda.lost:
        entry = [thing.kind, str(thing.id), was, thing.audience_id]
        readers.setdefault(str(item_id), []).append(entry)
    before = [{**one, "readers": readers.get(one["id"], [])} for one in agenda.before]
    account_id = work.actor.account_id
    work.add(
        AgendaStep(
            meeting_id=agenda.meeting.id, account_id=account_id, what=what, before=before,
            at=work.now,
        )
    )  # fmt: skip
    record_step(work, agenda, changed)
    await work.flush()


async def settle(work: Work, agenda: Agenda) -> set[UUID]:
    """Give every item its place and number, and everybody the titles they may know."""
    by_id = {one.id: one for one in agenda.items}
    entries = [Entry(one.id, one.parent_id, bool(one.public)) for one in agenda.items]
    former = {one["id"]: one for one in agenda.before}
    for one in arranged(entries):
        item = by_id[one.id]
        item.parent_id, item.public = one.parent_id, one.public
        item.order, item.number = one.order, one.number
    agenda.items.sort(key=lambda one: one.order)
    changed: set[UUID] = {
        UUID(one["id"]) for one in described(agenda) if one != former.get(one["id"])
    }
    await work.flush()
    if agenda.meeting.audience_id == PUBLIC:
        meeting = agenda.meeting
        rules = await rules_for(work, meeting, day_in(meeting.start or work.now, work.zone))
        sent = await already_sent(work, agenda)
        await show_neutral_titles(work, meeting, sent, rules)
        await work.flush()
    return changed | {thing.id for thing, _, _ in agenda.lost if isinstance(thing, AgendaItem)}


async def already_sent(work: Work, agenda: Agenda) -> list[AgendaItem]:
    """The items that went out to their readers; what was drafted since is not among them."""
    version = await last_version(work, agenda.meeting.id, Edition.FULL)
    said = {one["id"] for one in version.content["items"]} if version else set()
    shown = {id for id, title in agenda.titles.items() if title.audience_id == PUBLIC}
    lost = {item_id for thing, item_id, was in agenda.lost if was == PUBLIC}
    return [
        item
        for item in agenda.items
        if item.audience_id == PUBLIC or item.id in shown | lost or str(item.id) in said
    ]


def record_step(work: Work, agenda: Agenda, changed: Collection[UUID]) -> None:
    """Log the step; where everybody reads the agenda, with what everybody sees of it."""
    meeting = agenda.meeting
    if meeting.audience_id != PUBLIC:
        work.record(AgendaDrafted(meeting.id, tuple(changed)))
        return
    things: dict[str, list[UUID]] = {}
    for thing, _, _ in agenda.lost:
        things.setdefault(thing.kind, []).append(thing.id)
    work.record(
        PublishedAgendaChanged(
            meeting.id,
            tuple(changed),
            tuple(one.id for one in agenda.titles.values()),
            tuple(things.get("consultation", ())),
            tuple(things.get("paper", ())),
            tuple(things.get("file", ())),
        )
    )


def refuse_empty(name: str, field: str = "name", longest: int = 500) -> None:
    """Refuse a title that says nothing or too much."""
    if not name:
        raise Invalid(field, "Please say what it is about.")
    if len(name) > longest:
        raise Invalid(field, f"This is {len(name)} characters long; at most {longest} fit.")
