"""Two accounts of one person are one pair of eyes, and nobody escapes by taking words back."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.admission.entering import Sender
from rostra.admission.models import Ban
from rostra.comments.changing import delete_comment
from rostra.comments.models import Comment
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.errors import Conflict, NotPermitted
from rostra.moderation import queries
from rostra.moderation.appealing import appeal, decide_appeal
from rostra.moderation.deciding import Ruling, confirm_block, decide
from rostra.moderation.models import Decision, DecisionState, LogEntry, Measure, NoticeReason
from rostra.moderation.noticing import Complaint, give_notice
from rostra.people.models import Account
from support.actors import account_holder
from support.make.organizations import make_body
from support.make.people import make_account, make_person

BLOCK = Ruling(Measure.BLOCK, facts="Zum dritten Mal.", ground="§ 185 StGB", days=7)
HIDE = Ruling(Measure.HIDE, facts="Eine Beleidigung.", ground="§ 185 StGB")


@pytest.fixture
async def twice(database, city):
    """The first moderator with a second account, for the same person."""
    person = await make_person(database, await make_body(database))
    other = await make_account(database, person)
    async with database.reading(city.moderators[0]) as work:
        first = work.actor.account_id
    async with database.work(system) as work:
        await work.change(sa.update(Account).where(Account.id == first).values(person_id=person.id))

    async def who(db):
        return replace(await city.moderators[0](db), account_id=other.id)

    return who


async def decided(database, city, ruling):
    async with database.work(city.moderators[0]) as work:
        return await decide(work, "comment", city.comment.id, ruling)


async def noticed(database, city):
    complaint = Complaint(NoticeReason.HOUSE_RULE, "Das beleidigt.", good_faith=True)
    async with database.work(account_holder(city.notifier)) as work:
        await give_notice(work, "comment", city.comment.id, complaint, Sender())


async def take_back(database, city):
    async with database.work(account_holder(city.author)) as work:
        await delete_comment(work, city.comment.id)


async def test_one_person_does_not_confirm_the_block_with_a_second_account(database, city, twice):
    decision = await decided(database, city, BLOCK)
    with pytest.raises(NotPermitted, match="Four eyes"):
        async with database.work(twice) as work:
            await confirm_block(work, decision.id, True)
    async with database.reading(system) as work:
        assert await work.count(sa.select(Ban)) == 0


async def test_one_person_does_not_answer_the_appeal_with_a_second_account(database, city, twice):
    decision = await decided(database, city, HIDE)
    async with database.work(account_holder(city.author)) as work:
        made = await appeal(work, decision.id, "Im Scherz.")
    with pytest.raises(NotPermitted, match="did not decide before"):
        async with database.work(twice) as work:
            await decide_appeal(work, made.id, False, "Nein.")
    async with database.work(city.moderators[1]) as work:
        assert (await decide_appeal(work, made.id, False, "Nein.")).granted is False


async def test_nobody_decides_with_a_second_account_about_what_they_wrote(database, city, twice):
    async with database.reading(twice) as work:
        second = work.actor.account_id
    async with database.work(system) as work:
        await work.change(
            sa.update(Comment).where(Comment.id == city.comment.id).values(author_id=second)
        )
    with pytest.raises(NotPermitted, match="wrote themselves"):
        await decided(database, city, Ruling(Measure.LEAVE))


async def test_a_block_is_not_escaped_by_taking_the_comment_back(database, city):
    decision = await decided(database, city, BLOCK)
    await take_back(database, city)
    async with database.work(city.moderators[1]) as work:
        confirmed = await confirm_block(work, decision.id, True)
    assert confirmed.state == DecisionState.IN_FORCE
    with pytest.raises(NotPermitted, match="You may not write here"):
        async with database.work(account_holder(city.author)) as work:
            await write_comment(work, "post", city.post.id, Words("Und doch!"))
    async with database.work(account_holder(city.author)) as work:
        made = await appeal(work, decision.id, "Zu viel.")
    third = await make_account(database)

    async def another(db):
        return replace(await city.moderators[1](db), account_id=third.id)

    async with database.work(another) as work:
        await decide_appeal(work, made.id, True, "Zu viel, in der Tat.")
    async with database.work(account_holder(city.author)) as work:
        assert await write_comment(work, "post", city.post.id, Words("Danke."))


async def test_what_was_taken_back_after_a_notice_is_still_decided(database, city):
    await noticed(database, city)
    await take_back(database, city)
    async with database.reading(city.moderators[0]) as work:
        (waiting,) = await queries.waiting(work, city.body_id)
        assert waiting.thing_id == city.comment.id
    with pytest.raises(Conflict, match="taken this back"):
        await decided(database, city, HIDE)
    left = Ruling(Measure.LEAVE, facts="Zurückgenommen.")
    assert (await decided(database, city, left)).words == ""
    async with database.reading(city.moderators[0]) as work:
        assert await queries.waiting(work, city.body_id) == []


async def test_an_appeal_about_what_was_taken_back_shows_nothing_again(database, city):
    decision = await decided(database, city, HIDE)
    async with database.work(account_holder(city.author)) as work:
        made = await appeal(work, decision.id, "Im Scherz.")
    await take_back(database, city)
    async with database.work(city.moderators[1]) as work:
        await decide_appeal(work, made.id, True, "Erkennbar ein Scherz.")
    async with database.reading(ANYBODY) as work:
        assert (await work.first(work.readable(LogEntry))).appeal == "granted"
        assert not [one.text for one in await work.fetch(work.readable(Comment)) if one.text]
    async with database.reading(city.moderators[1]) as work:
        assert (await work.find(Decision, decision.id)).state == DecisionState.REVERSED
