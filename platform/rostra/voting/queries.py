"""Readings of motions, ballots and of votes by name."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.meetings.models import AgendaItem, Meeting, MeetingOrganization
from rostra.papers.models import Consultation, Paper
from rostra.people.models import Person
from rostra.people.queries import PERSONS_BY_NAME
from rostra.reading import Shape
from rostra.voting.models import (
    Ballot,
    BallotState,
    Count,
    Elector,
    Method,
    Motion,
    MotionState,
    MotionType,
    Vote,
)
from rostra.work import Work

BALLOT = Shape(Ballot, without=("created",))
MOTION = Shape(Motion, without=("created",))
FIRST = (
    MotionType.TAKE_OFF,
    MotionType.REFER,
    MotionType.DEFER,
    MotionType.ADD_ITEM,
    MotionType.CLOSE_DOORS,
    MotionType.OPEN_DOORS,
    MotionType.END_OF_DEBATE,
    MotionType.END_OF_SPEAKERS,
    MotionType.SECRET_VOTE,
    MotionType.NOMINAL_VOTE,
    MotionType.OTHER_PROCEDURE,
)
"""Motions on procedure, those first that make the others needless."""


def announced() -> sa.ColumnElement[bool]:
    """That a ballot's result is told: it came with it, or was announced here."""
    return sa.or_(Ballot.state.is_(None), Ballot.state == BallotState.ANNOUNCED)


def on_the_matter() -> sa.ColumnElement[bool]:
    """That a ballot was on its item itself or a motion of substance under it: not on procedure,
    an amendment or a part, of which a yes says nothing about the matter."""
    substantive = (
        sa.select(Motion.id)
        .where(Motion.id == Ballot.motion_id, Motion.motion_type == MotionType.SUBSTANTIVE)
        .correlate(Ballot)
    )
    on_the_item = sa.and_(Ballot.motion_id.is_(None), Ballot.decides.is_not(False))
    return sa.or_(on_the_item, substantive.exists())


async def ballots_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Ballot]:
    """The ballots with these ids that the actor may read."""
    return await BALLOT.by_id(work, ids)


async def motions_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Motion]:
    """The motions with these ids that the actor may read."""
    return await MOTION.by_id(work, ids)


async def ballots_of(work: Work, item_ids: Collection[UUID]) -> dict[UUID, list[Ballot]]:
    """The ballots with a result under each agenda item, in the order in which they were held."""
    return await ballots_under(work, item_ids, announced())


async def votings_of(work: Work, item_ids: Collection[UUID]) -> dict[UUID, list[Ballot]]:
    """All ballots under each agenda item, those as well that are held now or were broken off."""
    return await ballots_under(work, item_ids, sa.true())


async def ballots_under(
    work: Work, item_ids: Collection[UUID], which: sa.ColumnElement[bool]
) -> dict[UUID, list[Ballot]]:
    """Ballots under each agenda item."""
    held = (
        BALLOT.select(work, Ballot.agenda_item_id)
        .join(AgendaItem, AgendaItem.id == Ballot.agenda_item_id)
        .where(work.may_read(AgendaItem), Ballot.agenda_item_id.in_(item_ids), which)
        .order_by(Ballot.position, Ballot.id)
    )
    return await BALLOT.grouped(work, held)


async def votes_of(work: Work, ballot_ids: Collection[UUID]) -> dict[UUID, list[Vote]]:
    """The votes by name in each nominal ballot, by the names of those who cast them."""
    cast = (
        sa.select(Vote.ballot_id, Vote.person_id, Vote.choice)
        .join(Ballot, Ballot.id == Vote.ballot_id)
        .join(Person, Person.id == Vote.person_id)
        .where(
            work.may_read(Ballot),
            work.may_read(Person),
            Ballot.method == "nominal",
            Vote.ballot_id.in_(ballot_ids),
        )
        .order_by(PERSONS_BY_NAME.key, Vote.person_id)
    )
    found: dict[UUID, list[Vote]] = defaultdict(list)
    for row in await work.rows(cast):
        found[row.ballot_id].append(row)
    return found


async def motions_of(work: Work, item_ids: Collection[UUID]) -> dict[UUID, list[Motion]]:
    """The motions under each item in the order in which they go to the vote."""
    moved = (
        MOTION.select(work, Motion.agenda_item_id)
        .join(AgendaItem, AgendaItem.id == Motion.agenda_item_id)
        .where(work.may_read(AgendaItem), Motion.agenda_item_id.in_(item_ids))
        .order_by(Motion.moved, Motion.id)
    )
    grouped = await MOTION.grouped(work, moved)
    return {item_id: in_order(motions) for item_id, motions in grouped.items()}


def in_order(motions: Collection[Motion]) -> list[Motion]:
    """Procedure first, then amendments, then the rest; among equals the furthest-reaching.

    It is a proposal: the chair decides by saying how far each goes.
    """
    return sorted(motions, key=lambda one: (rank(one), -one.reach))


def words_of(motion: Motion) -> str:
    """What is moved, in words; with the name of the item that it would add (AGD-2)."""
    return f"{motion.item_name}: {motion.text}" if motion.item_name else motion.text


def rank(motion: Motion) -> int:
    """Before which others a motion goes to the vote by its type."""
    if motion.motion_type in FIRST:
        return FIRST.index(MotionType(motion.motion_type))
    return len(FIRST) + (motion.motion_type != MotionType.AMENDMENT)


async def ballots_on(work: Work, motion_ids: Collection[UUID]) -> dict[UUID, list[Ballot]]:
    """The ballots with a result that were held on each motion."""
    held = (
        BALLOT.select(work, Ballot.motion_id)
        .where(Ballot.motion_id.in_(motion_ids), announced())
        .order_by(Ballot.position, Ballot.id)
    )
    return await BALLOT.grouped(work, held)


