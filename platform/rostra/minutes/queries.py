"""Readings of minutes and what they say to each agenda item."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, Permission
from rostra.meetings.models import AgendaItem, Meeting
from rostra.minutes.models import (
    Absence,
    Minutes,
    MinutesEntry,
    MinutesEntryVersion,
    MinutesSignature,
    Objection,
    Statement,
)
from rostra.people.models import Person
from rostra.people.queries import PERSONS_BY_NAME
from rostra.reading import Shape
from rostra.work import Work

MINUTES = Shape(Minutes)
ENTRY = Shape(MinutesEntry, without=("created",))
OBJECTION = Shape(Objection)
STATEMENT = Shape(Statement)
ABSENCE = Shape(Absence)


async def minutes_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Minutes]:
    """The minutes with these ids that the actor may read."""
    return await MINUTES.by_id(work, ids)


async def minutes_entries_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, MinutesEntry]:
    """The entries with these ids that the actor may read."""
    return await ENTRY.by_id(work, ids)


async def minutes_of(work: Work, meeting_ids: Collection[UUID]) -> dict[UUID, Minutes]:
    """The minutes of each meeting that has them."""
    written = (
        MINUTES.select(work, Minutes.meeting_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(work.may_read(Meeting), Minutes.meeting_id.in_(meeting_ids))
    )
    found = await MINUTES.grouped(work, written)
    return {meeting_id: minutes[0] for meeting_id, minutes in found.items()}


async def entries_of(work: Work, minutes_ids: Collection[UUID]) -> dict[UUID, list[MinutesEntry]]:
    """What each minutes say, item by item."""
    entries = (
        ENTRY.select(work, MinutesEntry.minutes_id)
        .join(Minutes, Minutes.id == MinutesEntry.minutes_id)
        .join(AgendaItem, AgendaItem.id == MinutesEntry.agenda_item_id)
        .where(
            work.may_read(Minutes),
            work.may_read(AgendaItem),
            MinutesEntry.minutes_id.in_(minutes_ids),
        )
        .order_by(MinutesEntry.position, MinutesEntry.id)
    )
    return await ENTRY.grouped(work, entries)


async def entry_at(work: Work, item_ids: Collection[UUID]) -> dict[UUID, MinutesEntry]:
    """What the minutes say to each agenda item."""
    entries = (
        ENTRY.select(work, MinutesEntry.agenda_item_id)
        .join(Minutes, Minutes.id == MinutesEntry.minutes_id)
        .join(AgendaItem, AgendaItem.id == MinutesEntry.agenda_item_id)
        .where(
            work.may_read(Minutes),
            work.may_read(AgendaItem),
            MinutesEntry.agenda_item_id.in_(item_ids),
        )
        .order_by(MinutesEntry.position, MinutesEntry.id)
    )
    found = await ENTRY.grouped(work, entries)
    return {item_id: entries[0] for item_id, entries in found.items()}


async def objections_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Objection]:
    """The objections with these ids that the actor may read."""
    return await OBJECTION.by_id(work, ids)


async def statements_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Statement]:
    """The statements with these ids that the actor may read."""
    return await STATEMENT.by_id(work, ids)


async def absences_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Absence]:
    """The absences with these ids that the actor may read."""
    return await ABSENCE.by_id(work, ids)


async def objections_to(work: Work, minutes_ids: Collection[UUID]) -> dict[UUID, list[Objection]]:
    """What members hold against each minutes, in the order in which they said it."""
    raised = (
        OBJECTION.select(work, Objection.minutes_id)
        .join(Minutes, Minutes.id == Objection.minutes_id)
        .where(work.may_read(Minutes), Objection.minutes_id.in_(minutes_ids))
        .order_by(Objection.created, Objection.id)
    )
    return await OBJECTION.grouped(work, raised)


async def absences_in(work: Work, minutes_ids: Collection[UUID]) -> dict[UUID, list[Absence]]:
    """Who was not there and why, by name, for those who may read it."""
    missed = (
        ABSENCE.select(work, Absence.minutes_id)
        .join(Minutes, Minutes.id == Absence.minutes_id)
        .join(Person, Person.id == Absence.person_id)
        .where(
            work.may_read(Minutes),
            work.may_read(Person),
            Absence.audience_id != NOBODY,
            Absence.minutes_id.in_(minutes_ids),
        )
        .order_by(PERSONS_BY_NAME.key, Person.id)
    )
    return await ABSENCE.grouped(work, missed)


async def statements_at(work: Work, item_ids: Collection[UUID]) -> dict[UUID, list[Statement]]:
    """What members want in the minutes under each item."""
    made = (
        STATEMENT.select(work, Statement.agenda_item_id)
        .join(AgendaItem, AgendaItem.id == Statement.agenda_item_id)
        .join(Person, Person.id == Statement.person_id)
        .where(
            work.may_read(AgendaItem),
            work.may_read(Person),
            Statement.audience_id != NOBODY,
            Statement.agenda_item_id.in_(item_ids),
        )
        .order_by(Statement.id)
    )
    return await STATEMENT.grouped(work, made)


async def signatures_of(
    work: Work, minutes_ids: Collection[UUID]
) -> dict[UUID, list[MinutesSignature]]:
    """Who signed each minutes, the chair first."""
    found: dict[UUID, list[MinutesSignature]] = defaultdict(list)
    signed = (
        sa.select(*sa.inspect(MinutesSignature).columns)
        .join(Minutes, Minutes.id == MinutesSignature.minutes_id)
        .where(work.may_read(Minutes), MinutesSignature.minutes_id.in_(minutes_ids))
        .order_by(MinutesSignature.part)
    )
    for row in await work.rows(signed):
        found[row.minutes_id].append(row)
    return found


async def versions_of(
    work: Work, entry_ids: Collection[UUID]
) -> dict[UUID, list[MinutesEntryVersion]]:
    """Every wording of each entry, the latest first; for those who keep the minutes."""
    found: dict[UUID, list[MinutesEntryVersion]] = defaultdict(list)
    written = (
        sa.select(Minutes.body_id, *sa.inspect(MinutesEntryVersion).columns)
        .join(MinutesEntry, MinutesEntry.id == MinutesEntryVersion.entry_id)
        .join(Minutes, Minutes.id == MinutesEntry.minutes_id)
        .where(work.may_read(MinutesEntry), MinutesEntryVersion.entry_id.in_(entry_ids))
        .order_by(MinutesEntryVersion.revision.desc())
    )
    for row in await work.rows(written):
        if work.actor.may_within(Permission.MINUTES_KEEP, row.body_id):
            found[row.entry_id].append(row)
    return found
