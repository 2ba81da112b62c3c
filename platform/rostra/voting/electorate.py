"""Who may vote in a ballot, as it stands at its opening, and whether that is a quorum."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.agendas.seats import legal_number, rules_for, seats_of
from rostra.errors import Conflict
from rostra.organizations.rules import Rules
from rostra.sittings.models import Exclusion, Presence
from rostra.sittings.quorum import Quorum, quorum
from rostra.voting.grounds import Ground
from rostra.work import Work


@dataclass(frozen=True, slots=True)
class Electorate:
    """Those present who may vote on an item, those who may not for bias, and the legal number."""

    voting: tuple[UUID, ...]
    excluded: tuple[UUID, ...]
    legal: int
    second_summons: bool
    rules: Rules

    @property
    def quorum(self) -> Quorum:
        """Whether enough are present, counted for this very item (QUO-3)."""
        return quorum(self.legal, len(self.voting), self.second_summons)


async def electorate_of(work: Work, ground: Ground, day: dt.date) -> Electorate:
    """Who is in the hall and may vote on the item: members, and deputies for members."""
    present = await work.fetch(
        sa.select(Presence.person_id)
        .where(Presence.meeting_id == ground.meeting.id, Presence.left.is_(None), Presence.entitled)
        .distinct()
    )
    biased = set(
        await work.fetch(
            sa.select(Exclusion.person_id).where(Exclusion.agenda_item_id == ground.item.id)
        )
    )
    seats = await seats_of(work, ground.meeting, day)
    rules = await rules_for(work, ground.meeting, day)
    # Who left the room for bias is no longer present, and is told of among the excluded all the
    # same, where there is a seat to vote from.
    seated = {seat.person_id for seat in seats if seat.entitled} | set(present)
    return Electorate(
        voting=tuple(sorted(set(present) - biased)),
        excluded=tuple(sorted(biased & seated)),
        legal=legal_number(rules, seats),
        second_summons=bool(ground.meeting.second_summons),
        rules=rules,
    )


def refuse_without_quorum(electorate: Electorate) -> None:
    """Refuse a vote that would bind nobody."""
    found = electorate.quorum
    if not found.quorate:
        raise Conflict(
            f"{found.rule}: There is no quorum for this item: {found.entitled} present may vote, "
            f"{found.needed} of {found.legal} are needed."
        )
