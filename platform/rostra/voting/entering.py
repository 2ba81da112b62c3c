"""Entering what was counted in the hall or called by name; corrections leave a trace."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.errors import Conflict, Invalid
from rostra.rich_text import cleaned_text
from rostra.sittings.models import Part
from rostra.voting.choosing import (
    INVALID,
    PAPERS,
    candidates_on,
    checked_choice,
    counters_of,
    seats_of,
)
from rostra.voting.events import BallotEntered
from rostra.voting.grounds import ground_of, locked_ballot
from rostra.voting.models import Ballot, BallotState, CastVote, Choice, Count, Elector, Method
from rostra.work import Work

LONGEST_REASON = 500


async def enter_count(
    work: Work, ballot_id: UUID, numbers: Mapping[str, int], reason: str = ""
) -> Ballot:
    """Enter the numbers of a vote that was counted in the hall; the last ones hold."""
    ballot = await locked_ballot(work, ballot_id)
    ground = await ground_of(work, ballot.agenda_item_id)
    work.authorize_within(Permission.BALLOT_HOLD, *ground.places)
    refuse_told(ballot)
    if ballot.on_devices or ballot.method == Method.NOMINAL:
        raise Conflict("Numbers are entered where votes were counted in the hall.")
    counted = checked_numbers(ballot, numbers)
    before = await last_count(work, ballot)
    note = checked_reason(reason, needed=before is not None and before.numbers != counted)

    work.add(trace(work, ballot, counted, note))
    work.record(BallotEntered(ballot.id, ground.item.id))
    await ground.note(work, Part.BALLOTS)
    return ballot


async def enter_votes(
    work: Work, ballot_id: UUID, votes: Mapping[UUID, str], reason: str = ""
) -> Ballot:
    """Enter the votes that were called by name; to correct one asks for a reason."""
    ballot = await locked_ballot(work, ballot_id)
    ground = await ground_of(work, ballot.agenda_item_id)
    work.authorize_within(Permission.BALLOT_HOLD, *ground.places)
    refuse_told(ballot)
    if ballot.method != Method.NOMINAL:
        raise Conflict("VOT-3: Only in a vote by name is written down who voted how.")
    checked = {person_id: checked_choice(ballot, choice) for person_id, choice in votes.items()}
    electors = await electors_named(work, ballot, checked)
    cast = {
        one.person_id: one
        for one in await work.fetch(sa.select(CastVote).where(CastVote.ballot_id == ballot.id))
    }
    # A reason is asked for whatever was cast before: else the refusal itself would tell it.
    again = [who for who in checked if electors[who].voted]
    note = checked_reason(reason, needed=bool(again) or ballot.state == BallotState.CLOSED)
    changes = {str(who): [cast[who].choice if who in cast else None, checked[who]] for who in again}

    for person_id, choice in checked.items():
        electors[person_id].voted = True
        if person_id in cast:
            cast[person_id].choice = choice
        else:
            work.add(CastVote(ballot_id=ballot.id, person_id=person_id, choice=choice))
    if note:
        work.add(trace(work, ballot, {"corrected": changes}, note))
    work.record(BallotEntered(ballot.id, ground.item.id))
    await ground.note(work, Part.TURNOUT)
    return ballot


async def electors_named(
    work: Work, ballot: Ballot, votes: Mapping[UUID, str]
) -> dict[UUID, Elector]:
    """Those for whom votes are entered; refused where one of them may not vote."""
    found = await work.fetch(
        sa.select(Elector).where(
            Elector.ballot_id == ballot.id, Elector.person_id.in_(votes), ~Elector.excluded
        )
    )
    if len(found) < len(votes):
        raise Invalid("votes", "VOT-1: Only those vote who were present at the opening, unbiased.")
    return {one.person_id: one for one in found}


def refuse_told(ballot: Ballot) -> None:
    """Refuse to change what was announced or broken off."""
    if ballot.state not in (BallotState.OPEN, BallotState.CLOSED):
        raise Conflict("The result is announced, or the vote was broken off.")


def checked_numbers(ballot: Ballot, numbers: Mapping[str, int]) -> dict[str, int]:
    """The numbers by choice, if so many may have voted."""
    known = counters_of(ballot)
    if set(numbers) - set(known):
        raise Invalid("numbers", "There is no such choice here.")
    if any(number < 0 for number in numbers.values()):
        raise Invalid("numbers", "Nobody casts fewer votes than none.")
    several = seats_of(ballot) > 1
    if several:
        refuse_unless_papers_bear(ballot, numbers)
    total = numbers.get(PAPERS, 0) if several else sum(numbers.values())
    entitled = ballot.entitled or 0
    if total > entitled:
        raise Invalid(
            "numbers",
            f"VOT-1: {total} votes were counted, but only {entitled} present may vote.",
        )
    return {choice: numbers.get(choice, 0) for choice in known}


def refuse_unless_papers_bear(ballot: Ballot, numbers: Mapping[str, int]) -> None:
    """Refuse numbers that no papers with one to so many names as seats can have given (VOT-2)."""
    without = numbers.get(Choice.ABSTENTION, 0) + numbers.get(INVALID, 0)
    naming = numbers.get(PAPERS, 0) - without
    named = [numbers.get(key, 0) for key in candidates_on(ballot)]
    if naming < 0 or any(number > naming for number in named):
        raise Invalid("numbers", "VOT-2: More votes were counted than papers that can bear them.")
    seats = seats_of(ballot)
    if not naming <= sum(named) <= naming * seats:
        raise Invalid(
            "numbers",
            f"VOT-2: {naming} papers with names bear {naming} to {naming * seats} names,"
            f" but {sum(named)} were counted.",
        )


def checked_reason(reason: str, needed: bool) -> str | None:
    """Why something was corrected."""
    reason = cleaned_text(reason)
    if needed and not reason:
        raise Invalid("reason", "Please say why it is corrected; the reason is kept.")
    if len(reason) > LONGEST_REASON:
        raise Invalid(
            "reason", f"This is {len(reason)} characters long; at most {LONGEST_REASON} fit."
        )
    return reason or None


def trace(work: Work, ballot: Ballot, numbers: dict[str, Any], reason: str | None) -> Count:
    """What was entered, by whom and why."""
    return Count(
        ballot_id=ballot.id, numbers=numbers, reason=reason,
        account_id=work.actor.account_id, at=work.now,
    )  # fmt: skip


async def last_count(work: Work, ballot: Ballot) -> Count | None:
    """The numbers that hold."""
    found: Count | None = await work.first(
        sa.select(Count).where(Count.ballot_id == ballot.id).order_by(Count.id.desc())
    )
    return found
