"""Opening a ballot: the question, how and by which majority, and who may vote."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.errors import Conflict, Invalid
from rostra.meetings.models import AgendaItem
from rostra.organizations.rules import Rules
from rostra.people.models import Person
from rostra.rich_text import cleaned_text
from rostra.sittings.models import Part
from rostra.voting.choosing import counters_of, seats_of
from rostra.voting.counting import Majority
from rostra.voting.electorate import Electorate, electorate_of, refuse_without_quorum
from rostra.voting.events import BallotOpened
from rostra.voting.grounds import Ground, ground_of, locked_ballot, refuse_unless_called
from rostra.voting.manner import refuse_another_manner
from rostra.voting.models import (
    Ballot,
    BallotState,
    Elector,
    Method,
    Motion,
    MotionState,
    MotionType,
    Outcome,
    SecretTally,
)
from rostra.voting.queries import standing_text
from rostra.work import Work

MOST_CANDIDATES = 50
LONGEST_SUBJECT = 500


@dataclass(frozen=True)
class Candidate:
    """Who stands for election: a person of the council, or somebody by name."""

    name: str = ""
    person_id: UUID | None = None


@dataclass(frozen=True)
class Question:
    """What is put to the vote, and how."""

    method: Method = Method.OPEN
    subject: str = ""
    motion_id: UUID | None = None
    majority: Majority | None = None
    """The motion's own unless given; the simple one where neither says anything."""
    on_devices: bool | None = None
    """Whether each votes on a device; usual in votes by name."""
    decides: bool | None = None
    """Whether it decides about the item; usual where it is on no motion."""
    candidates: Sequence[Candidate] = ()
    previous_id: UUID | None = None
    round: int | None = None
    seats: int = 1
    """How many are elected, where the standing orders let one ballot fill several seats."""


async def open_ballot(work: Work, item_id: UUID, question: Question, day: dt.date) -> Ballot:
    """Call a vote on the item that is called; who may vote is those present at this moment."""
    ground = await ground_of(work, item_id)
    work.authorize_within(Permission.BALLOT_HOLD, *ground.places)
    await refuse_unless_called(work, ground)
    await refuse_beside_another(work, ground)
    motion = await motion_for(work, ground, question)
    await refuse_another_manner(work, ground.item.id, question.method, motion)
    electorate = await electorate_of(work, ground, day)
    refuse_without_quorum(electorate)
    question = settled(question, motion, electorate.rules)
    ballot = await prepared(work, ground, question, motion, electorate)
    work.add(ballot)
    await work.flush()
    work.add(*electors_for(ballot, electorate))
    if ballot.on_devices and ballot.method in (Method.SECRET, Method.ELECTION):
        work.add(
            *(SecretTally(ballot_id=ballot.id, choice=choice) for choice in counters_of(ballot))
        )
    await work.flush()
    work.record(BallotOpened(ballot.id, ground.item.id))
    await ground.note(work, Part.BALLOTS, Part.MOTIONS)
    return ballot


async def refuse_beside_another(work: Work, ground: Ground) -> None:
    """Refuse a second vote while one is open or its result is not announced."""
    items = sa.select(AgendaItem.id).where(AgendaItem.meeting_id == ground.meeting.id)
    waiting = await work.fetch(
        sa.select(Ballot.state).where(
            Ballot.agenda_item_id.in_(items),
            Ballot.state.in_((BallotState.OPEN, BallotState.CLOSED)),
        )
    )
    if waiting:
        raise Conflict("Please announce or break off the vote that is under way first.")


async def motion_for(work: Work, ground: Ground, question: Question) -> Motion | None:
    """The motion to be voted on, if it may be: moved under this item and not decided."""
    if question.motion_id is None:
        return None
    motion = await work.find(Motion, question.motion_id)
    if motion.agenda_item_id != ground.item.id:
        raise Invalid("motion", "This motion was moved under another item.")
    if motion.state != MotionState.MOVED:
        raise Conflict("This motion is decided, withdrawn or lapsed already.")
    amends = motion.motion_type == MotionType.AMENDMENT
    if amends and motion.amends != await standing_text(work, ground.item.id):
        raise Conflict(
            "The text that this amendment changes has changed itself; please revise it first."
        )
    return motion


