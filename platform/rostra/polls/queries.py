"""Readings of polls and of their results."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.paging import Order
from rostra.polls.models import Poll, PollAnswer, PollState, PollText, QuestionType, Showing
from rostra.polls.questions import Question, read
from rostra.reading import Shape
from rostra.work import Work

POLL = Shape(Poll)
TEXT = Shape(PollText)
LATEST_FIRST = Order("polls.-opens", Poll.opens, descending=True)

SHOWN = (PollState.PUBLISHED, PollState.ENDED)


@dataclass(frozen=True)
class Tally:
    """How often each key of a question was chosen."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class QuestionResult:
    """The result of one question."""

    number: int
    question: Question
    answered: int
    """How many answered this question."""
    tallies: tuple[Tally, ...]


@dataclass(frozen=True)
class Results:
    """The results of a poll, without anything that leads to anybody."""

    participants: int
    questions: tuple[QuestionResult, ...]


async def polls_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Poll]:
    """The polls with these ids that the actor may read."""
    return await POLL.by_id(work, ids)


async def poll_texts_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, PollText]:
    """The words with these ids that the actor may read."""
    return await TEXT.by_id(work, ids)


def polls(work: Work, states: Collection[str] = SHOWN) -> sa.Select[Any]:
    """The polls in these states that the actor may read."""
    return POLL.select(work).where(Poll.state.in_(states))


async def polls_about(work: Work, thing_ids: Collection[UUID]) -> dict[UUID, list[Poll]]:
    """The polls about each thing, the latest first."""
    found = (
        POLL.select(work, Poll.thing_id)
        .where(Poll.thing_id.in_(thing_ids), Poll.state.in_((PollState.DRAFT, *SHOWN)))
        .order_by(Poll.opens.desc(), Poll.id.desc())
    )
    return await POLL.grouped(work, found)


def questions_of(poll: Poll) -> list[Question]:
    """The questions of a poll."""
    return [read(one) for one in poll.questions]


def is_over(work: Work, poll: Poll) -> bool:
    """Whether nothing can be answered any more."""
    return poll.state == PollState.ENDED or poll.closes <= work.now


def sees_results(work: Work, poll: Poll) -> bool:
    """Whether the actor sees the results: everybody alike, the department after the end."""
    if poll.state not in SHOWN:
        return False
    if poll.showing == Showing.AT_ONCE or poll.released is not None:
        return True
    if not is_over(work, poll):
        return False
    return poll.showing == Showing.AT_END or work.may(Permission.POLL_KEEP, poll)


async def results_of(work: Work, poll: Poll) -> Results | None:
    """The results of a poll; None for who does not see them yet."""
    if not sees_results(work, poll):
        return None
    house = await work.as_the_system()
    answers = await house.fetch(counted_answers(poll.id))
    return counted(questions_of(poll), answers)


def counted_answers(poll_id: UUID) -> sa.Select[Any]:
    """What was answered by those who count."""
    return sa.select(PollAnswer.choices).where(
        PollAnswer.poll_id == poll_id, PollAnswer.counted.is_(True)
    )


def counted(questions: Sequence[Question], answers: Sequence[dict[str, Any]]) -> Results:
    """The answers counted, question by question; words are counted and never shown here."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    answered: Counter[int] = Counter()
    for choices in answers:
        for written, chosen in choices.items():
            number = int(written)
            answered[number] += 1
            if questions[number].type != QuestionType.TEXT:
                votes[number].update(chosen)
    return Results(
        len(answers),
        tuple(
            QuestionResult(
                number,
                question,
                answered[number],
                tuple(
                    Tally(key, label_of(question, key), votes[number][key]) for key in question.keys
                ),
            )
            for number, question in enumerate(questions)
        ),
    )


def label_of(question: Question, key: str) -> str:
    """What a key says: the option; scales and yes or no are worded by whoever shows them."""
    return question.options[int(key)] if question.options else key


async def participants(work: Work, poll: Poll) -> int | None:
    """How many have taken part; None for who does not see the results yet."""
    if not sees_results(work, poll):
        return None
    return await (await work.as_the_system()).count(counted_answers(poll.id))


async def texts_of(work: Work, poll_ids: Collection[UUID]) -> dict[UUID, list[PollText]]:
    """The words in answers that the actor may read, in an order that says nothing of their time."""
    found = (
        TEXT.select(work, PollText.poll_id)
        .join(Poll, Poll.id == PollText.poll_id)
        .where(work.may_read(Poll), PollText.poll_id.in_(poll_ids), Poll.state == PollState.ENDED)
        .order_by(PollText.question, PollText.text, PollText.id)
    )
    return await TEXT.grouped(work, found)


async def own_answer(work: Work, poll: Poll) -> dict[str, list[str]] | None:
    """What the actor has answered; None for a stranger, and after the end for everybody."""
    if work.actor.account_id is None:
        return None
    found: dict[str, list[str]] | None = await work.first(
        sa.select(PollAnswer.choices).where(
            PollAnswer.poll_id == poll.id, PollAnswer.account_id == work.actor.account_id
        )
    )
    return found
