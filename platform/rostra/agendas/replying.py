"""Answering an invitation, and whether enough will come (QUO-1)."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY, Permission
from rostra.agendas.deadlines import day_in
from rostra.agendas.deputies import ask_deputy, release_deputy
from rostra.agendas.events import InvitationAnswered
from rostra.agendas.models import Answer, Reply, Summons
from rostra.agendas.seats import (
    Seat,
    desk_tokens,
    legal_number,
    rules_for,
    seats_of,
    sitting_has_begun,
)
from rostra.agendas.summoning import last_summons, last_summonses
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.meetings.models import Meeting, MeetingState
from rostra.meetings.queries import places_of
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_REASON = 500


@dataclass(frozen=True)
class Said:
    """What somebody answers."""

    answer: Answer
    reason: str | None = None
    expected: dt.datetime | None = None
    """When somebody who is late will come."""
    deputy_id: UUID | None = None


async def answer_invitation(
    work: Work, meeting_id: UUID, said: Said, zone: ZoneInfo, person_id: UUID | None = None
) -> Reply:
    """Say whether one comes; a clerk may enter it for somebody who said so.

    It can be changed until the sitting opens.
    """
    meeting = await work.find(Meeting, meeting_id)
    whose = person_id or work.actor.person_id
    summons = await last_summons(work, meeting.id, whose) if whose else None
    await ask_for_answering(work, meeting, summons, own=whose == work.actor.person_id)
    if summons is None or whose is None:
        raise Conflict("Only who is invited can answer.")
    await refuse_closed(work, meeting)
    seats = await seats_of(work, meeting, day_in(meeting.start or work.now, zone))
    said = checked(said, meeting)

    reply = await reply_of(work, meeting.id, whose)
    await follow_deputy(work, meeting, whose, reply, said, seats)
    audience_id = await work.audience(desk_tokens(meeting, seats, whose))
    if reply is None:
        reply = Reply(body_id=meeting.body_id, meeting_id=meeting.id, person_id=whose)
        work.add(reply)
    reply.answer, reply.reason, reply.expected = said.answer, said.reason, said.expected
    reply.deputy_id, reply.audience_id = said.deputy_id, audience_id
    await work.flush()
    work.record(InvitationAnswered(reply.id))
    return reply


async def ask_for_answering(
    work: Work, meeting: Meeting, summons: Summons | None, own: bool
) -> None:
    """Refuse who answers for others without keeping the meeting, or does not belong to it.

    A guest or deputy belongs to it by the invitation itself.
    """
    places = await places_of(work, meeting)
    if not own:
        work.authorize_within(Permission.MEETING_KEEP, *places)
    elif work.actor.person_id is None:
        raise NotPermitted
    elif summons is None or not (summons.guest or summons.stands_in_for_id):
        work.authorize_within(Permission.MEETING_ANSWER, *places)


async def refuse_closed(work: Work, meeting: Meeting) -> None:
    """Refuse an answer where there is nothing to come to, or where all have come."""
    if meeting.cancelled:
        raise Conflict("This meeting was cancelled.")
    open_yet = meeting.meeting_state == MeetingState.INVITED
    if not open_yet or await sitting_has_begun(work, meeting.id):
        raise Conflict("Answers are taken from the invitation until the sitting opens.")


def checked(said: Said, meeting: Meeting) -> Said:
    """The answer with nothing in it that does not belong to it."""
    reason = cleaned_text(said.reason or "") or None
    if reason and len(reason) > LONGEST_REASON:
        raise Invalid(
            "reason", f"This is {len(reason)} characters long; at most {LONGEST_REASON} fit."
        )
    if said.answer == Answer.EXCUSED and reason is None:
        raise Invalid("reason", "MIN-1: Please give a reason; the minutes name it.")
    if said.answer == Answer.DEPUTY and said.deputy_id is None:
        raise Invalid("deputy", "Please choose who is to come instead.")
    late = said.answer == Answer.LATE
    if late and said.expected and meeting.start and said.expected <= meeting.start:
        raise Invalid("expected", "Who comes at this time is not late.")
    deputy_id = said.deputy_id if said.answer == Answer.DEPUTY else None
    return Said(said.answer, reason, said.expected if late else None, deputy_id)


async def follow_deputy(
    work: Work,
    meeting: Meeting,
    person_id: UUID,
    reply: Reply | None,
    said: Said,
    seats: Collection[Seat],
) -> None:
    """Ask the deputy of the new answer, and release the one of the answer before."""
    asked = reply.deputy_id if reply and reply.audience_id != NOBODY else None
    if asked is not None and asked != said.deputy_id:
        await release_deputy(work, meeting, person_id)
    if said.deputy_id is None or asked == said.deputy_id:
        return
    seat = next((one for one in seats if one.person_id == person_id), None)
    if seat is None:
        raise Invalid("deputy", "Only members have deputies.")
    await ask_deputy(work, meeting, seat, said.deputy_id, seats)


async def reply_of(work: Work, meeting_id: UUID, person_id: UUID) -> Reply | None:
    """What a person answered to the invitation to a meeting, even if it was taken back."""
    reply: Reply | None = await work.first(
        sa.select(Reply).where(Reply.meeting_id == meeting_id, Reply.person_id == person_id)
    )
    return reply


class Outlook(StrEnum):
    """Whether a meeting is likely to have a quorum."""

    SAFE = "safe"
    """Enough said that they come."""
    OPEN = "open"
    """It depends on those who have not answered."""
    MISSED = "missed"
    """Not enough can come."""


@dataclass(frozen=True)
class Forecast:
    """Who comes, as far as it is known, against the number that is needed (QUO-1)."""

    legal_number: int
    needed: int
    rule: str
    """QUO-1, or QUO-2 after a second summons."""
    coming: int
    """Who may vote and comes, late or in time, deputies included."""
    not_coming: int
    silent: int
    """Who may vote and has not answered."""

    @property
    def outlook(self) -> Outlook:
        """Whether there will be a quorum."""
        if self.coming >= self.needed:
            return Outlook.SAFE
        return Outlook.OPEN if self.coming + self.silent >= self.needed else Outlook.MISSED


def foreseen(
    summonses: Collection[Summons], answers: Mapping[UUID, str], legal: int, second: bool
) -> Forecast:
    """The forecast from the invitations of those who may vote and what they answered."""
    coming = not_coming = silent = 0
    replaced = {one.stands_in_for_id for one in summonses if one.stands_in_for_id}
    for one in summonses:
        if not one.entitled:
            continue
        answer = answers.get(one.person_id)
        if answer in (Answer.COMING, Answer.LATE):
            coming += 1
        elif answer == Answer.DEPUTY and one.person_id in replaced:
            continue  # the deputy's own answer counts for the seat
        elif answer is None:
            silent += 1
        else:
            not_coming += 1
    needed = 1 if second else legal // 2 + 1
    return Forecast(legal, needed, "QUO-2" if second else "QUO-1", coming, not_coming, silent)


async def forecast(work: Work, meeting_id: UUID, zone: ZoneInfo) -> Forecast:
    """Whether the quorum is in doubt; for the chair and the clerks."""
    meeting = await work.find(Meeting, meeting_id)
    places = await places_of(work, meeting)
    if not work.actor.may_within(Permission.MEETING_CHAIR, *places):
        work.authorize_within(Permission.MEETING_KEEP, *places)
    day = day_in(meeting.start or work.now, zone)
    seats = await seats_of(work, meeting, day)
    rules = await rules_for(work, meeting, day)
    replies = await work.fetch(work.readable(Reply).where(Reply.meeting_id == meeting.id))
    answers = {one.person_id: one.answer for one in replies if one.audience_id != NOBODY}
    summonses = await last_summonses(work, meeting.id)
    legal = legal_number(rules, seats)
    return foreseen(summonses, answers, legal, bool(meeting.second_summons))