def settled(question: Question, motion: Motion | None, rules: Rules) -> Question:
    """The question with what was left open, and refusals of what the rules do not allow."""
    named = question.method == Method.NOMINAL
    hidden = question.method in (Method.SECRET, Method.ELECTION)
    usual = named or (hidden and rules.secret_votes)
    on_devices = usual if question.on_devices is None else question.on_devices
    if on_devices and question.method == Method.OPEN:
        raise Invalid("onDevices", "Who votes on a device votes by name or secretly.")
    if on_devices and hidden and not rules.secret_votes:
        raise Conflict("VOT-3: The standing orders do not allow secret votes on devices.")
    if (question.method == Method.ELECTION) != bool(question.candidates):
        raise Invalid("candidates", "VOT-2: An election has candidates, and no other vote has.")
    if question.method == Method.ELECTION and (question.majority or motion):
        raise Invalid("majority", "VOT-2: An election has a majority of its own and no motion.")
    refuse_seats(question, rules)
    majority = majority_for(question, motion, rules)
    decides = motion is None if question.decides is None else question.decides
    if decides and motion is not None:
        raise Invalid("decides", "A vote on a motion decides about the motion.")
    return replace(question, on_devices=on_devices, majority=majority, decides=decides)


def refuse_seats(question: Question, rules: Rules) -> None:
    """Refuse to fill seats that there are not, or several where the rules know but one (VOT-2)."""
    if question.seats == 1:
        return
    if question.method != Method.ELECTION or not 1 <= question.seats <= len(question.candidates):
        raise Invalid("seats", "VOT-2: An election fills no more seats than there are candidates.")
    if not rules.elections_by_list:
        raise Conflict("VOT-2: By the standing orders each seat is filled by a ballot of its own.")


def majority_for(question: Question, motion: Motion | None, rules: Rules) -> Majority | None:
    """Which majority is needed: what is asked for, or the motion's own, or the simple one.

    For another item on the agenda it is that of the standing orders and no other (AGD-2).
    """
    if motion is not None and motion.motion_type == MotionType.ADD_ITEM:
        needed = Majority(rules.add_item_majority)
        if question.majority not in (None, needed):
            raise Conflict("AGD-2: The standing orders say which majority adds an item.")
        return needed
    if question.majority is None and motion is not None and motion.majority:
        return Majority(motion.majority)
    return question.majority


async def prepared(
    work: Work, ground: Ground, question: Question, motion: Motion | None, electorate: Electorate
) -> Ballot:
    """The ballot as it stands at its opening, without any number that is not known yet."""
    rules, election = electorate.rules, question.method == Method.ELECTION
    in_run_off = (question.round or 1) > 1
    election_base = rules.run_off_base if in_run_off else rules.election_base
    majority = question.majority or Majority.SIMPLE
    position = await work.count(sa.select(Ballot.id).where(Ballot.agenda_item_id == ground.item.id))
    return Ballot(
        body_id=ground.item.body_id,
        agenda_item_id=ground.item.id,
        motion_id=motion and motion.id,
        position=position,
        state=BallotState.OPEN,
        subject=subject_of(question, motion, ground.item),
        method=question.method,
        on_devices=question.on_devices,
        decides=question.decides,
        rule="VOT-2" if election else majority.rule,
        majority=None if election else question.majority,
        base_kind=election_base if election else majority.base,
        entitled=len(electorate.voting),
        present=len(electorate.voting),
        excluded=len(electorate.excluded),
        legal_number=electorate.legal,
        quorate=electorate.quorum.quorate,
        outcome=Outcome.NONE,
        candidates=await candidates_of(work, question.candidates) if election else None,
        seats=question.seats if election else None,
        round=(question.round or 1) if election else None,
        previous_id=question.previous_id,
        opened=work.now,
        audience_id=ground.item.audience_id,
    )


