"""What the city promised to answer: who sees that it is late, and what an author sees of it all."""

import datetime as dt
from contextlib import AsyncExitStack
from itertools import product

import httpx
import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, NOBODY, PUBLIC, Office, members_and_clerks, system
from rostra.comments.answering import answer_officially, overdue_answers, promise_answer
from rostra.comments.models import Comment, CommentState
from rostra.comments.queries import official_answers
from rostra.comments.services import write_comment
from rostra.comments.threads import thread_below
from rostra.comments.writing import Words
from rostra.meetings.models import AgendaItem
from rostra.papers.models import Paper
from rostra.resolutions.models import Resolution
from support.actors import account_holder, clerk_of, councillor_of, editor_of
from support.asking import api_of, ask
from support.keys import password_hash
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_body, make_membership, make_organization
from support.make.papers import make_consultation, make_paper
from support.make.people import make_account, make_person
from support.making import kept
from support.town_hall import HERE, PASSWORD, Visitor, serving, settings_for

QUESTION = "Wann wird der Weg beleuchtet?"
OVERDUE = "{ overdueAnswers { text answerBy organization { name } } }"


class Story:
    """A question to a paper, which the civil engineers promised to answer by yesterday."""

    async def begin(self, database):
        self.body = await make_body(database)
        self.engineers = await make_organization(database, self.body, name="Tiefbauamt")
        self.gardens = await make_organization(database, self.body, name="Grünamt")
        self.committee = await make_organization(database, self.body, name="Bauausschuss")
        self.paper = await make_paper(database, self.body, name="Ladepunkte")
        self.author = await make_account(
            database, email="author@example.org", password_hash=password_hash(PASSWORD)
        )
        async with database.work(account_holder(self.author)) as work:
            self.question = await write_comment(work, "paper", self.paper.id, Words(QUESTION))
        async with database.work(editor_of(self.engineers)) as work:
            await promise_answer(work, self.question.id, work.today, self.engineers.id)
            self.today = work.today
        await self.change(database, Comment, self.question.id, answer_by=self.yesterday)
        return self

    @property
    def yesterday(self):
        """The day that has passed."""
        return self.today - dt.timedelta(days=1)

    async def change(self, database, model, id, **values):
        """Other values of a record."""
        async with database.work(system) as work:
            record = await work.db.get(model, id)
            for name, value in values.items():
                setattr(record, name, value)

    async def answer(self, database, text="Im Mai."):
        """The civil engineers answer the question."""
        async with database.work(editor_of(self.engineers)) as work:
            words = Words(text, self.question.id)
            return await answer_officially(work, "paper", self.paper.id, words, self.engineers.id)


@pytest.fixture
async def story(database):
    """The story, as far as it has come."""
    return await Story().begin(database)


async def late_for(database, who):
    """The words of what is overdue for somebody."""
    async with database.reading(who) as work:
        return [one.text for one in await overdue_answers(work)]


async def test_the_department_that_promised_sees_that_it_is_late(database, story):
    assert await late_for(database, editor_of(story.engineers)) == [QUESTION]
    told = await ask(api_of(database), OVERDUE, editor_of(story.engineers))
    assert told["overdueAnswers"] == [
        {
            "text": QUESTION,
            "answerBy": story.yesterday.isoformat(),
            "organization": {"name": "Tiefbauamt"},
        }
    ]
    others = (
        ANYBODY, editor_of(story.gardens), clerk_of(story.body), councillor_of(story.committee),
        account_holder(story.author), editor_of(await make_organization(database)),
    )  # fmt: skip
    for who in others:
        assert await late_for(database, who) == []
        assert (await ask(api_of(database), OVERDUE, who))["overdueAnswers"] == []


@pytest.mark.parametrize("days", [0, 1, 30])
async def test_what_has_time_is_not_late(database, story, days):
    by = story.today + dt.timedelta(days=days)
    await story.change(database, Comment, story.question.id, answer_by=by)
    assert await late_for(database, editor_of(story.engineers)) == []


async def test_what_was_answered_is_late_no_more(database, story):
    await story.answer(database)
    assert await late_for(database, editor_of(story.engineers)) == []


@pytest.mark.parametrize("state", [one for one in CommentState if one != CommentState.PUBLISHED])
async def test_what_is_out_of_sight_waits_for_no_answer(database, story, state):
    await story.change(database, Comment, story.question.id, state=state)
    assert await late_for(database, editor_of(story.engineers)) == []


async def test_what_was_said_to_a_thing_that_is_gone_waits_for_no_answer(database, story):
    await story.change(database, Paper, story.paper.id, audience_id=NOBODY)
    assert await late_for(database, editor_of(story.engineers)) == []


@pytest.mark.parametrize("who", ["engineers", "gardens"])
async def test_late_is_what_was_promised_by_then_and_neither_answered_nor_out_of_sight(
    database, story, who
):
    """Every case of the rule at once, against the rule in other words."""
    async with database.work(system) as work:
        await work.change(sa.delete(Comment))
        now, thread = work.now, await thread_below(work, story.paper)
        cases = product(
            CommentState, (None, -40, -1, 0, 1), (None, now), ("engineers", "gardens", None)
        )
        expected = set()
        for number, (state, days, answered, department) in enumerate(cases):
            by = story.today + dt.timedelta(days=days) if days is not None else None
            department_id = getattr(story, department).id if department else None
            work.add(
                Comment(
                    body_id=story.body.id, thread_id=thread.id, thing_kind="paper",
                    thing_id=story.paper.id, author_name="X", text=str(number), state=state,
                    said=now, answer_by=by, answered=answered, organization_id=department_id,
                    audience_id=PUBLIC,
                )
            )  # fmt: skip
            promised = state == CommentState.PUBLISHED and department == who
            if promised and answered is None and days is not None and days < 0:
                expected.add(str(number))
    assert len(expected) == 2
    assert set(await late_for(database, editor_of(getattr(story, who)))) == expected


