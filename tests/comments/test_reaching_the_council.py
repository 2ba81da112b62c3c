"""What is said to a paper reaches those who debate it, and comes back to those who said it."""

import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, NOBODY, PUBLIC, members_and_clerks, system
from rostra.agendas.events import MeetingCancelled, MeetingMoved, NoticeGiven
from rostra.comments.models import CommentState, Stance
from rostra.comments.participation import (
    comments_for_council,
    said_at,
)
from rostra.comments.queries import MOST_SUPPORTED_FIRST
from rostra.comments.services import write_comment
from rostra.comments.threads import thread_below
from rostra.comments.writing import Words
from rostra.meetings.models import AgendaItem, Meeting
from rostra.notifications.models import Letter
from rostra.notifications.tellers import TELLERS
from rostra.notifications.telling import Notifier
from rostra.paging import Stretch
from rostra.papers.models import Paper
from rostra.relay import Relay, Subscription
from rostra.resolutions.events import ResolutionEntered
from rostra.resolutions.models import Resolution
from rostra.settings import Settings
from rostra_frontend.letters.wording import Pen
from support.actors import account_holder
from support.asking import api_of, ask
from support.hearing import Story, change
from support.invitations import ZONE
from support.make.people import make_account
from support.making import kept

NEXT_YEAR = (dt.datetime.now(ZONE) + dt.timedelta(days=300)).replace(hour=17, minute=45, second=0)


async def texts_of(work, thread_id, stance):
    """What those say who stand there."""
    pages = await comments_for_council(work, [thread_id], MOST_SUPPORTED_FIRST, Stretch(50), stance)
    return [one.text for page in pages.values() for one in page.things]


@pytest.fixture
async def story(database):
    """The story, as far as it has come."""
    return await Story().begin(database)


async def test_the_committee_sees_who_stands_where_in_public(database, story):
    async with database.reading(ANYBODY) as work:
        (said,) = (await said_at(work, [story.item.id]))[story.item.id]
        texts = {stance: await texts_of(work, said.thread_id, stance) for stance in (*Stance, None)}
    assert said.paper_id == story.paper.id
    assert said.comment_count == 3
    assert said.by_stance == {Stance.FOR: 1, Stance.AGAINST: 1, Stance.NEUTRAL: 0, None: 1}
    assert texts == {
        Stance.FOR: ["Endlich!"], Stance.AGAINST: ["Zu teuer."], Stance.NEUTRAL: [],
        None: ["Bis wann?"],
    }  # fmt: skip


async def test_what_is_held_or_not_for_everybody_does_not_reach_it(database, story):
    async with database.work(system) as work:
        inside = await work.audience(members_and_clerks(story.body.id))
        thread = await thread_below(work, story.paper)
        for number, values in enumerate(
            ({"state": CommentState.HELD}, {"audience_id": inside}, {"audience_id": NOBODY})
        ):
            usual = {"audience_id": PUBLIC, "state": CommentState.PUBLISHED, **values}
            await kept(
                work, type(story.comments[0]), body_id=story.body.id, thread_id=thread.id,
                thing_kind="paper", thing_id=story.paper.id, author_name="X", stance="for",
                text=f"Verborgen {number}", said=work.now, **usual,
            )  # fmt: skip
    async with database.reading(story.clerk) as work:
        assert await texts_of(work, thread.id, Stance.FOR) == ["Endlich!"]
    await change(database, Paper, story.paper.id, audience_id=inside)
    for who in (ANYBODY, story.clerk):
        async with database.reading(who) as work:
            assert not (await said_at(work, [story.item.id])).get(story.item.id)


@pytest.fixture
def relay(database):
    """What hands events to the writer of letters."""
    pen = Pen(Settings(city_name="Lerchenroda", public_url="https://lerchenroda.example"))
    return Relay(database, [Notifier(pen, ZONE, TELLERS)])


async def letters_after(database, relay, *events):
    """The letters about papers, once these events were told, twice."""
    async with database.work(system) as work:
        for event in events:
            work.record(event)
    await relay.drain()
    async with database.work(system) as work:
        await work.change(sa.update(Subscription).values(position=0))
    assert await relay._behind(relay.subscribers[0])
    await relay.drain()
    async with database.reading(system) as work:
        told = sa.select(Letter).where(
            Letter.unique_key.regexp_match("^(debated|decided|moved|cancelled)")
        )
        return await work.fetch(told.order_by(Letter.id))


def notice_of(story):
    """That the notice of the meeting appeared."""
    return NoticeGiven(story.meeting.id, None, (story.item.id,), (), (story.paper.id,), (), ())


async def test_who_commented_is_told_the_item_once(database, story, relay):
    author = story.authors[0]
    async with database.work(account_holder(author)) as work:
        await write_comment(work, "paper", story.paper.id, Words("Und noch etwas."))
    letters = await letters_after(database, relay, notice_of(story), notice_of(story))
    assert sorted(one.account_id for one in letters) == sorted(one.id for one in story.authors)
    for letter in letters:
        assert story.paper.name in letter.subject
        assert story.meeting.name in letter.text
        assert f"/meetings/{story.meeting.id}" in letter.text


@pytest.mark.parametrize("model", [AgendaItem, Meeting, Paper])
async def test_nobody_is_told_what_is_not_for_everybody(database, story, relay, model):
    async with database.work(system) as work:
        inside = await work.audience(members_and_clerks(story.body.id))
    thing = {AgendaItem: story.item, Meeting: story.meeting, Paper: story.paper}[model]
    await change(database, model, thing.id, audience_id=inside)
    assert await letters_after(database, relay, notice_of(story)) == []