def subject_of(question: Question, motion: Motion | None, item: AgendaItem) -> str:
    """The question in words: as it was put, or the motion's, or the item's."""
    subject = cleaned_text(question.subject)
    if len(subject) > LONGEST_SUBJECT:
        raise Invalid(
            "subject", f"This is {len(subject)} characters long; at most {LONGEST_SUBJECT} fit."
        )
    if not subject and motion is not None and motion.item_name:
        return f"Aufnahme in die Tagesordnung: {motion.item_name}"[:LONGEST_SUBJECT]
    return subject or (motion.text[:LONGEST_SUBJECT] if motion else "") or item.name or ""


async def candidates_of(work: Work, candidates: Sequence[Candidate]) -> list[dict[str, object]]:
    """The candidates as the ballot paper lists them, each with a key of its own."""
    if len(candidates) > MOST_CANDIDATES:
        raise Invalid("candidates", f"At most {MOST_CANDIDATES} can stand for election.")
    listed: list[dict[str, object]] = []
    for number, one in enumerate(candidates, start=1):
        person = await work.find(Person, one.person_id) if one.person_id else None
        name = (person.name if person else None) or cleaned_text(one.name)
        if not name:
            raise Invalid("candidates", "Please say who stands for election.")
        if any(name == other["name"] for other in listed):
            raise Invalid("candidates", "A name is on the ballot paper twice.")
        listed.append(
            {"key": f"c{number}", "name": name, "person": str(person.id) if person else None}
        )
    return listed


def electors_for(ballot: Ballot, electorate: Electorate) -> list[Elector]:
    """Those who may vote, and those who may not for bias, so that the minutes can name them."""
    return [
        *(Elector(ballot_id=ballot.id, person_id=one) for one in electorate.voting),
        *(
            Elector(ballot_id=ballot.id, person_id=one, excluded=True)
            for one in electorate.excluded
        ),
    ]


async def repeat_ballot(work: Work, ballot_id: UUID, day: dt.date) -> Ballot:
    """Put the question of a vote that was broken off once more; or hold the run-off (VOT-2)."""
    ballot = await locked_ballot(work, ballot_id)
    ground = await ground_of(work, ballot.agenda_item_id)
    work.authorize_within(Permission.BALLOT_HOLD, *ground.places)
    await refuse_repeated(work, ballot)
    run_off = ballot.outcome == Outcome.RUN_OFF
    if not run_off and ballot.state != BallotState.CANCELLED:
        raise Conflict("Only a vote that was broken off is repeated, or an election nobody won.")
    again = Question(
        method=Method(ballot.method),
        subject=ballot.subject or "",
        motion_id=ballot.motion_id,
        majority=Majority(ballot.majority) if ballot.majority else None,
        on_devices=ballot.on_devices,
        decides=ballot.decides,
        candidates=standing_again(ballot, run_off),
        previous_id=ballot.id,
        round=(ballot.round or 1) + (1 if run_off else 0) if ballot.round else None,
        seats=seats_of(ballot) - (len(ballot.elected or ()) if run_off else 0),
    )
    return await open_ballot(work, ground.item.id, again, day)


async def refuse_repeated(work: Work, ballot: Ballot) -> None:
    """Refuse to hold the next round twice, also where the first try of it was broken off."""
    tried = [ballot.id]
    while tried:
        following = await work.rows(
            sa.select(Ballot.id, Ballot.state).where(Ballot.previous_id.in_(tried))
        )
        if any(state != BallotState.CANCELLED for _, state in following):
            raise Conflict("This vote has been repeated already.")
        tried = [id for id, _ in following]


def standing_again(ballot: Ballot, run_off: bool) -> list[Candidate]:
    """Who stands in the next round: all again, or the two who go into the run-off."""
    return [
        Candidate(one["name"], UUID(one["person"]) if one["person"] else None)
        for one in ballot.candidates or ()
        if not run_off or one["key"] in (ballot.run_off or ())
    ]
