"""Readings of invitations: what went out, to whom, and what was answered."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import NOBODY, Permission
from rostra.agendas.deadlines import day_in
from rostra.agendas.deputies import deputy_ids_of
from rostra.agendas.models import AgendaVersion, Edition, Reply, Summons
from rostra.agendas.seats import rules_for, seats_of, sitting_has_begun
from rostra.agendas.summoning import last_summons
from rostra.meetings.models import Meeting, MeetingState
from rostra.meetings.queries import places_of
from rostra.organizations.rules import Rules
from rostra.people.consenting import reached_electronically
from rostra.people.models import Person
from rostra.people.queries import PERSONS_BY_NAME, persons_by_id
from rostra.work import Work


@dataclass(frozen=True)
class FileThen:
    """A file when a version went out."""

    name: str | None
    hash: str | None


@dataclass(frozen=True)
class PaperThen:
    """A paper when a version went out."""

    uuid: UUID
    paper_type: str | None
    reference: str | None
    name: str | None
    files: list[FileThen]


@dataclass(frozen=True)
class ChangeThen:
    """What had become of an item since the version before."""

    change: str
    before: str | None


@dataclass(frozen=True)
class ItemThen:
    """An item when a version went out."""

    number: str | None
    name: str | None
    public: bool
    depth: int
    papers: list[PaperThen]
    changes: list[ChangeThen]


@dataclass(frozen=True)
class MeetingThen:
    """A meeting when a version went out."""

    name: str | None
    number: int | None
    start: dt.datetime | None
    end: dt.datetime | None
    place: str | None
    organizations: list[str]
    urgent: bool
    second_summons: bool
    cancelled: bool


def moment_then(said: str | None) -> dt.datetime | None:
    """A moment as a version says it."""
    return dt.datetime.fromisoformat(said) if said else None


def meeting_then(said: dict[str, Any]) -> MeetingThen:
    """What a version says of its meeting."""
    return MeetingThen(
        said["name"],
        said["number"],
        moment_then(said["start"]),
        moment_then(said["end"]),
        said["place"],
        [name for name in said["organizations"] if name],
        said["urgent"],
        said["second_summons"],
        said["cancelled"],
    )


def items_then(said: list[dict[str, Any]]) -> list[ItemThen]:
    """What a version says of its items."""
    depths: dict[str, int] = {}
    items = []
    for one in said:
        depth = depths.get(one["parent"] or "", -1) + 1
        depths[one["id"]] = depth
        changes = [ChangeThen(c["change"], c.get("before")) for c in one.get("changes", ())]
        papers = [paper_then(paper) for paper in one["papers"]]
        items.append(ItemThen(one["number"], one["name"], one["public"], depth, papers, changes))
    return items


def paper_then(said: dict[str, Any]) -> PaperThen:
    """What a version says of a paper."""
    files = [FileThen(one["name"], one["hash"]) for one in said["files"]]
    return PaperThen(UUID(said["id"]), said["type"], said["reference"], said["name"], files)


async def versions_of(
    work: Work, meeting_id: UUID, edition: Edition | None = None
) -> list[AgendaVersion]:
    """The agendas of a meeting as they went out, the last first.

    Without an edition the full one for those who may read it, and the public one for the rest.
    """
    versions = await work.fetch(
        work.readable(AgendaVersion)
        .join(Meeting, Meeting.id == AgendaVersion.meeting_id)
        .where(work.may_read(Meeting), AgendaVersion.meeting_id == meeting_id)
        .order_by(AgendaVersion.number.desc())
    )
    if edition is None:
        full = any(one.edition == Edition.FULL for one in versions)
        edition = Edition.FULL if full else Edition.PUBLIC
    return [one for one in versions if one.edition == edition]


async def last_numbers(work: Work, meeting_ids: Collection[UUID]) -> dict[UUID, int]:
    """The number of the last version of each meeting's agenda: of the public edition, if any."""
    rows = await work.rows(
        sa.select(
            AgendaVersion.meeting_id, AgendaVersion.edition, sa.func.max(AgendaVersion.number)
        )
        .where(work.may_read(AgendaVersion), AgendaVersion.meeting_id.in_(meeting_ids))
        .group_by(AgendaVersion.meeting_id, AgendaVersion.edition)
    )
    found: dict[UUID, int] = {}
    for meeting_id, edition, number in rows:
        if edition == Edition.PUBLIC or meeting_id not in found:
            found[meeting_id] = number
    return found


async def own_summons(work: Work, meeting_id: UUID) -> Summons | None:
    """The actor's own invitation to a meeting; None as well for who may read it no more."""
    if work.actor.person_id is None or await readable_meeting(work, meeting_id) is None:
        return None
    return await last_summons(work, meeting_id, work.actor.person_id)