async def test_who_took_back_or_was_hidden_is_not_told(database, story, relay):
    for comment, state in zip(
        story.comments, (CommentState.DELETED, CommentState.HIDDEN, CommentState.HELD), strict=True
    ):
        await change(database, type(comment), comment.id, state=state)
    assert await letters_after(database, relay, notice_of(story)) == []


async def test_who_commented_is_told_the_result_when_it_is_public(database, story, relay):
    async with database.work(system) as work:
        inside = await work.audience(members_and_clerks(story.body.id))
    resolution = await kept(
        database, Resolution, body_id=story.body.id, meeting_id=story.meeting.id,
        agenda_item_id=story.item.id, paper_id=story.paper.id, title="Radweg", number="12/2026",
        text="Er wird gebaut.", result="mehrheitlich (24 Ja, 5 Nein)", date=dt.date(2026, 3, 12),
        audience_id=inside,
    )  # fmt: skip
    entered = ResolutionEntered(resolution.id)
    assert await letters_after(database, relay, entered) == []
    await change(database, Resolution, resolution.id, audience_id=PUBLIC)
    letters = await letters_after(database, relay, entered)
    assert len(letters) == 3
    for letter in letters:
        assert "mehrheitlich (24 Ja, 5 Nein)" in letter.text
        assert f"/resolutions/{resolution.id}" in letter.text


async def test_who_commented_on_the_item_is_told_the_result_too_and_nobody_twice(
    database, story, relay
):
    speaker = await make_account(database)
    for who in (speaker, story.authors[0]):
        async with database.work(account_holder(who)) as work:
            await write_comment(work, "agenda_item", story.item.id, Words("Bitte vertagen."))
    resolution = await kept(
        database, Resolution, body_id=story.body.id, meeting_id=story.meeting.id,
        agenda_item_id=story.item.id, paper_id=story.paper.id, title="Radweg", number="12/2026",
        text="Er wird gebaut.", result="einstimmig", date=dt.date(2026, 3, 12),
    )  # fmt: skip
    letters = await letters_after(database, relay, ResolutionEntered(resolution.id))
    told = sorted(one.account_id for one in letters)
    assert told == sorted(one.id for one in (*story.authors, speaker))
    async with database.work(system) as work:
        inside = await work.audience(members_and_clerks(story.body.id))
    await change(database, AgendaItem, story.item.id, audience_id=inside)
    other = await kept(
        database, Resolution, body_id=story.body.id, meeting_id=story.meeting.id,
        agenda_item_id=story.item.id, title="Zweites", number="13/2026", text="Es wird gebaut.",
        result="einstimmig", date=dt.date(2026, 3, 12),
    )  # fmt: skip
    assert len(await letters_after(database, relay, ResolutionEntered(other.id))) == len(letters)


@pytest.mark.parametrize(
    ("event", "values", "said"),
    [
        (MeetingMoved, {"start": NEXT_YEAR}, "verlegt"),
        (MeetingCancelled, {"cancelled": True}, "findet nicht statt"),
    ],
)
async def test_who_commented_is_told_when_the_debate_is_moved_or_falls_away(
    database, story, relay, event, values, said
):
    fact = event(story.meeting.id, None, (), (), (), (), ())
    await change(database, Meeting, story.meeting.id, **values)
    letters = await letters_after(database, relay, fact)
    assert sorted(one.account_id for one in letters) == sorted(one.id for one in story.authors)
    for letter in letters:
        assert story.paper.name in letter.subject
        assert said in letter.text
        if "start" in values:
            assert f"{NEXT_YEAR:%H:%M}" in letter.text
    async with database.work(system) as work:
        inside = await work.audience(members_and_clerks(story.body.id))
    for model, thing in ((AgendaItem, story.item), (Meeting, story.meeting), (Paper, story.paper)):
        await change(database, model, thing.id, audience_id=inside)
        assert len(await letters_after(database, relay, fact)) == len(letters)
        await change(database, model, thing.id, audience_id=PUBLIC)


PARTICIPATION = """query($item: UUID!) { agendaItem(uuid: $item) { participation {
  summary { text versions { text } }
  papers { commentCount paper { uuid } groups {
    stance count comments(first: 1) { totalCount nodes { text } pageInfo { hasNextPage } }
  } }
} } }"""
SUMMARISE = """mutation($item: UUID!, $words: String!) {
  summariseParticipation(item: $item, text: $words) { participation { summary { text } } }
}"""


async def test_the_api_tells_it_to_whoever_reads_the_item(database, story):
    api, item = api_of(database), str(story.item.id)
    done = await ask(api, SUMMARISE, story.clerk, item=item, words="Kurz.")
    assert done["summariseParticipation"]["participation"]["summary"] == {"text": "Kurz."}
    participation = (await ask(api, PARTICIPATION, item=item))["agendaItem"]["participation"]
    assert participation["summary"] == {"text": "Kurz.", "versions": []}
    (said,) = participation["papers"]
    assert (said["commentCount"], said["paper"]) == (3, {"uuid": str(story.paper.id)})
    assert [(group["stance"], group["count"]) for group in said["groups"]] == [
        ("FOR", 1), ("AGAINST", 1), (None, 1),
    ]  # fmt: skip
    assert said["groups"][1]["comments"] == {
        "totalCount": 1,
        "nodes": [{"text": "Zu teuer."}],
        "pageInfo": {"hasNextPage": False},
    }


async def test_the_summary_tells_nothing_of_a_paper_that_was_taken_back(database, story):
    api, item = api_of(database), str(story.item.id)
    await ask(api, SUMMARISE, story.clerk, item=item, words="Kurz.")
    await change(database, Paper, story.paper.id, audience_id=NOBODY)
    after = (await ask(api, PARTICIPATION, item=item))["agendaItem"]
    assert after == {"participation": None}