async def test_the_oldest_promise_comes_first(database, story):
    async with database.work(account_holder(story.author)) as work:
        second = await write_comment(work, "paper", story.paper.id, Words("Und die Bänke?"))
    earlier = story.yesterday - dt.timedelta(days=3)
    await story.change(
        database, Comment, second.id, answer_by=earlier, organization_id=story.engineers.id
    )
    assert await late_for(database, editor_of(story.engineers)) == ["Und die Bänke?", QUESTION]


async def test_official_answers_are_those_of_the_city_that_can_be_read(database, story):
    async def answers(who):
        async with database.reading(who) as work:
            found = await official_answers(work, [story.question.id])
            return [one.text for one in found.get(story.question.id, ())]

    async with database.work(account_holder(story.author)) as work:
        words = Words("Das frage ich mich auch.", story.question.id)
        await write_comment(work, "paper", story.paper.id, words)
    assert await answers(ANYBODY) == []
    answer = await story.answer(database)
    await story.answer(database, "Oder im Juni.")
    assert await answers(ANYBODY) == ["Im Mai.", "Oder im Juni."]
    await story.change(database, Comment, answer.id, state=CommentState.HIDDEN)
    assert await answers(ANYBODY) == ["Oder im Juni."]
    await story.change(database, Paper, story.paper.id, audience_id=NOBODY)
    assert await answers(ANYBODY) == []


@pytest.fixture
async def visitors(database, story, database_url, tmp_path):
    """An editor of each department, the author, and anybody, at their browsers."""
    secret = password_hash(PASSWORD)
    for name, department in (("engineer", story.engineers), ("gardener", story.gardens)):
        person = await make_person(database, story.body)
        await make_membership(database, person, department, office=Office.EDITOR)
        await make_account(database, person, email=f"{name}@example.org", password_hash=secret)
    async with (
        serving(settings_for(database_url, tmp_path / "data")) as app,
        AsyncExitStack() as all,
    ):
        found = {}
        for name in ("engineer", "gardener", "author", "anybody"):
            transport = httpx.ASGITransport(app=app)
            client = httpx.AsyncClient(transport=transport, base_url=HERE)
            found[name] = Visitor(await all.enter_async_context(client))
            if name != "anybody":
                await found[name].log_in(f"{name}@example.org")
        yield found


async def test_the_office_page_leads_the_department_to_what_is_late(visitors, story):
    page = (await visitors["engineer"].get("/office")).text
    assert QUESTION in page
    assert f'href="/comments/{story.question.id}/office"' in page
    assert f'datetime="{story.yesterday}"' in page
    assert "überfällig" in page
    assert (
        "1 zugesagte Antwort ist überfällig." in (await visitors["engineer"].get("/account")).text
    )
    for name in ("gardener", "author", "anybody"):
        assert QUESTION not in (await visitors[name].get("/office")).text
        assert "überfällig" not in (await visitors[name].get("/account")).text


async def test_authors_see_item_result_and_answer_beside_their_comment(database, visitors, story):
    async def own_page():
        return (await visitors["author"].get("/account/comments")).text

    before = await own_page()
    assert "Tiefbauamt sagt eine Antwort" in before
    assert "überfällig" in before
    discussion = f"/discussions/paper/{story.paper.id}"
    assert "überfällig" in (await visitors["gardener"].get(discussion)).text
    assert "Vergabe der Ladepunkte" not in before
    meeting = await make_meeting(database, story.committee, name="5. Sitzung")
    item = await make_agenda_item(database, meeting, name="Vergabe der Ladepunkte", number="7")
    await make_consultation(database, story.paper, item, story.committee)
    resolution = await kept(
        database, Resolution, body_id=story.body.id, meeting_id=meeting.id,
        agenda_item_id=item.id, paper_id=story.paper.id, title="Ladepunkte", number="12/2026",
        text="Sie werden gebaut.", result="einstimmig beschlossen", date=story.today,
    )  # fmt: skip
    answer = await story.answer(database, "Im Mai wird es hell.")
    after = await own_page()
    for said in (
        "Vergabe der Ladepunkte", "5. Sitzung", "12/2026", "einstimmig beschlossen",
        "Im Mai wird es hell.", f'href="/agenda-items/{item.id}"',
        f'href="/resolutions/{resolution.id}"', f'href="/comments/{answer.id}#comment-{answer.id}"',
    ):  # fmt: skip
        assert said in after, said
    assert "sagt eine Antwort" not in after
    for who, path in (("author", "/account/comments"), ("gardener", discussion)):
        assert "überfällig" not in (await visitors[who].get(path)).text
    async with database.work(system) as work:
        inside = await work.audience(members_and_clerks(story.body.id, story.committee.id))
    await story.change(database, AgendaItem, item.id, audience_id=inside)
    await story.change(database, Resolution, resolution.id, audience_id=inside)
    hidden = await own_page()
    assert "Vergabe der Ladepunkte" not in hidden
    assert "einstimmig beschlossen" not in hidden
