"""Who follows a thing, who was answered and who waits: each is told once, and nobody else."""

import datetime as dt
import re
from uuid import uuid4

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, NOBODY, system
from rostra.admission import entering
from rostra.admission.entering import Visit
from rostra.admission.keys import key_named, signature
from rostra.admission.models import Screen, ScreeningRule
from rostra.citizens.confirming import confirm
from rostra.comments.answering import answer_officially, promise_answer, remind
from rostra.comments.hiding import publish_held
from rostra.comments.models import Comment
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.notifications.following import follow, followers, release_following, unfollow
from rostra.notifications.models import Following, Letter, LetterState
from rostra.notifications.tellers import TELLERS
from rostra.notifications.telling import Notifier
from rostra.organizations.models import Body
from rostra.people.logins import Terms
from rostra.posts.events import PostCorrected
from rostra.posts.models import Post
from rostra.relay import Relay, Subscription
from rostra.settings import Settings
from rostra_frontend.letters.wording import Pen
from support.actors import account_holder, editor_of
from support.asking import api_of, ask
from support.invitations import ZONE
from support.make.organizations import make_membership, make_organization
from support.make.people import make_account, make_person
from support.make.posts import make_post
from support.making import kept


@pytest.fixture
def relay(database):
    """What hands events to the writer of letters."""
    pen = Pen(Settings(city_name="Lerchenroda", public_url="https://lerchenroda.example"))
    return Relay(database, [Notifier(pen, ZONE, TELLERS)])


@pytest.fixture
async def office(database):
    """The department that publishes."""
    return await make_organization(database, name="Presseamt")


@pytest.fixture
async def post(database, office):
    """What is talked about."""
    return await make_post(database, office)


async def letters(database, relay):
    """All letters but those of confirmation, once everything was told, and told again."""
    await relay.drain()
    async with database.work(system) as work:
        await work.change(sa.update(Subscription).values(position=0))
    await relay._behind(relay.subscribers[0])
    await relay.drain()
    async with database.reading(system) as work:
        return await work.fetch(
            sa.select(Letter).where(Letter.topic != "account").order_by(Letter.id)
        )


async def say(database, author, post, text, **words):
    """A comment of somebody who is logged in."""
    async with database.work(account_holder(author)) as work:
        return await write_comment(work, "post", post.id, Words(text, **words))


async def following(database, account, post):
    """That somebody who is logged in follows the post."""
    async with database.work(account_holder(account)) as work:
        assert await follow(work, "post", post.id, "", Visit(""))


async def a_visit(work):
    """A form that was opened a minute ago."""
    moment = str(int(work.now.timestamp()) - 60)
    return Visit(
        "192.0.2.1", opened=f"{moment}.{signature(await key_named(work, entering.KEY), moment)}"
    )


async def test_a_stranger_follows_once_the_link_in_the_letter_is_used(database, post, relay):
    async with database.work(system) as work:
        visit = await a_visit(work)
    async with database.work(ANYBODY) as work:
        assert not await follow(work, "post", post.id, "ada@example.org", visit)
    async with database.reading(system) as work:
        assert await followers(work, "post", post.id) == []
    await relay.drain()
    async with database.reading(system) as work:
        (letter,) = await work.fetch(sa.select(Letter))
    token = re.search(r"/confirm/(\S+)", letter.text)[1]
    async with database.work(ANYBODY) as work:
        confirmed = await confirm(work, token, Terms(dt.timedelta(days=1), dt.timedelta(days=1)))
    assert confirmed.path == f"/discussions/post/{post.id}"
    async with database.work(ANYBODY) as work:  # and once more, which tells nothing
        assert not await follow(work, "post", post.id, "ada@example.org", visit)
    async with database.reading(system) as work:
        assert await followers(work, "post", post.id) == [letter.account_id]
        assert await work.count(sa.select(Following)) == 1
    await relay.drain()
    async with database.reading(system) as work:
        assert await work.count(sa.select(Letter)) == 1


async def test_following_begins_at_once_and_ends_for_who_is_logged_in(database, post):
    account = await make_account(database)
    for _ in range(2):
        await following(database, account, post)
    async with database.work(account_holder(account)) as work:
        assert await followers(await work.as_the_system(), "post", post.id) == [account.id]
        await unfollow(work, "post", post.id)
        await unfollow(work, "post", post.id)
    async with database.reading(system) as work:
        assert await work.count(sa.select(Following)) == 0


async def test_what_is_not_published_is_not_followed(database, office):
    hidden = await make_post(database, office, audience_id=NOBODY)
    account = await make_account(database)
    for kind, thing_id, error in (
        ("post", hidden.id, NotFound), ("person", hidden.id, Invalid), ("paper", uuid4(), NotFound),
    ):  # fmt: skip
        with pytest.raises(error):
            async with database.work(account_holder(account)) as work:
                await follow(work, kind, thing_id, "", Visit(""))
    with pytest.raises(NotPermitted):
        async with database.work(ANYBODY) as work:
            await unfollow(work, "post", hidden.id)


async def test_nobody_begins_the_letters_of_somebody_else(database, post):
    own, other = await make_account(database), await make_account(database)
    waiting = await kept_following(database, own, post)
    with pytest.raises(Conflict):
        async with database.work(system) as work:
            await release_following(work, waiting.id, other)


async def kept_following(database, account, post):
    """That an account wants to follow a post and has not confirmed it."""
    async with database.work(system) as work:
        waiting = Following(account_id=account.id, thing_kind="post", thing_id=post.id)
        work.add(waiting)
    return waiting


