"""Notices, decisions with reasons, four eyes, appeals to somebody else, and the public log."""

import asyncio
from dataclasses import replace

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.admission.entering import Sender
from rostra.admission.models import Ban
from rostra.comments import hiding
from rostra.comments.changing import rewrite_comment
from rostra.comments.models import Comment, CommentState, CommentVersion, Thread
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.moderation import queries
from rostra.moderation.appealing import appeal, decide_appeal
from rostra.moderation.deciding import Ruling, confirm_block, decide
from rostra.moderation.models import Appeal, Decision, LogEntry, Measure, Notice, NoticeReason
from rostra.moderation.noticing import Complaint, give_notice
from support.actors import account_holder
from support.make.people import make_account
from support.make.posts import make_post

INSULT = Complaint(NoticeReason.ILLEGAL, "Das beleidigt uns.", "§ 185 StGB", good_faith=True)


async def notice(database, city, complaint=INSULT, who=None):
    async with database.work(who or account_holder(city.notifier)) as work:
        return await give_notice(work, "comment", city.comment.id, complaint, Sender())


async def ruled(database, city, measure, number=0, **values):
    ruling = Ruling(
        measure, **{"facts": "Das ist eine Beleidigung.", "rule_id": city.rules[0].id, **values}
    )
    async with database.work(city.moderators[number]) as work:
        return await decide(work, "comment", city.comment.id, ruling)


async def shown(database, city, who=ANYBODY):
    async with database.reading(who) as work:
        return await work.find(Comment, city.comment.id)


async def test_a_notice_is_read_by_moderators_and_who_gave_it(database, city):
    given = await notice(database, city)
    assert (given.number, given.name) == (1, "Nora Nachbarin")
    for who, found in ((ANYBODY, 0), (city.author, 0), (city.notifier, 1)):
        async with database.reading(who if who is ANYBODY else account_holder(who)) as work:
            assert len(await work.fetch(work.readable(Notice))) == found
    async with database.reading(city.moderators[1]) as work:
        (waiting,) = await queries.waiting(work, city.body_id)
    assert (waiting.thing_id, waiting.why) == (city.comment.id, "reported")


async def test_who_gives_notice_twice_has_given_it_once(database, city):
    assert (await notice(database, city)).id == (await notice(database, city)).id


@pytest.mark.parametrize(
    ("complaint", "field"),
    [
        (Complaint(NoticeReason.ILLEGAL, " ", good_faith=True), "words"),
        (Complaint(NoticeReason.ILLEGAL, "Falsch."), "goodFaith"),
        (Complaint(NoticeReason.OTHER, "x" * 5_001, good_faith=True), "words"),
    ],
)
async def test_says_what_a_notice_lacks(database, city, complaint, field):
    with pytest.raises(Invalid) as refusal:
        await notice(database, city, complaint)
    assert refusal.value.field == field


async def test_hides_with_reasons_and_gives_the_very_words_back_on_appeal(database, city):
    await notice(database, city)
    decision = await ruled(database, city, Measure.HIDE)
    hidden = await shown(database, city)
    assert (hidden.state, hidden.text) == (CommentState.HIDDEN, "")
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(CommentVersion)) == []
        assert await work.fetch(work.readable(Decision)) == []
        (line,) = await work.fetch(work.readable(LogEntry))
        assert (await work.first(work.readable(Thread))).comment_count == 0
    assert (line.measure, line.source, line.hours) == ("hide", "notice", 0)
    async with database.work(account_holder(city.author)) as work:
        assert (await work.find(Decision, decision.id)).facts == "Das ist eine Beleidigung."
        made = await appeal(work, decision.id, "Das war im Scherz.")
    with pytest.raises(NotPermitted, match="did not decide before"):
        async with database.work(city.moderators[0]) as work:
            await decide_appeal(work, made.id, True, "Doch.")
    async with database.work(city.moderators[1]) as work:
        await decide_appeal(work, made.id, True, "Es war im Scherz.")
    back = await shown(database, city)
    assert (back.state, back.text) == (CommentState.PUBLISHED, "Ihr seid alle Dummköpfe.")
    async with database.reading(ANYBODY) as work:
        assert (await work.first(work.readable(LogEntry))).appeal == "granted"
        assert (await work.first(work.readable(Thread))).comment_count == 1


@pytest.mark.parametrize("values", [{"facts": " "}, {"rule_id": None}])
@pytest.mark.parametrize("measure", [Measure.HIDE, Measure.REWORK, Measure.BLOCK])
async def test_no_measure_without_rule_and_facts(database, city, measure, values):
    with pytest.raises(Invalid, match="SOR-1"):
        await ruled(database, city, measure, **values)
    assert (await shown(database, city)).text


