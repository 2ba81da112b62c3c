"""Sending an agenda out: its frozen editions, its readers, the invitations to it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC
from rostra.agendas.deadlines import day_in
from rostra.agendas.deputies import let_read_versions, release_deputies
from rostra.agendas.events import MeetingInvited, NoticeGiven
from rostra.agendas.freezing import freeze, freeze_full, freeze_public, last_version
from rostra.agendas.models import AgendaVersion, Edition, Occasion, Reply, Summons
from rostra.agendas.opening import (
    Folder,
    Opened,
    folder_of,
    open_papers_to_everybody,
    open_to_members,
)
from rostra.agendas.seats import Seat, members_tokens, rules_for, seats_of
from rostra.agendas.summoning import Invited, last_summonses, members_invited, summon
from rostra.agendas.wording import meeting_said
from rostra.meetings.models import Meeting
from rostra.meetings.showing import Shown, show_to_everybody
from rostra.work import Work


@dataclass(frozen=True)
class Errand:
    """What goes out and why, in words for those who are invited and for everybody."""

    occasion: Occasion
    event: type[MeetingInvited]
    note: str | None = None
    public_note: str | None = None


async def send_out(
    work: Work, meeting: Meeting, zone: ZoneInfo, errand: Errand, others: Collection[Invited]
) -> None:
    """Freeze the agenda as it stands, let its readers in, give notice, invite."""
    folder = await folder_of(work, meeting)
    day = day_in(meeting.start or work.now, zone)
    seats = await seats_of(work, meeting, day)
    invited = everybody_invited(seats, others)
    outsiders = [one.person_id for one in invited if one.guest]
    tokens = await members_tokens(work, meeting, outsiders)
    version = await freeze_full(
        work, meeting, errand.occasion, errand.note, await work.audience(tokens)
    )
    opened = await open_to_members(work, folder, tokens)
    await let_read_versions(work, meeting, version.audience_id)
    rules = await rules_for(work, meeting, day)
    if rules.public_meetings if meeting.public is None else meeting.public:
        shown = await show_to_everybody(work, meeting, folder.items, rules)
        await give_notice(work, folder, errand, shown)
    summonses = await summon(work, meeting, version, invited, seats)
    record(work, meeting, errand, version, summonses, opened)


async def send_again(work: Work, meeting: Meeting, zone: ZoneInfo, errand: Errand) -> None:
    """Send what went out last with what is new about the meeting itself.

    What was drafted since stays a draft. Whoever answered is asked again, unless it is cancelled.
    """
    await work.flush()
    version, summonses = None, []
    last = await last_version(work, meeting.id, Edition.FULL)
    if last is not None:
        content = {**last_said(last), "meeting": await meeting_said(work, meeting)}
        version = await freeze(
            work, meeting, content, Edition.FULL, errand.occasion, errand.note, last.audience_id
        )
        day = day_in(meeting.start or work.now, zone)
        seats = await seats_of(work, meeting, day)
        others = await known_others(work, meeting)
        if errand.occasion == Occasion.MOVE:
            await forget_answers(work, meeting)
            others = [one for one in others if one.stands_in_for_id is None]
            await release_deputies(work, meeting, others)
        invited = everybody_invited(seats, others)
        summonses = await summon(work, meeting, version, invited, seats)
    await give_notice_again(work, meeting, errand)
    record(work, meeting, errand, version, summonses, Opened())


def everybody_invited(seats: Collection[Seat], others: Collection[Invited]) -> list[Invited]:
    """The members of a meeting and those others who are invited; who stands in, as such."""
    invited = {one.person_id: one for one in members_invited(seats)}
    for one in others:
        member = invited.get(one.person_id)
        if member is None:
            invited[one.person_id] = replace(one, guest=True)
        elif one.stands_in_for_id is not None and not member.entitled:
            invited[one.person_id] = replace(one, guest=False)
    return list(invited.values())


async def known_others(work: Work, meeting: Meeting) -> list[Invited]:
    """Those who were invited to the last version as guests or to stand in for somebody."""
    return [
        Invited(one.person_id, one.entitled, one.guest, one.stands_in_for_id)
        for one in await last_summonses(work, meeting.id)
        if one.guest or one.stands_in_for_id
    ]


def last_said(version: AgendaVersion) -> dict[str, object]:
    """The items of a version, as if they had never been anything else."""
    items = [
        {name: value for name, value in item.items() if name != "changes"}
        for item in version.content["items"]
    ]
    return {"items": items}


async def give_notice(work: Work, folder: Folder, errand: Errand, shown: Shown) -> None:
    """Announce the meeting with its public papers to everybody, where anything is new (PUB-1)."""
    meeting = folder.meeting
    papers = open_papers_to_everybody(folder)
    version = await freeze_public(work, meeting, errand.occasion, errand.public_note)
    work.record(
        NoticeGiven(
            meeting.id,
            version.id if version else None,
            shown.agenda_items,
            shown.neutral_titles,
            tuple(papers.papers),
            tuple(papers.files),
            tuple(papers.consultations),
        )
    )


async def give_notice_again(work: Work, meeting: Meeting, errand: Errand) -> None:
    """Announce to everybody what is new about a meeting of which they know."""
    if meeting.audience_id != PUBLIC:
        return
    last = await last_version(work, meeting.id, Edition.PUBLIC)
    version = None
    if last is not None:
        facts = await meeting_said(work.as_the_public(), meeting)
        content = {**last_said(last), "meeting": facts}
        version = await freeze(
            work, meeting, content, Edition.PUBLIC, errand.occasion, errand.public_note, PUBLIC
        )
    work.record(NoticeGiven(meeting.id, version.id if version else None, (), (), (), (), ()))


async def forget_answers(work: Work, meeting: Meeting) -> None:
    """Take back what was answered to another time."""
    for reply in await work.fetch(
        sa.select(Reply).where(Reply.meeting_id == meeting.id, Reply.audience_id != NOBODY)
    ):
        work.withdraw(reply)


def record(
    work: Work,
    meeting: Meeting,
    errand: Errand,
    version: AgendaVersion | None,
    summonses: Collection[Summons],
    opened: Opened,
) -> None:
    """Log what went out, to whom, and what got other readers with it."""
    work.record(
        errand.event(
            meeting.id,
            version.id if version else None,
            tuple(one.id for one in summonses),
            tuple(opened.agenda_items),
            tuple(opened.papers),
            tuple(opened.files),
            tuple(opened.consultations),
        )
    )
