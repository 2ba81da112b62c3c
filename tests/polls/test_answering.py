"""Answers count once each, lead to nobody once the poll is over, and show when they may."""

import datetime as dt
from collections import Counter

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from rostra.access import system
from rostra.admission.entering import Sender
from rostra.citizens.confirming import confirm
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.events import LoggedEvent
from rostra.people.confirming import issue_token
from rostra.people.logins import Terms
from rostra.people.models import Confirmation
from rostra.polls.answering import answer_poll
from rostra.polls.models import OpenTo, Poll, PollAnswer, PollText, QuestionType, Showing
from rostra.polls.queries import counted, results_of, sees_results, texts_of
from rostra.polls.questions import Question, choices_in
from rostra.polls.services import (
    Asking,
    draft_poll,
    end_in_time,
    end_poll,
    publish_poll,
    release_results,
    withdraw_poll,
)
from rostra.records import now
from support import actors
from support.make.organizations import make_organization
from support.make.people import make_account
from support.make.polls import QUESTIONS, make_poll
from support.make.posts import make_post
from support.make.reports import visit_to

TERMS = Terms(dt.timedelta(hours=1), dt.timedelta(days=1))
CONFIRMED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


async def answered(database, poll, who, answers, browser="b", **sender):
    async with database.work(who) as work:
        visit = await visit_to(work, sender.pop("address", "192.0.2.9"))
        return await answer_poll(work, poll.id, answers, Sender(visit=visit, **sender), browser)


async def results(database, poll, who=actors.anybody):
    async with database.reading(who) as work:
        return await results_of(work, await work.find(Poll, poll.id))


@pytest.fixture
async def citizen(database):
    account = await make_account(database, email="ada@example.org", confirmed=CONFIRMED)
    return actors.account_holder(account)


@pytest.fixture
async def department(database):
    return await make_organization(database, name="Stadtplanung")


async def test_an_account_counts_once_and_may_think_again(database, citizen):
    poll = await make_poll(database)
    await answered(database, poll, citizen, {0: ["0"], 3: ["yes"]})
    await answered(database, poll, citizen, {0: ["1"]})
    told = await results(database, poll)
    assert told.participants == 1
    assert [one.count for one in told.questions[0].tallies] == [0, 1]
    assert told.questions[3].answered == 0


async def test_a_stranger_answers_once_from_a_browser_on_a_connection(database):
    poll = await make_poll(database)
    await answered(database, poll, actors.anybody, {3: ["no"]})
    with pytest.raises(Conflict, match="already"):
        await answered(database, poll, actors.anybody, {3: ["no"]})
    await answered(database, poll, actors.anybody, {3: ["no"]}, browser="another")
    await answered(database, poll, actors.anybody, {3: ["no"]}, address="198.51.100.1")
    assert (await results(database, poll)).participants == 3


async def test_only_the_link_counts_what_was_sent_under_an_address(database, citizen):
    poll = await make_poll(database, open_to="confirmed")
    await answered(database, poll, actors.anybody, {3: ["no"]}, email="ada@example.org")
    await answered(database, poll, actors.anybody, {3: ["yes"]}, email="ada@example.org")
    assert (await results(database, poll)).participants == 0
    await answered(database, poll, citizen, {3: ["unknown"]})
    async with database.work(system) as work:
        asked = await work.fetch(sa.select(Confirmation).order_by(Confirmation.id))
        token = await issue_token(work, asked[1].id)
    async with database.work(actors.anybody) as work:
        await confirm(work, token, TERMS)
    told = await results(database, poll)
    assert told.participants == 1
    assert [one.count for one in told.questions[3].tallies] == [1, 0, 0]


async def test_nobody_answers_too_early_too_late_or_what_is_not_asked(database, citizen):
    later = now() + dt.timedelta(hours=1)
    early = await make_poll(database, opens=later)
    late = await make_poll(database, closes=now() - dt.timedelta(seconds=1))
    draft = await make_poll(database, state="draft")
    for poll in (early, late, draft):
        with pytest.raises(Conflict):
            await answered(database, poll, citizen, {3: ["yes"]})
    running = await make_poll(database)
    wrong = (
        {0: ["2"]},
        {1: ["0", "1", "2"]},
        {2: ["6"]},
        {3: ["maybe"]},
        {9: ["0"]},
        {},
        {4: [" "]},
    )
    for answers in wrong:
        with pytest.raises(Invalid):
            await answered(database, running, citizen, answers)
    assert (await results(database, running)).participants == 0


@pytest.mark.parametrize("showing", ["at_end", "released"])
async def test_nobody_sees_results_before_their_time(database, department, citizen, showing):
    poll = await make_poll(database, department=department, showing=showing)
    editor = actors.editor_of(department)
    await answered(database, poll, citizen, {3: ["yes"], 4: ["Zaunkoenig"]})
    for who in (actors.anybody, citizen, editor, system):
        assert await results(database, poll, who) is None
        async with database.reading(who) as work:
            assert await texts_of(work, [poll.id]) == {}
    async with database.work(editor) as work:
        await end_poll(work, poll.id)
    assert (await results(database, poll, editor)).participants == 1
    public = await results(database, poll)
    assert (public is None) == (showing == "released")
    async with database.work(editor) as work:
        await release_results(work, poll.id)
    assert (await results(database, poll)).participants == 1