async def turnouts(work: Work, ballot_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many have voted in each ballot, and how many may."""
    rows = await work.rows(
        sa.select(
            Elector.ballot_id,
            sa.func.sum(sa.case((Elector.voted, 1), else_=0)),
            sa.func.sum(sa.case((Elector.excluded, 0), else_=1)),
        )
        .join(Ballot, Ballot.id == Elector.ballot_id)
        .where(work.may_read(Ballot), Elector.ballot_id.in_(ballot_ids))
        .group_by(Elector.ballot_id)
    )
    return {ballot_id: (int(voted), int(entitled)) for ballot_id, voted, entitled in rows}


async def own_electors(work: Work, ballot_ids: Collection[UUID]) -> dict[UUID, Elector]:
    """In which of the ballots the actor may vote or has voted, with the receipt."""
    if work.actor.person_id is None:
        return {}
    rows = await work.rows(
        sa.select(Elector.ballot_id, Elector.excluded, Elector.voted, Elector.receipt)
        .join(Ballot, Ballot.id == Elector.ballot_id)
        .where(
            work.may_read(Ballot),
            Elector.ballot_id.in_(ballot_ids),
            Elector.person_id == work.actor.person_id,
        )
    )
    return {row.ballot_id: row for row in rows}


async def held_by_actor(work: Work, ballot_ids: Collection[UUID]) -> set[UUID]:
    """Those of the ballots that the actor may hold, as the chair or a clerk."""
    rows = await work.rows(
        sa.select(Ballot.id, Ballot.body_id, MeetingOrganization.organization_id)
        .join(AgendaItem, AgendaItem.id == Ballot.agenda_item_id)
        .outerjoin(MeetingOrganization, MeetingOrganization.meeting_id == AgendaItem.meeting_id)
        .where(work.may_read(Ballot), Ballot.id.in_(ballot_ids))
    )
    may = work.actor.may_within
    return {
        ballot_id
        for ballot_id, *places in rows
        if may(Permission.BALLOT_HOLD, *(place for place in places if place))
    }


async def holding(work: Work, ballot_ids: Collection[UUID]) -> dict[UUID, bool]:
    """Whether the actor may hold each of the ballots."""
    return dict.fromkeys(await held_by_actor(work, ballot_ids), True)


async def electors_of(work: Work, ballot_ids: Collection[UUID]) -> dict[UUID, list[Elector]]:
    """Who may vote in each ballot and has voted, for those who hold it; never how."""
    held = await held_by_actor(work, ballot_ids)
    rows = await work.rows(
        sa.select(Elector.ballot_id, Elector.person_id, Elector.excluded, Elector.voted)
        .join(Person, Person.id == Elector.person_id)
        .where(work.may_read(Person), Elector.ballot_id.in_(held))
        .order_by(PERSONS_BY_NAME.key, Elector.person_id)
    )
    found: dict[UUID, list[Elector]] = defaultdict(list)
    for row in rows:
        found[row.ballot_id].append(row)
    return found


async def counts_of(work: Work, ballot_ids: Collection[UUID]) -> dict[UUID, list[Count]]:
    """What was entered and corrected for each ballot, for those who hold it."""
    held = await held_by_actor(work, ballot_ids)
    found: dict[UUID, list[Count]] = defaultdict(list)
    for one in await work.fetch(
        sa.select(Count).where(Count.ballot_id.in_(held)).order_by(Count.at, Count.id)
    ):
        found[one.ballot_id].append(one)
    return found


async def standing_text(work: Work, item_id: UUID) -> str:
    """The resolution as it is to be voted on: the paper's proposal with what was accepted."""
    amended = await work.first(
        sa.select(Motion.amended)
        .join(Ballot, Ballot.motion_id == Motion.id)
        .where(
            Motion.agenda_item_id == item_id,
            work.may_read(Motion),
            Motion.motion_type == MotionType.AMENDMENT,
            Motion.state == MotionState.ACCEPTED,
            Ballot.state == BallotState.ANNOUNCED,
        )
        .order_by(Ballot.position.desc(), Ballot.id.desc())
    )
    return amended if amended is not None else await proposed_text(work, item_id)


async def proposed_text(work: Work, item_id: UUID) -> str:
    """What the paper under an item proposes to resolve."""
    proposed = await work.first(
        sa.select(Paper.proposed_resolution)
        .join(Consultation, Consultation.paper_id == Paper.id)
        .where(
            Consultation.agenda_item_id == item_id,
            work.may_read(Paper),
            work.may_read(Consultation),
        )
        .order_by(Consultation.position, Consultation.id)
    )
    return proposed or ""


async def standing_texts(work: Work, item_ids: Collection[UUID]) -> dict[UUID, str]:
    """The resolution as it is to be voted on, for each item; few are asked for at a time."""
    readable = await work.fetch(
        work.readable(AgendaItem)
        .with_only_columns(AgendaItem.id)
        .where(AgendaItem.id.in_(item_ids), AgendaItem.meeting_id.is_not(None))
    )
    return {item_id: await standing_text(work, item_id) for item_id in readable}


def ballots_by_name(work: Work) -> sa.Select[Ballot]:
    """The announced ballots by name with their meetings, for those who count votes."""
    return (
        work.readable(Ballot)
        .join(AgendaItem, AgendaItem.id == Ballot.agenda_item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            work.may_read(AgendaItem), work.may_read(Meeting), announced(),
            Ballot.method == Method.NOMINAL,
        )
    )  # fmt: skip
