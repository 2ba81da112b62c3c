"""What a member wants in the minutes: words as they were said, or the own vote (MIN-2)."""

from collections.abc import Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY, Permission
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.meetings.models import AgendaItem, Meeting
from rostra.meetings.queries import places_of
from rostra.minutes.events import StatementMade, StatementWithdrawn
from rostra.minutes.models import Minutes, MinutesState, Statement, StatementType
from rostra.minutes.objecting import checked
from rostra.minutes.readers import circle_of
from rostra.minutes.writing import back_to_draft
from rostra.people.models import Person
from rostra.sittings.models import Exclusion, Presence
from rostra.voting.models import Ballot, BallotState, Choice, Method, Vote
from rostra.work import Work

MOST_STATEMENTS = 20
"""How many statements of one member minutes have under an item."""
HIDDEN = (Method.SECRET, Method.ELECTION)
SAYABLE = (Choice.YES, Choice.NO, Choice.ABSTENTION)


async def state_verbatim(
    work: Work, item_id: UUID, text: str, zone: ZoneInfo, person_id: UUID | None = None
) -> Statement:
    """Have one's words in the minutes as they were said; a clerk may enter them for a member."""
    item = await work.find(AgendaItem, item_id)
    meeting = await held_meeting(work, item)
    whose = await asked_for(work, meeting, person_id)
    return await kept(
        work, item, meeting, zone, whose, StatementType.VERBATIM, checked(text, "text")
    )


async def record_own_vote(
    work: Work, ballot_id: UUID, choice: str, zone: ZoneInfo, person_id: UUID | None = None
) -> Statement:
    """Have the own vote in the minutes; never in a secret vote (MIN-2, VOT-3)."""
    ballot = await work.find(Ballot, ballot_id)
    item = await work.find(AgendaItem, ballot.agenda_item_id)
    meeting = await held_meeting(work, item)
    whose = await asked_for(work, meeting, person_id)
    if ballot.method in HIDDEN:
        raise Conflict("MIN-2: In a secret vote nobody's vote is recorded.")
    if ballot.state not in (None, BallotState.ANNOUNCED):
        raise Conflict("MIN-2: A vote can be recorded once the result is announced.")
    if choice not in SAYABLE:
        raise Invalid("choice", "This must be one of: yes, no, abstention.")
    await refuse_who_did_not_vote(work, ballot, meeting, whose, choice)
    return await kept(work, item, meeting, zone, whose, StatementType.OWN_VOTE, choice, ballot.id)


async def withdraw_statement(work: Work, statement_id: UUID, zone: ZoneInfo) -> None:
    """Take back what one wanted in the minutes, before they are approved."""
    statement = await work.find(Statement, statement_id)
    item = await work.find(AgendaItem, statement.agenda_item_id)
    meeting = await held_meeting(work, item)
    await asked_for(work, meeting, statement.person_id)
    work.withdraw(statement)
    await touch_minutes(work, meeting, zone)
    work.record(StatementWithdrawn(statement.id))


async def held_meeting(work: Work, item: AgendaItem) -> Meeting:
    """The meeting on whose agenda the item stands."""
    if item.meeting_id is None:
        raise Conflict("This item belongs to no meeting.")
    return await work.find(Meeting, item.meeting_id)


async def asked_for(work: Work, meeting: Meeting, person_id: UUID | None) -> UUID:
    """Whose statement it is: one's own as a member, or a member's where a clerk enters it."""
    places = await places_of(work, meeting)
    if person_id is not None and person_id != work.actor.person_id:
        work.authorize_within(Permission.MINUTES_KEEP, *places)
        return (await work.find(Person, person_id)).id
    work.authorize_within(Permission.MINUTES_OBJECT, *places)
    if work.actor.person_id is None:
        raise NotPermitted("MIN-2: Only members can have their vote recorded.")
    return work.actor.person_id


async def refuse_who_did_not_vote(
    work: Work, ballot: Ballot, meeting: Meeting, person_id: UUID, choice: str
) -> None:
    """Refuse a vote of somebody who was away or excluded, or another than the one by name."""
    excluded = await work.first(
        sa.select(Exclusion).where(
            Exclusion.agenda_item_id == ballot.agenda_item_id,
            Exclusion.person_id == person_id,
            Exclusion.audience_id != NOBODY,
        )
    )
    if excluded is not None:
        raise Conflict("BIA-1: Who was excluded has not voted.")
    presences = await work.fetch(sa.select(Presence).where(Presence.meeting_id == meeting.id))
    if presences and not was_there(presences, person_id, ballot):
        raise Conflict("MIN-2: Who was not in the hall has not voted.")
    named: Vote | None = await work.first(
        sa.select(Vote).where(Vote.ballot_id == ballot.id, Vote.person_id == person_id)
    )
    if named is not None and named.choice != choice:
        raise Conflict("MIN-2: In this vote by name another vote is recorded.")


def was_there(presences: Iterable[Presence], person_id: UUID, ballot: Ballot) -> bool:
    """Whether somebody was in the hall with a vote while the ballot was open."""
    moment = ballot.opened
    return any(
        one.person_id == person_id
        and one.entitled
        and (moment is None or one.left is None or one.left >= moment)
        and (moment is None or one.arrived <= (ballot.closed or moment))
        for one in presences
    )


async def kept(
    work: Work,
    item: AgendaItem,
    meeting: Meeting,
    zone: ZoneInfo,
    person_id: UUID,
    statement_type: StatementType,
    text: str,
    ballot_id: UUID | None = None,
) -> Statement:
    """A statement as the minutes will have it; the own vote once for each ballot."""
    minutes = await touch_minutes(work, meeting, zone)
    circle = await circle_of(work, meeting, minutes.state if minutes else "draft", zone)
    statement: Statement | None = None
    if ballot_id is not None:
        statement = await work.first(
            sa.select(Statement).where(
                Statement.ballot_id == ballot_id, Statement.person_id == person_id
            )
        )
    if statement is None:
        await refuse_beyond_measure(work, item, person_id)
        statement = Statement(
            body_id=item.body_id, agenda_item_id=item.id, person_id=person_id,
            statement_type=statement_type, ballot_id=ballot_id, text=text, audience_id=NOBODY,
        )  # fmt: skip
        work.add(statement)
    statement.text = text
    statement.audience_id = await circle.of(work, item.audience_id, person_id)
    await work.flush()
    work.record(StatementMade(statement.id))
    return statement


async def refuse_beyond_measure(work: Work, item: AgendaItem, person_id: UUID) -> None:
    """Refuse one more statement of somebody who has so many under an item."""
    made = sa.select(Statement.id).where(
        Statement.agenda_item_id == item.id,
        Statement.person_id == person_id,
        Statement.audience_id != NOBODY,
    )
    if await work.count(made) >= MOST_STATEMENTS:
        raise Conflict(f"MIN-2: Under this item stand {MOST_STATEMENTS} of your statements.")


async def touch_minutes(work: Work, meeting: Meeting, zone: ZoneInfo) -> Minutes | None:
    """The minutes of the meeting, their signatures void; refused once they are signed by both.

    A member who asks later objects instead.
    """
    minutes: Minutes | None = await work.first(
        sa.select(Minutes)
        .where(Minutes.meeting_id == meeting.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if minutes is None:
        return None
    if minutes.state != MinutesState.DRAFT:
        raise Conflict("MIN-2: The minutes are signed; please object to them instead.")
    await back_to_draft(work, minutes, meeting, zone)
    return minutes
