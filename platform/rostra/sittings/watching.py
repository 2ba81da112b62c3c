"""What those need to know who watch a sitting for many screens: numbers, changes, audiences."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC, Actor, Permission, members_and_clerks
from rostra.files.models import File, FileUse
from rostra.meetings.models import AgendaItem, Meeting, MeetingOrganization, NeutralTitle
from rostra.organizations.models import Organization
from rostra.papers.models import Consultation, Paper
from rostra.sittings.models import (
    Exclusion,
    Part,
    Pause,
    QuorumFinding,
    Sitting,
    SittingChange,
    SittingState,
    Speech,
    SpeechState,
    SpeechType,
)
from rostra.work import Work

FURTHEST_BACK = 500
"""How many changes somebody may have missed who goes on from a number; more is a new start."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How many changes a sitting has seen, and where its meeting belongs."""

    meeting_id: UUID
    audience_id: int
    places: tuple[UUID, ...]
    """The body and the organizations that sit."""
    closed: frozenset[int] = frozenset()
    """The audiences of what is not public: the meeting itself, items on its agenda."""
    sequence: int = 0
    public_sequence: int = 0

    def number(self, inside: bool) -> int:
        """The number of the last change, in the numbering of those inside or of the public."""
        return self.sequence if inside else self.public_sequence

    def is_inside(self, actor: Actor) -> bool:
        """Whether somebody belongs to the meeting and may know how much happens in it."""
        body_id, *organization_ids = self.places
        return (
            bool(actor.tokens & members_and_clerks(body_id, *organization_ids))
            or bool(actor.audience_ids & self.closed)
            or actor.may_within(Permission.MEETING_KEEP, *self.places)
        )


@dataclass(frozen=True, slots=True)
class Since:
    """What happened between two numbers of a reader's numbering; gapless."""

    after: int
    sequence: int
    changes: tuple[tuple[int, frozenset[Part]], ...]
    """The audience of each change, and what it touched."""

    def parts(self, audience_ids: Collection[int]) -> frozenset[Part]:
        """What changed for those who belong to these audiences; nothing, if it was not for them."""
        touched = (parts for audience_id, parts in self.changes if audience_id in audience_ids)
        return frozenset().union(*touched)


async def numbers_of(work: Work, meeting_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """The number of the last change of each sitting, for those inside and for the public."""
    rows = await work.rows(
        sa.select(Sitting.meeting_id, Sitting.sequence, Sitting.public_sequence).where(
            Sitting.meeting_id.in_(meeting_ids)
        )
    )
    return {row.meeting_id: (row.sequence, row.public_sequence) for row in rows}


async def standing_of(work: Work, meeting_id: UUID) -> Standing | None:
    """How a meeting stands, whoever may read it; None where there is none."""
    rows = await work.rows(
        sa.select(Meeting.audience_id, Meeting.body_id, Sitting.sequence, Sitting.public_sequence)
        .outerjoin(Sitting, Sitting.meeting_id == Meeting.id)
        .where(Meeting.id == meeting_id)
    )
    if not rows:
        return None
    audience_id, body_id, sequence, public_sequence = rows[0]
    sitting = await work.fetch(
        sa.select(MeetingOrganization.organization_id)
        .where(MeetingOrganization.meeting_id == meeting_id)
        .order_by(MeetingOrganization.position)
    )
    items = await work.fetch(
        sa.select(AgendaItem.audience_id).where(AgendaItem.meeting_id == meeting_id).distinct()
    )
    places, closed = (body_id, *sitting), frozenset({audience_id, *items}) - {PUBLIC, NOBODY}
    return Standing(meeting_id, audience_id, places, closed, sequence or 0, public_sequence or 0)


async def since(work: Work, standing: Standing, after: int, inside: bool) -> Since | None:
    """What happened after a number; None where that is unknown, too long ago or not whole."""
    last = standing.number(inside)
    if not 0 <= after <= last or last - after > FURTHEST_BACK:
        return None
    number = SittingChange.sequence if inside else SittingChange.public_sequence
    rows = await work.rows(
        sa.select(SittingChange.audience_id, SittingChange.parts)
        .where(SittingChange.meeting_id == standing.meeting_id, number > after, number <= last)
        .order_by(number)
    )
    if len(rows) != last - after:
        return None
    return Since(after, last, tuple((id, frozenset(map(Part, parts))) for id, parts in rows))


async def audience_ids_within(
    work: Work, meeting_id: UUID, *others: sa.Select[int]
) -> frozenset[int]:
    """The audiences of what belongs to a meeting, and of what further statements name.

    Two readers who share of these the same ones are shown the same.
    """
    items = sa.select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    asked = sa.union(
        sa.select(Meeting.audience_id).where(Meeting.id == meeting_id),
        sa.select(AgendaItem.audience_id).where(AgendaItem.meeting_id == meeting_id),
        sa.select(NeutralTitle.audience_id).where(NeutralTitle.meeting_id == meeting_id),
        sa.select(Speech.audience_id).where(Speech.meeting_id == meeting_id),
        sa.select(Pause.audience_id).where(Pause.meeting_id == meeting_id),
        sa.select(QuorumFinding.audience_id).where(QuorumFinding.meeting_id == meeting_id),
        sa.select(Exclusion.audience_id).where(Exclusion.agenda_item_id.in_(items)),
        sa.select(Consultation.audience_id).where(Consultation.agenda_item_id.in_(items)),
        sa.select(Paper.audience_id)
        .join(Consultation, Consultation.paper_id == Paper.id)
        .where(Consultation.agenda_item_id.in_(items)),
        sa.select(File.audience_id)
        .join(FileUse, FileUse.file_id == File.id)
        .where(sa.or_(FileUse.meeting_id == meeting_id, FileUse.agenda_item_id.in_(items))),
        sa.select(Organization.audience_id)
        .join(MeetingOrganization, MeetingOrganization.organization_id == Organization.id)
        .where(MeetingOrganization.meeting_id == meeting_id),
        *others,
    )
    return frozenset({PUBLIC, *(await work.fetch(sa.select(asked.subquery().c[0])))})


async def turns_in(work: Work, meeting_id: UUID) -> list[Speech]:
    """Who speaks and who waits to speak, points of order first, as the actor may know of it."""
    by_kind = sa.case((Speech.speech_type == SpeechType.POINT_OF_ORDER, 0), else_=1)
    return await work.fetch(
        work.readable(Speech)
        .where(
            Speech.meeting_id == meeting_id,
            Speech.state.in_((SpeechState.SPEAKING, SpeechState.WAITING)),
        )
        .order_by(by_kind, Speech.position, Speech.requested, Speech.id)
    )


async def state_shown(work: Work, sitting: Sitting) -> SittingState:
    """How the sitting stands for the actor: of a pause behind closed doors nobody outside knows."""
    if sitting.state != SittingState.INTERRUPTED:
        return SittingState(sitting.state)
    known = await work.first(
        work.readable(Pause).where(Pause.meeting_id == sitting.meeting_id, Pause.ended.is_(None))
    )
    return SittingState.INTERRUPTED if known else SittingState.OPEN


async def sitting_at(work: Work, meeting_id: UUID) -> Sitting | None:
    """The sitting of a meeting that the actor may read; None before it is opened."""
    found: Sitting | None = await work.first(
        sa.select(Sitting)
        .join(Meeting, Meeting.id == Sitting.meeting_id)
        .where(work.may_read(Meeting), Sitting.meeting_id == meeting_id)
    )
    return found