async def test_four_eyes_block_somebody(database, city):
    decision = await ruled(database, city, Measure.BLOCK, days=7)
    async with database.reading(account_holder(city.author)) as work:
        assert await work.fetch(work.readable(Decision)) == []
    with pytest.raises(NotPermitted, match="Four eyes"):
        async with database.work(city.moderators[0]) as work:
            await confirm_block(work, decision.id, True)
    async with database.work(city.moderators[1]) as work:
        await confirm_block(work, decision.id, True)
    with pytest.raises(NotPermitted, match="You may not write here"):
        async with database.work(account_holder(city.author)) as work:
            await write_comment(work, "post", city.post.id, Words("Und doch!"))
    async with database.work(account_holder(city.author)) as work:
        made = await appeal(work, decision.id, "Zu viel.")
    third = await make_account(database)
    async with database.work(city.moderators[1]) as work:
        with pytest.raises(NotPermitted):
            await decide_appeal(work, made.id, True, "Ja.")
    async with database.reading(system) as work:
        assert await work.count(sa.select(Ban)) == 1
    assert third.id != city.author.id


async def test_two_moderators_do_not_decide_the_same(database, city):
    await notice(database, city)
    tries = [ruled(database, city, Measure.HIDE, number) for number in (0, 1)]
    fates = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(fate).__name__ for fate in fates) == ["Conflict", "Decision"]


async def test_what_was_to_be_reworked_appears_in_its_new_words(database, city):
    first = await ruled(database, city, Measure.REWORK)
    async with database.work(account_holder(city.author)) as work:
        await rewrite_comment(work, city.comment.id, "Ich bin anderer Meinung.")
    async with database.reading(city.moderators[0]) as work:
        (waiting,) = await queries.waiting(work, city.body_id)
        assert waiting.why == "reworked"
    ruling = Ruling(Measure.RESTORE, facts="So geht es.")
    async with database.work(city.moderators[1]) as work:
        await decide(work, "comment", city.comment.id, ruling, seen=first.id)
    back = await shown(database, city)
    assert back.text == "Ich bin anderer Meinung."
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(CommentVersion)) == []


async def test_only_those_whom_it_concerns_object(database, city):
    await notice(database, city)
    decision = await ruled(database, city, Measure.LEAVE)
    stranger = await make_account(database)
    with pytest.raises(NotFound):
        async with database.work(account_holder(stranger)) as work:
            await appeal(work, decision.id, "Ich auch.")
    async with database.work(account_holder(city.notifier)) as work:
        made = await appeal(work, decision.id, "Es ist doch eine Beleidigung.")
    async with database.work(city.moderators[1]) as work:
        await decide_appeal(work, made.id, True, "Stimmt.")
    assert (await shown(database, city)).state == CommentState.HIDDEN
    async with database.reading(account_holder(city.author)) as work:
        assert await work.fetch(work.readable(Appeal)) == []


async def test_a_moved_comment_takes_its_answers_and_its_numbers_along(database, city):
    other = await make_post(database)
    async with database.work(system) as work:
        await work.change(
            sa.update(type(other)).where(type(other).id == other.id).values(body_id=city.body_id)
        )
    async with database.work(account_holder(city.notifier)) as work:
        await write_comment(work, "post", city.post.id, Words("Nein.", parent_id=city.comment.id))
    await ruled(database, city, Measure.MOVE, move_kind="post", move_to=other.id)
    async with database.reading(ANYBODY) as work:
        counts = dict(map(tuple, await work.rows(sa.select(Thread.thing_id, Thread.comment_count))))
        assert (await work.find(Comment, city.comment.id)).answer_count == 1
    assert counts == {city.post.id: 0, other.id: 2}


async def test_citizens_decide_nothing(database, city):
    for act in (hiding.hide, hiding.restore, hiding.publish_held):
        with pytest.raises(NotPermitted):
            async with database.work(account_holder(city.author)) as work:
                await act(work, city.comment.id)
    with pytest.raises(Conflict):
        async with database.work(city.moderators[0]) as work:
            await hiding.restore(work, city.comment.id)


async def test_the_figures_of_a_year_name_nobody(database, city):
    await notice(database, city)
    await ruled(database, city, Measure.HIDE)
    async with database.reading(ANYBODY) as work:
        figures = await queries.figures(work, city.body_id, work.today.year)
    assert (figures.notices, figures.decisions) == (1, 1)
    assert dict(figures.by_ground) == {"Beleidigung": 1}


async def test_nobody_decides_about_what_they_wrote_themselves(database, city):
    own = account_holder(city.author)

    async def moderating_author(db):
        return replace(await city.moderators[0](db), account_id=(await own(db)).account_id)

    with pytest.raises(NotPermitted, match="wrote themselves"):
        async with database.work(moderating_author) as work:
            await decide(work, "comment", city.comment.id, Ruling(Measure.LEAVE))
