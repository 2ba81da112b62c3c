"""What a reader of minutes may do with them now: the same answers that the verbs would give."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, Permission
from rostra.meetings.models import AgendaItem, ItemType, Meeting, MeetingOrganization
from rostra.meetings.queries import places_of
from rostra.minutes.models import Minutes, MinutesState, Signer
from rostra.minutes.queries import minutes_by_id, minutes_of, signatures_of
from rostra.minutes.wording import hash_of
from rostra.work import Work


class Step(StrEnum):
    """Something that can be done with minutes."""

    WRITE = "write"
    SIGN_AS_CHAIR = "sign_as_chair"
    SIGN_AS_SECRETARY = "sign_as_secretary"
    OBJECT = "object"
    ANSWER = "answer"
    APPROVE = "approve"
    PUBLISH = "publish"


SIGNING = frozenset({Step.SIGN_AS_CHAIR, Step.SIGN_AS_SECRETARY})


async def steps_open(work: Work, minutes_ids: Collection[UUID]) -> dict[UUID, list[Step]]:
    """What the actor may do with each minutes in their state."""
    known = await minutes_by_id(work, minutes_ids)
    meetings = {
        one.id: one
        for one in await work.fetch(
            work.readable(Meeting).where(Meeting.id.in_({one.meeting_id for one in known.values()}))
        )
    }
    signed = await signatures_of(work, list(known))
    found = {}
    for one in known.values():
        if one.meeting_id not in meetings:
            continue
        places = await places_of(work, meetings[one.meeting_id])
        parts = {signature.part for signature in signed.get(one.id, ())}
        found[one.id] = [step for step in Step if is_open(work, step, one, places, parts)]
    return found


async def hashes_to_sign(work: Work, minutes_ids: Collection[UUID]) -> dict[UUID, str]:
    """The hash of the wording of those minutes that the actor may sign now."""
    steps = await steps_open(work, minutes_ids)
    known = await minutes_by_id(work, [id for id, some in steps.items() if SIGNING & set(some)])
    return {id: await hash_of(work, one) for id, one in known.items()}


def is_open(
    work: Work, step: Step, minutes: Minutes, places: tuple[UUID, ...], parts: set[str]
) -> bool:
    """Whether the actor may take the step with minutes in this state."""
    may = {one: work.actor.may_within(one, *places) for one in PERMISSIONS}
    person_id, state = work.actor.person_id, minutes.state
    keeps, signs = may[Permission.MINUTES_KEEP], may[Permission.MINUTES_SIGN]
    changing = state in (MinutesState.DRAFT, MinutesState.SIGNED)
    as_secretary = keeps if minutes.secretary_id is None else person_id == minutes.secretary_id
    return {
        Step.WRITE: keeps and changing,
        Step.SIGN_AS_CHAIR: signs
        and changing
        and person_id is not None
        and person_id == minutes.chair_id
        and Signer.CHAIR not in parts,
        Step.SIGN_AS_SECRETARY: signs
        and changing
        and as_secretary
        and Signer.SECRETARY not in parts,
        Step.OBJECT: may[Permission.MINUTES_OBJECT]
        and person_id is not None
        and state == MinutesState.SIGNED,
        Step.ANSWER: keeps,
        Step.APPROVE: keeps and state == MinutesState.SIGNED,
        Step.PUBLISH: keeps and state == MinutesState.APPROVED,
    }[step]


PERMISSIONS = (Permission.MINUTES_KEEP, Permission.MINUTES_SIGN, Permission.MINUTES_OBJECT)


@dataclass(frozen=True)
class Desk:
    """What somebody has before them who does something with the minutes of a meeting."""

    meeting_id: UUID
    may_draft: bool
    minutes: Minutes | None


async def desk_of(work: Work, meeting_id: UUID) -> Desk | None:
    """The desk at which the actor writes, signs or objects; None for whoever has no business."""
    meeting = await work.first(work.readable(Meeting).where(Meeting.id == meeting_id))
    if meeting is None or work.actor.anonymous:
        return None
    places = await places_of(work, meeting)
    may_draft = work.actor.may_within(Permission.MINUTES_KEEP, *places)
    takes_part = any(work.actor.may_within(one, *places) for one in PERMISSIONS)
    minutes = (await minutes_of(work, [meeting_id])).get(meeting_id)
    return Desk(meeting_id, may_draft, minutes) if may_draft or (minutes and takes_part) else None


async def approving_items(work: Work, meeting_id: UUID) -> list[AgendaItem]:
    """The items of later meetings of the same organization that may approve the minutes."""
    leading = sa.select(MeetingOrganization.organization_id).where(
        MeetingOrganization.meeting_id == meeting_id, MeetingOrganization.position == 0
    )
    start = sa.select(Meeting.start).where(Meeting.id == meeting_id).scalar_subquery()
    return await work.fetch(
        work.readable(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(MeetingOrganization, MeetingOrganization.meeting_id == Meeting.id)
        .where(
            work.may_read(Meeting),
            AgendaItem.item_type == ItemType.MINUTES,
            AgendaItem.audience_id != NOBODY,
            Meeting.start > start,
            MeetingOrganization.position == 0,
            MeetingOrganization.organization_id.in_(leading),
        )
        .order_by(Meeting.start, AgendaItem.order)
        .limit(20)
    )
