"""Readings of a sitting: who is in the hall, who takes no part, who spoke how long."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.agendas.seats import rules_for
from rostra.meetings.models import AgendaItem, Meeting
from rostra.people.models import Person
from rostra.people.queries import PERSONS_BY_NAME
from rostra.sittings.models import Exclusion, Pause, Presence, QuorumFinding, Speech, SpeechState
from rostra.sittings.order import Waiting, called_in_order
from rostra.sittings.stays import Stay, stays_in
from rostra.work import Work


@dataclass(frozen=True, slots=True)
class Spoken:
    """How long a person or a faction has spoken in a meeting."""

    person_id: UUID | None
    organization_id: UUID | None
    seconds: int
    speeches: int


async def presences_of(work: Work, meeting_id: UUID) -> list[Stay]:
    """All stays in the hall of which the actor may know, by name and time."""
    stays: dict[UUID, list[Stay]] = defaultdict(list)
    for stay in await stays_in(work, meeting_id):
        stays[stay.person_id].append(stay)
    here = sa.select(Presence.person_id).where(Presence.meeting_id == meeting_id)
    named = await work.fetch(
        sa.select(Person.id)
        .join(Meeting, Meeting.id == meeting_id)
        .where(Person.id.in_(here), work.may_read(Meeting), work.may_read(Person))
        .order_by(PERSONS_BY_NAME.key, Person.id)
    )
    return [stay for person_id in named for stay in stays[person_id]]


async def exclusions_of(work: Work, meeting_id: UUID) -> list[Exclusion]:
    """Who takes no part in which item, as far as the actor may read the item."""
    return await work.fetch(
        work.readable(Exclusion)
        .join(AgendaItem, AgendaItem.id == Exclusion.agenda_item_id)
        .where(AgendaItem.meeting_id == meeting_id, work.may_read(AgendaItem))
        .order_by(AgendaItem.order, Exclusion.id)
    )


async def pauses_of(work: Work, meeting_id: UUID) -> list[Pause]:
    """The pauses of a sitting of which the actor may know."""
    return await work.fetch(
        work.readable(Pause).where(Pause.meeting_id == meeting_id).order_by(Pause.began, Pause.id)
    )


async def quorum_findings_of(work: Work, meeting_id: UUID) -> list[QuorumFinding]:
    """What was established about the quorum in a sitting, in the order of time."""
    return await work.fetch(
        work.readable(QuorumFinding)
        .where(QuorumFinding.meeting_id == meeting_id)
        .order_by(QuorumFinding.at, QuorumFinding.id)
    )


async def waiting_in_order(work: Work, meeting: Meeting) -> list[Speech]:
    """The requests to speak, in the order in which the rule calls them."""
    speeches = await work.fetch(
        work.readable(Speech).where(
            Speech.meeting_id == meeting.id, Speech.state == SpeechState.WAITING
        )
    )
    by_id = {one.id: one for one in speeches}
    rules = await rules_for(work, meeting, work.today)
    items = {one.agenda_item_id for one in speeches}
    spoken = await seconds_by_faction(work, meeting.id, items)
    asked = [
        Waiting(one.id, one.speech_type, one.position, one.organization_id) for one in speeches
    ]
    return [by_id[one.id] for one in called_in_order(asked, rules.speakers_order, spoken)]


async def seconds_by_faction(
    work: Work, meeting_id: UUID, item_ids: set[UUID | None]
) -> dict[UUID | None, int]:
    """How long each faction has spoken to these items."""
    done = await ended_speeches(work, meeting_id)
    spoken: dict[UUID | None, int] = defaultdict(int)
    for one in done:
        if one.agenda_item_id in item_ids:
            spoken[one.organization_id] += length(one)
    return spoken


async def ended_speeches(work: Work, meeting_id: UUID) -> list[Speech]:
    """The speeches of a meeting that are over."""
    return await work.fetch(
        work.readable(Speech)
        .where(Speech.meeting_id == meeting_id, Speech.state == SpeechState.DONE)
        .order_by(Speech.started, Speech.id)
    )


def length(speech: Speech, now: dt.datetime | None = None) -> int:
    """How many seconds a speech took, up to now where it is under way."""
    ended = speech.ended or now
    if speech.started is None or ended is None:
        return 0
    return max(0, round((ended - speech.started).total_seconds()))


async def totals_of(work: Work, meeting_id: UUID) -> list[Spoken]:
    """How long each person has spoken, the longest first, with the faction."""
    sums: dict[tuple[UUID | None, UUID | None], list[int]] = defaultdict(list)
    for one in await ended_speeches(work, meeting_id):
        if one.person_id is not None:
            sums[(one.person_id, one.organization_id)].append(length(one))
    spoken = [Spoken(*whose, sum(times), len(times)) for whose, times in sums.items()]
    return sorted(spoken, key=lambda one: (-one.seconds, str(one.person_id)))


async def faction_totals_of(work: Work, meeting_id: UUID) -> list[Spoken]:
    """How long each faction has spoken, the longest first; None are those of no faction."""
    sums: dict[UUID | None, list[int]] = defaultdict(list)
    for one in await ended_speeches(work, meeting_id):
        if one.person_id is not None:
            sums[one.organization_id].append(length(one))
    spoken = [Spoken(None, whose, sum(times), len(times)) for whose, times in sums.items()]
    return sorted(spoken, key=lambda one: (-one.seconds, str(one.organization_id)))