async def test_who_was_answered_and_who_follows_hear_of_it_once(database, post, relay):
    asking, answering, reading = [await make_account(database) for _ in range(3)]
    waiting = await make_account(database)
    for account in (asking, answering, reading):
        await following(database, account, post)
    await kept_following(database, waiting, post)
    question = await say(database, asking, post, "Wann ist er fertig?")
    answer = await say(database, answering, post, "Im Mai.", parent_id=question.id)
    await say(database, answering, post, "Oder im Juni.", parent_id=answer.id)
    found = {}
    for letter in await letters(database, relay):
        found.setdefault(letter.account_id, []).append(letter)
    assert waiting.id not in found
    assert [letter.topic for letter in found[reading.id]] == ["following"] * 3
    assert {letter.state for letter in found[reading.id]} == {LetterState.GATHERED}
    assert [letter.topic for letter in found[answering.id]] == ["following"]
    assert "Wann ist er fertig?" in found[answering.id][0].text
    told = {letter.topic: letter for letter in found[asking.id]}
    assert len(found[asking.id]) == 2
    assert "Im Mai." in told["comment"].text
    assert told["comment"].state == LetterState.WAITING
    assert f"/comments/{answer.id}" in told["comment"].text
    assert "Oder im Juni." in told["following"].text


@pytest.mark.parametrize("model", [Post, Comment])
async def test_no_letter_carries_what_was_taken_back_meanwhile(database, post, relay, model):
    asking, answering = await make_account(database), await make_account(database)
    await following(database, asking, post)
    question = await say(database, asking, post, "Wann ist er fertig?")
    answer = await say(database, answering, post, "Im Mai.", parent_id=question.id)
    async with database.work(system) as work:
        work.withdraw(await work.find(model, {Post: post, Comment: answer}[model].id))
    assert await letters(database, relay) == []


async def test_what_a_rule_holds_is_told_to_its_author_alone(database, post, relay):
    author, reading = await make_account(database), await make_account(database)
    await following(database, reading, post)
    await kept(
        database, ScreeningRule, body_id=post.body_id, screen=Screen.WORDS,
        terms={"words": ["Schurke"]}, active=True,
    )  # fmt: skip
    held = await say(database, author, post, "Der Schurke!")
    (waits,) = await letters(database, relay)
    assert (waits.account_id, waits.state) == (author.id, LetterState.WAITING)
    assert "Schurke" not in waits.text + waits.subject
    async with database.work(system) as work:
        await publish_held(work, held.id)
    after = (await letters(database, relay))[1:]
    assert sorted(one.account_id for one in after) == sorted([author.id, reading.id])
    assert all("Der Schurke!" in one.text for one in after)


async def test_the_city_answers_promises_and_is_reminded(database, post, office, relay):
    asking = await make_account(database)
    person = await make_person(database)
    desk = await make_account(database, person)
    await make_membership(database, person, office, office="editor")
    question = await say(database, asking, post, "Wann ist er fertig?")
    async with database.work(editor_of(office)) as work:
        await promise_answer(work, question.id, work.today)
        day = work.today
    (promised,) = await letters(database, relay)
    assert promised.account_id == asking.id
    async with database.work(system) as work:
        comment = await work.find(Comment, question.id)
        comment.answer_by = day - dt.timedelta(days=1)
    late = {"comment": str(question.id), "by": (day - dt.timedelta(days=1)).isoformat()}
    for payload in (late, {**late, "by": day.isoformat()}):
        await remind(database, payload)
    (overdue,) = (await letters(database, relay))[1:]
    assert overdue.account_id == desk.id
    assert "Wann ist er fertig?" in overdue.text
    async with database.work(editor_of(office)) as work:
        await answer_officially(work, "post", post.id, Words("Im Mai.", question.id))
    await remind(database, late)
    (answered,) = (await letters(database, relay))[2:]
    assert answered.account_id == asking.id
    assert "Presseamt" in answered.text
    assert "Im Mai." in answered.text


async def its_body(database, office):
    async with database.reading(system) as work:
        return await work.find(Body, office.body_id)


async def test_the_answer_of_another_department_keeps_no_promise(database, post, office):
    gardens = await make_organization(database, await its_body(database, office), name="Grünamt")
    question = await say(database, await make_account(database), post, "Wann blüht es?")
    async with database.work(editor_of(office)) as work:
        await promise_answer(work, question.id, work.today)
    for department, met in ((gardens, False), (office, True)):
        async with database.work(editor_of(department)) as work:
            words = Words(f"Bald, sagt {department.name}.", question.id)
            await answer_officially(work, "post", post.id, words, department.id)
        async with database.reading(system) as work:
            assert ((await work.find(Comment, question.id)).answered is not None) == met


async def test_followers_hear_of_corrections(database, post, relay):
    account = await make_account(database)
    await following(database, account, post)
    async with database.work(system) as work:
        work.record(PostCorrected(post.id, post.id))
    (letter,) = await letters(database, relay)
    assert post.title in letter.subject


FOLLOW = """mutation($input: FollowInput!) { follow(input: $input) { awaits } }"""
UNFOLLOW = """mutation($thing: UUID!) { unfollow(kind: "post", thing: $thing) { awaits } }"""
FOLLOWED = """query($uuid: UUID!) { post(uuid: $uuid) { followed } }"""


async def test_over_the_api(database, post):
    api, who = api_of(database), account_holder(await make_account(database))
    given = {"kind": "post", "thing": str(post.id)}
    assert (await ask(api, FOLLOW, who, input=given))["follow"] == {"awaits": False}
    assert (await ask(api, FOLLOWED, who, uuid=str(post.id)))["post"] == {"followed": True}
    assert (await ask(api, FOLLOWED, uuid=str(post.id)))["post"] == {"followed": False}
    await ask(api, UNFOLLOW, who, thing=str(post.id))
    assert (await ask(api, FOLLOWED, who, uuid=str(post.id)))["post"] == {"followed": False}
