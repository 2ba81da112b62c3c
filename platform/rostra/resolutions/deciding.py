"""What was resolved under an item: the words, and the vote that made them a resolution."""

from dataclasses import dataclass

import sqlalchemy as sa

from rostra.access import NOBODY, PUBLIC
from rostra.meetings.models import AgendaItem
from rostra.minutes.approving import is_decided
from rostra.voting.models import Ballot, Motion, MotionState, MotionType, Outcome
from rostra.voting.queries import announced, on_the_matter
from rostra.work import Work

PASSED = (Outcome.ACCEPTED, Outcome.ELECTED)


@dataclass(frozen=True)
class Decision:
    """The words that were resolved, and the vote, where there was one."""

    text: str
    ballot: Ballot | None


async def decision_under(work: Work, item: AgendaItem) -> Decision | None:
    """What was resolved under an item, if anything was: its resolution, where the last vote was
    for it; who was elected; or the motions of substance that were accepted where no paper proposed
    one."""
    last = await last_ballot(work, item)
    if not item.resolution_text:
        if last is not None and last.outcome == Outcome.ELECTED and item.result:
            return Decision(item.result, last)
        return await moved_under(work, item)
    passed = last.outcome in PASSED if last is not None else await is_decided(work, item)
    return Decision(item.resolution_text, last) if passed else None


async def last_ballot(work: Work, item: AgendaItem) -> Ballot | None:
    """The vote that decided an item, or the last one under it whose result is known."""
    held = told_under(work, item)
    if item.deciding_ballot_id is not None:
        deciding: Ballot | None = await work.first(held.where(Ballot.id == item.deciding_ballot_id))
        if deciding is not None:
            return deciding
    ballot: Ballot | None = await work.first(
        held.order_by(None).order_by(Ballot.position.desc(), Ballot.id.desc())
    )
    return ballot


def told_under(work: Work, item: AgendaItem) -> sa.Select[Ballot]:
    """The votes on the matter of an item whose results are known, the first to be held first."""
    return (
        work.readable(Ballot)
        .where(
            Ballot.agenda_item_id == item.id,
            Ballot.audience_id != NOBODY,
            announced(),
            on_the_matter(),
        )
        .order_by(Ballot.position, Ballot.id)
    )


async def moved_under(work: Work, item: AgendaItem) -> Decision | None:
    """The motions of substance that were accepted under an item, as one decision."""
    rows = await work.rows(
        told_under(work, item)
        .add_columns(Motion.text)
        .join(Motion, Motion.id == Ballot.motion_id)
        .where(
            Motion.agenda_item_id == item.id,
            Motion.motion_type == MotionType.SUBSTANTIVE,
            Motion.state == MotionState.ACCEPTED,
            Motion.audience_id.in_({PUBLIC, item.audience_id}),
            Ballot.outcome == Outcome.ACCEPTED,
        )
    )
    if not rows:
        return None
    return Decision("\n".join(dict.fromkeys(text for _, text in rows)), rows[-1][0])
