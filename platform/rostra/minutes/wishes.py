"""What a member finds at the minutes of a meeting: to read, and still to be put into them."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, Permission
from rostra.meetings.models import AgendaItem, Meeting
from rostra.meetings.queries import places_of
from rostra.minutes.models import Minutes, MinutesState, Statement
from rostra.minutes.queries import minutes_of
from rostra.minutes.stating import HIDDEN, was_there
from rostra.people.models import Person
from rostra.sittings.models import Exclusion, Presence
from rostra.voting.models import Ballot, BallotState, Vote
from rostra.work import Work


@dataclass(frozen=True)
class Lectern:
    """The minutes of a meeting as they lie before a reader."""

    meeting_id: UUID
    minutes: Minutes | None
    may_state: bool
    """Whether the reader may have own words or the own vote put into them (MIN-2)."""
    may_enter: bool
    """Whether the reader may do so for a member who asked for it."""


async def lectern_of(work: Work, meeting_id: UUID) -> Lectern | None:
    """What the actor may read of the minutes or put into them; None where that is nothing."""
    meeting: Meeting | None = await work.first(
        work.readable(Meeting).where(Meeting.id == meeting_id)
    )
    if meeting is None:
        return None
    minutes = (await minutes_of(work, [meeting_id])).get(meeting_id)
    places = await places_of(work, meeting)
    writable = await is_writable(work, meeting)
    states = (
        writable
        and work.actor.person_id is not None
        and work.actor.may_within(Permission.MINUTES_OBJECT, *places)
    )
    enters = writable and work.actor.may_within(Permission.MINUTES_KEEP, *places)
    if minutes is None and not states and not enters:
        return None
    return Lectern(meeting_id, minutes, states, enters)


async def is_writable(work: Work, meeting: Meeting) -> bool:
    """Whether the meeting has begun and its minutes do not bear both signatures yet."""
    if work.actor.anonymous or meeting.start is None or meeting.start > work.now:
        return False
    state = await work.first(sa.select(Minutes.state).where(Minutes.meeting_id == meeting.id))
    return state in (None, MinutesState.DRAFT)


async def statable_items(work: Work, lectern: Lectern) -> list[AgendaItem]:
    """The items to which words can be put into the minutes."""
    if not lectern.may_state and not lectern.may_enter:
        return []
    return await work.fetch(
        work.readable(AgendaItem)
        .where(AgendaItem.meeting_id == lectern.meeting_id, AgendaItem.audience_id != NOBODY)
        .order_by(AgendaItem.order, AgendaItem.id)
    )


async def statable_ballots(work: Work, lectern: Lectern) -> list[Ballot]:
    """The votes in which a member may have the own vote recorded: announced ones, never secret
    ones, none in which the actor was away, excluded, or is named anyhow (MIN-2, VOT-3)."""
    if not lectern.may_state and not lectern.may_enter:
        return []
    held = await recordable_ballots(work, lectern.meeting_id)
    if lectern.may_enter or not held or work.actor.person_id is None:
        return held
    return await those_voted_in(work, lectern.meeting_id, work.actor.person_id, held)


async def recordable_ballots(work: Work, meeting_id: UUID) -> list[Ballot]:
    """The announced votes of a meeting in which nobody voted in secret."""
    return await work.fetch(
        work.readable(Ballot)
        .join(AgendaItem, AgendaItem.id == Ballot.agenda_item_id)
        .where(
            work.may_read(AgendaItem),
            AgendaItem.meeting_id == meeting_id,
            AgendaItem.audience_id != NOBODY,
            Ballot.audience_id != NOBODY,
            Ballot.method.not_in(HIDDEN),
            sa.or_(Ballot.state.is_(None), Ballot.state == BallotState.ANNOUNCED),
        )
        .order_by(AgendaItem.order, Ballot.position, Ballot.id)
    )


async def those_voted_in(
    work: Work, meeting_id: UUID, person_id: UUID, held: list[Ballot]
) -> list[Ballot]:
    """The votes in which somebody took part without being named in them."""
    excluded = await work.fetch(
        sa.select(Exclusion.agenda_item_id).where(
            Exclusion.person_id == person_id, Exclusion.audience_id != NOBODY
        )
    )
    named = await work.fetch(
        sa.select(Vote.ballot_id).where(
            Vote.person_id == person_id, Vote.ballot_id.in_([one.id for one in held])
        )
    )
    presences = await work.fetch(sa.select(Presence).where(Presence.meeting_id == meeting_id))
    return [
        one
        for one in held
        if one.agenda_item_id not in excluded
        and one.id not in named
        and (not presences or was_there(presences, person_id, one))
    ]


async def persons_who_ask(work: Work, lectern: Lectern) -> list[Person]:
    """Who was in the hall with a vote, for the clerk who enters what they ask for."""
    if not lectern.may_enter:
        return []
    there = sa.select(Presence.person_id).where(
        Presence.meeting_id == lectern.meeting_id, Presence.entitled.is_(True)
    )
    return await work.fetch(
        work.readable(Person).where(Person.id.in_(there)).order_by(Person.family_name, Person.name)
    )


async def withdrawable_statements(work: Work, lectern: Lectern) -> list[Statement]:
    """What the actor may still take back out of the minutes."""
    if not lectern.may_state and not lectern.may_enter:
        return []
    made = (
        work.readable(Statement)
        .join(AgendaItem, AgendaItem.id == Statement.agenda_item_id)
        .where(
            work.may_read(AgendaItem),
            AgendaItem.meeting_id == lectern.meeting_id,
            Statement.audience_id != NOBODY,
        )
        .order_by(AgendaItem.order, Statement.id)
    )
    if not lectern.may_enter:
        made = made.where(Statement.person_id == work.actor.person_id)
    return await work.fetch(made)