async def test_words_are_read_by_a_person_before_anybody_else(database, department, citizen):
    poll = await make_poll(database, department=department)
    editor = actors.editor_of(department)
    await answered(database, poll, citizen, {4: ["gut gemeint"]})
    await answered(database, poll, actors.anybody, {4: ["böse Worte"]})
    async with database.work(editor) as work:
        await end_poll(work, poll.id)
    async with database.reading(editor) as work:
        texts = {one.text: one.id for one in (await texts_of(work, [poll.id]))[poll.id]}
    assert set(texts) == {"gut gemeint", "böse Worte"}
    for who in (actors.anybody, citizen):
        async with database.reading(who) as work:
            assert await texts_of(work, [poll.id]) == {}
            with pytest.raises(NotFound):
                await work.find(PollText, texts["böse Worte"])
    async with database.work(editor) as work:
        await release_results(work, poll.id, [texts["gut gemeint"]])
    async with database.reading(actors.anybody) as work:
        assert [one.text for one in (await texts_of(work, [poll.id]))[poll.id]] == ["gut gemeint"]
    assert (await results(database, poll)).questions[4].tallies == ()


async def test_no_answer_leads_to_anybody_once_it_is_over(database, citizen):
    poll = await make_poll(database, closes=now() + dt.timedelta(hours=1))
    mine = await answered(database, poll, citizen, {3: ["yes"], 4: ["meins"]})
    await answered(database, poll, actors.anybody, {3: ["no"]})
    async with database.work(system) as work:
        (await work.db.get(Poll, poll.id)).closes = work.now - dt.timedelta(seconds=1)
    await end_in_time(database, {"poll": str(poll.id)})
    async with database.reading(system) as work:
        answers = await work.fetch(sa.select(PollAnswer))
        texts = await work.fetch(sa.select(PollText))
        log = await work.fetch(sa.select(LoggedEvent))
    assert len(answers) == 2
    assert {(a.account_id, a.waiting_for_id, a.trace_hash) for a in answers} == {(None,) * 3}
    assert mine.id not in {one.id for one in answers}
    assert [one.answer_id for one in texts] == [None]
    assert all(one.id.version == 4 for one in (*answers, *texts))
    assert "PollAnswered" not in {one.name for one in log if one.actor != "system"}
    assert (await results(database, poll)).participants == 2


async def test_from_draft_to_withdrawal(database, department, citizen):
    post = await make_post(database, department)
    editor = actors.editor_of(department)
    asking = Asking(
        "Der Markt", "Was meinen Sie?", QUESTIONS, OpenTo.ALL, now(),
        now() + dt.timedelta(days=1), Showing.AT_ONCE,
    )  # fmt: skip
    for who in (actors.anybody, citizen):
        async with database.work(who) as work:
            with pytest.raises(NotPermitted):
                await draft_poll(work, "post", post.id, asking)
    async with database.work(editor) as work:
        poll = await draft_poll(work, "post", post.id, asking)
    async with database.reading(actors.anybody) as work:
        with pytest.raises(NotFound):
            await work.find(Poll, poll.id)
    async with database.work(editor) as work:
        await publish_poll(work, poll.id)
    await answered(database, poll, citizen, {3: ["yes"]})
    async with database.work(editor) as work:
        with pytest.raises(Conflict):
            await release_results(work, poll.id)
        await withdraw_poll(work, poll.id)
    async with database.reading(actors.anybody) as work:
        with pytest.raises(NotFound):
            await work.find(Poll, poll.id)


def answers_to(question):
    if question.type == QuestionType.TEXT:
        return st.lists(st.just("Worte"), max_size=1)
    most = question.most if question.type == QuestionType.SEVERAL else 1
    return st.lists(st.sampled_from(question.keys), max_size=most, unique=True)


SHEETS = st.lists(
    st.fixed_dictionaries({n: answers_to(q) for n, q in enumerate(QUESTIONS)}).filter(
        lambda sheet: any(sheet.values())
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(SHEETS)
def test_counts_equal_answers(sheets):
    kept = [choices_in(QUESTIONS, sheet) for sheet in sheets]
    told = counted(QUESTIONS, [{str(n): c for n, c in one.items()} for one in kept])
    assert told.participants == len(sheets)
    for number, question in enumerate(QUESTIONS):
        given_here = [sheet[number] for sheet in sheets if sheet[number]]
        assert told.questions[number].answered == len(given_here)
        chosen = Counter(key for one in given_here for key in one)
        assert {t.key: t.count for t in told.questions[number].tallies} == {
            key: chosen[key] for key in question.keys
        }


@pytest.mark.parametrize(
    "question",
    [
        Question(QuestionType.ONE, "Eins?", ("nur dies",)),
        Question(QuestionType.ONE, "Zwei?", ("gleich", "gleich")),
        Question(QuestionType.SEVERAL, "Viele?", ("a", "b"), most=3),
        Question(QuestionType.YES_NO, " "),
    ],
)
async def test_refuses_questions_that_cannot_be_answered(database, department, question):
    post = await make_post(database, department)
    asking = Asking(
        "T", "", (question,), OpenTo.ALL, now(), now() + dt.timedelta(days=1), Showing.AT_END
    )
    async with database.work(actors.editor_of(department)) as work:
        with pytest.raises(Invalid):
            await draft_poll(work, "post", post.id, asking)


async def test_sees_results_like_everybody_else_while_it_runs(database, department):
    poll = await make_poll(database, department=department, showing="at_once")
    async with database.reading(actors.anybody) as work:
        assert sees_results(work, await work.find(Poll, poll.id))
