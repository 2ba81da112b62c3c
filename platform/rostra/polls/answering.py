"""Answering a poll: once for each account, or for each browser on a connection."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from rostra.access import Permission, system
from rostra.admission.banning import refuse_banned
from rostra.admission.entering import Sender, admit
from rostra.admission.keys import key_named, signature
from rostra.admission.models import Deed
from rostra.database import Database
from rostra.errors import Conflict, NotFound
from rostra.jobs import enqueue
from rostra.people.confirming import ask_to_confirm, author_of, speaks_at_once
from rostra.people.models import Account
from rostra.polls.events import PollAnswered
from rostra.polls.models import OpenTo, Poll, PollAnswer, PollState, PollText, QuestionType, Showing
from rostra.polls.queries import is_over, questions_of
from rostra.polls.questions import choices_in
from rostra.polls.services import TELL, department
from rostra.work import Work

TRACES = "traces of polls"
PAUSE = dt.timedelta(seconds=10)
OVER = "This poll is over."
ONCE = (
    "From this browser and connection somebody has answered already. Those who log in can "
    "answer for themselves."
)


async def answer_poll(
    work: Work, poll_id: UUID, answers: Mapping[int, Sequence[str]], sender: Sender, browser: str
) -> PollAnswer:
    """Answer a poll, or answer it anew; counted at once, or when the letter's link was opened."""
    poll = await running(work, poll_id)
    work.authorize(Permission.POLL_ANSWER, poll)
    choices = choices_in(questions_of(poll), answers)
    anonymous = poll.open_to == OpenTo.ALL and work.actor.account_id is None
    account = None
    if not anonymous:
        name = sender.name or sender.email.partition("@")[0]
        account = await author_of(work, sender.email, name, sender.language)
    await admit(work, Deed.POLL_ANSWER, sender.visit, account)
    if account is not None:
        await refuse_banned(work, account, poll.body_id)
        return await answered_by(work, poll, account, choices)
    trace = await trace_of(work, poll, sender.visit.address, browser)
    answer = await put(work, poll, choices, counted=True, trace_hash=trace)
    if answer is None:
        raise Conflict(ONCE)
    return answer


async def answered_by(
    work: Work, poll: Poll, account: Account, choices: dict[int, list[str]]
) -> PollAnswer:
    """The answer of an account; what strangers send under its address waits for its owner."""
    if not speaks_at_once(work, account):
        waiting = await put(work, poll, choices, waiting_for_id=account.id)
        assert waiting is not None
        path = f"/polls/{poll.id}"
        await ask_to_confirm(work, account, path, PollAnswer.kind, waiting.id)
        return waiting
    await take_out(work, poll, account)
    answer = await put(work, poll, choices, counted=True, account_id=account.id)
    if answer is None:
        raise Conflict("Your answer is being taken already.")
    return answer


async def take_out(work: Work, poll: Poll, account: Account) -> None:
    """Take the former answer of an account out, in whose place another one comes."""
    former = sa.select(PollAnswer.id).where(
        PollAnswer.poll_id == poll.id, PollAnswer.account_id == account.id
    )
    await work.change(sa.delete(PollText).where(PollText.answer_id.in_(former)))
    await work.change(
        sa.delete(PollAnswer).where(
            PollAnswer.poll_id == poll.id, PollAnswer.account_id == account.id
        )
    )


async def running(work: Work, poll_id: UUID) -> Poll:
    """A poll that can be answered now; it does not end until the answer stands."""
    mine = work.readable(Poll).where(Poll.id == poll_id).with_for_update(read=True)
    poll: Poll | None = await work.first(mine)
    if poll is None:
        raise NotFound
    if is_over(work, poll):
        raise Conflict(OVER)
    if poll.state != PollState.PUBLISHED or poll.opens > work.now:
        raise Conflict("This poll has not begun yet.")
    return poll


async def trace_of(work: Work, poll: Poll, address: str, browser: str) -> str:
    """A browser on a connection, as it is kept until the poll ends."""
    key = await key_named(work, TRACES)
    return signature(key, f"{poll.id} {address} {browser}")


async def put(
    work: Work, poll: Poll, choices: dict[int, list[str]], *, counted: bool = False, **who: Any
) -> PollAnswer | None:
    """Keep an answer; None where this account or browser has one already."""
    made = await work.change(
        work.insert(PollAnswer)
        .values(id=uuid4(), poll_id=poll.id, counted=counted, choices=spelled(choices), **who)
        .on_conflict_do_nothing()
        .returning(PollAnswer.id)
    )
    id = made.scalar()
    if id is None:
        return None
    await put_texts(work, poll, id, choices)
    if counted:
        await tell_soon(work, poll)
    answer: PollAnswer | None = await work.first(sa.select(PollAnswer).where(PollAnswer.id == id))
    return answer


async def tell_soon(work: Work, poll: Poll) -> None:
    """Have it told soon, together with what others answer, where results are seen at once.

    The log would else join a moment and an account to an answer.
    """
    if poll.showing == Showing.AT_ONCE:
        soon = work.now + PAUSE
        await enqueue(work, TELL, {"poll": str(poll.id)}, f"{TELL}:{poll.id}", not_before=soon)


async def tell(database: Database, payload: dict[str, Any]) -> None:
    """The job that tells that a poll was answered, and by nobody in particular."""
    async with database.work(system) as work:
        work.record(PollAnswered(UUID(payload["poll"])))


def spelled(choices: dict[int, list[str]]) -> dict[str, list[str]]:
    """The choices as JSON holds them."""
    return {str(number): chosen for number, chosen in choices.items()}


async def put_texts(work: Work, poll: Poll, answer_id: UUID, choices: dict[int, list[str]]) -> None:
    """Keep the words of an answer for the department."""
    within = await work.audience(department(poll.body_id, poll.organization_id))
    questions = questions_of(poll)
    for number, chosen in choices.items():
        if questions[number].type == QuestionType.TEXT:
            text = PollText(
                body_id=poll.body_id, organization_id=poll.organization_id, poll_id=poll.id,
                answer_id=answer_id, question=number, text=chosen[0], audience_id=within,
            )  # fmt: skip
            work.add(text)
    await work.flush()


async def release_answer(work: Work, answer_id: UUID, account: Account) -> None:
    """Count an answer whose author has opened the link in the letter."""
    answer = await work.db.get(PollAnswer, answer_id)
    if answer is None or answer.waiting_for_id != account.id:
        raise Conflict(OVER)
    poll = await running(work, answer.poll_id)
    work.authorize(Permission.POLL_ANSWER, poll)
    await refuse_banned(work, account, poll.body_id)
    await take_out(work, poll, account)
    answer.account_id, answer.waiting_for_id, answer.counted = account.id, None, True
    await work.flush()
    await tell_soon(work, poll)