async def own_deputies(work: Work, meeting_id: UUID, zone: ZoneInfo) -> list[Person]:
    """Who may stand in for the actor in a meeting, in order."""
    meeting = await readable_meeting(work, meeting_id)
    if meeting is None or work.actor.person_id is None:
        return []
    seats = await seats_of(work, meeting, day_in(meeting.start or work.now, zone))
    seat = next((one for one in seats if one.person_id == work.actor.person_id), None)
    if seat is None:
        return []
    voting = {one.person_id for one in seats if one.entitled}
    ids = [one for one in await deputy_ids_of(work, seat) if one not in voting]
    known = await persons_by_id(work, ids)
    return [known[id] for id in ids if id in known]


async def summonses_of(work: Work, meeting_id: UUID) -> list[Summons]:
    """The invitations to the last version, by name, for those who keep or chair the meeting."""
    if not (
        await meeting_for(work, meeting_id, Permission.MEETING_KEEP)
        or await meeting_for(work, meeting_id, Permission.MEETING_CHAIR)
    ):
        return []
    last = sa.select(sa.func.max(Summons.number)).where(Summons.meeting_id == meeting_id)
    return await work.fetch(
        work.readable(Summons)
        .join(Person, Person.id == Summons.person_id)
        .where(
            work.may_read(Person),
            Summons.meeting_id == meeting_id,
            Summons.number == last.scalar_subquery(),
            Summons.audience_id != NOBODY,
        )
        .order_by(PERSONS_BY_NAME.key, Summons.id)
    )


async def replies_of(work: Work, meeting_ids: Collection[UUID]) -> dict[UUID, list[Reply]]:
    """What was answered to the invitations to each meeting, as far as the actor may read it."""
    found: dict[UUID, list[Reply]] = defaultdict(list)
    for reply in await work.fetch(
        work.readable(Reply).where(Reply.meeting_id.in_(meeting_ids), Reply.audience_id != NOBODY)
    ):
        found[reply.meeting_id].append(reply)
    return found


async def terms_of_meetings(
    work: Work, meeting_ids: Collection[UUID], zone: ZoneInfo
) -> dict[UUID, tuple[Meeting, Rules]]:
    """Each meeting with the numbers that hold for it."""
    found = {}
    for meeting in await work.fetch(work.readable(Meeting).where(Meeting.id.in_(meeting_ids))):
        day = day_in(meeting.start or work.now, zone)
        found[meeting.id] = (meeting, await rules_for(work, meeting, day))
    return found


async def invited_electronically(work: Work) -> bool:
    """Whether the actor agreed to be invited electronically."""
    person_id = work.actor.person_id
    return person_id is not None and bool(await reached_electronically(work, [person_id]))


async def readable_meeting(work: Work, meeting_id: UUID) -> Meeting | None:
    """The meeting, if the actor may read it."""
    meeting: Meeting | None = await work.first(
        work.readable(Meeting).where(Meeting.id == meeting_id)
    )
    return meeting


async def meeting_for(work: Work, meeting_id: UUID, permission: Permission) -> Meeting | None:
    """The meeting, if the actor may do this with it."""
    meeting = await readable_meeting(work, meeting_id)
    if meeting is None:
        return None
    may = work.actor.may_within(permission, *await places_of(work, meeting))
    return meeting if may else None


@dataclass(frozen=True)
class Powers:
    """What somebody may do about the invitation to a meeting at this moment."""

    invite: bool
    supplement: bool
    move: bool
    cancel: bool
    see_answers: bool
    answer: bool


async def powers_over(work: Work, meeting_id: UUID) -> Powers | None:
    """What the actor may do about the invitation to a meeting, as its actions would answer."""
    meeting = await readable_meeting(work, meeting_id)
    if meeting is None:
        return None
    places = await places_of(work, meeting)
    keeps = work.actor.may_within(Permission.MEETING_KEEP, *places)
    chairs = work.actor.may_within(Permission.MEETING_CHAIR, *places)
    invited = meeting.meeting_state == MeetingState.INVITED
    over = bool(meeting.cancelled) or meeting.meeting_state == MeetingState.HELD
    over = over or await sitting_has_begun(work, meeting.id)
    begun = meeting.start is not None and meeting.start <= work.now
    own = await own_summons(work, meeting_id)
    return Powers(
        invite=keeps and not invited and not over,
        supplement=keeps and invited and not over and not begun,
        move=keeps and not over and not begun,
        cancel=keeps and not over,
        see_answers=keeps or chairs,
        answer=own is not None and invited and not over,
    )
