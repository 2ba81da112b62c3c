"""Saying something: by strangers after a letter, by others at once, once each, in its place."""

import asyncio
import datetime as dt
import re

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, Office, role_token, system
from rostra.admission import entering
from rostra.admission.entering import Sender, Visit
from rostra.admission.keys import key_named, signature
from rostra.admission.models import Ban, Screen, ScreeningRule
from rostra.citizens.confirming import confirm
from rostra.comments.changing import delete_comment, edit_comment
from rostra.comments.hiding import hide, publish_held, restore
from rostra.comments.models import Comment, CommentState, CommentVersion, Stance, Thread
from rostra.comments.queries import comments_by_id
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.notifications.models import Letter
from rostra.notifications.tellers import TELLERS
from rostra.notifications.telling import Notifier
from rostra.people.logins import Terms
from rostra.posts.models import Post
from rostra.relay import Relay
from rostra.settings import Settings
from rostra_frontend.letters.wording import Pen
from support.actors import account_holder, holder
from support.invitations import ZONE
from support.make.papers import make_paper
from support.make.people import make_account
from support.make.posts import make_post
from support.making import kept

TERMS = Terms(dt.timedelta(days=1), dt.timedelta(days=1))


@pytest.fixture
async def post(database):
    """What is talked about."""
    return await make_post(database)


@pytest.fixture
async def author(database):
    """Somebody confirmed."""
    return await make_account(database)


async def say(database, author, thing, text, sender=None, **words):
    """A comment of somebody who is logged in."""
    async with database.work(account_holder(author)) as work:
        return await write_comment(
            work, thing.kind, thing.id, Words(text, **words), sender or Sender()
        )


async def present(database, comment):
    """A comment as it stands."""
    async with database.reading(system) as work:
        return await work.db.get(Comment, comment.id)


async def read_by(database, who, comment):
    """The comment as somebody reads it, or None."""
    async with database.reading(who) as work:
        return (await comments_by_id(work, [comment.id])).get(comment.id)


async def a_stranger(database, email="ada@example.org", **details):
    """Somebody who is not logged in and opened the form a minute ago."""
    async with database.work(system) as work:
        moment = str(int(work.now.timestamp()) - 60)
        signed = signature(await key_named(work, entering.KEY), moment)
    return Sender("Ada", email, visit=Visit("192.0.2.1", opened=f"{moment}.{signed}"), **details)


async def link_of(database):
    """The link in the last letter."""
    pen = Pen(Settings(city_name="Lerchenroda", public_url="https://lerchenroda.example"))
    relay = Relay(database, [Notifier(pen, ZONE, TELLERS)])
    await relay.drain()
    async with database.reading(system) as work:
        letter = await work.first(sa.select(Letter).order_by(Letter.id.desc()))
    return re.search(r"/confirm/(\S+)", letter.text)[1]


async def test_a_stranger_is_read_by_nobody_until_the_link_is_used(database, post):
    sender = await a_stranger(database)
    async with database.work(ANYBODY) as work:
        comment = await write_comment(work, "post", post.id, Words("Endlich!"), sender)
    assert comment.state == CommentState.UNCONFIRMED
    assert await read_by(database, ANYBODY, comment) is None
    token = await link_of(database)
    async with database.work(ANYBODY) as work:
        confirmed = await confirm(work, token, TERMS)
    assert confirmed.path == f"/comments/{comment.id}"
    shown = await read_by(database, ANYBODY, comment)
    assert (shown.text, shown.author_name, shown.state) == ("Endlich!", "Ada", "published")
    async with database.reading(ANYBODY) as work:
        (thread,) = await work.fetch(work.readable(Thread))
    assert thread.comment_count == 1


@pytest.mark.parametrize("field", ["email", "name"])
async def test_a_stranger_gives_name_and_address(database, post, field):
    sender = await a_stranger(database)
    given = {"email": "", "name": ""}[field]
    sender = Sender(**{
        "name": sender.name, "email": sender.email, "visit": sender.visit, field: given
    })  # fmt: skip
    with pytest.raises(Invalid):
        async with database.work(ANYBODY) as work:
            await write_comment(work, "post", post.id, Words("Endlich!"), sender)


async def test_a_form_that_nobody_opened_is_refused(database, post):
    with pytest.raises(NotPermitted):
        async with database.work(ANYBODY) as work:
            sender = Sender("Ada", "ada@example.org")
            await write_comment(work, "post", post.id, Words("Endlich!"), sender)
    async with database.reading(system) as work:
        assert await work.count(sa.select(Comment)) == 0


async def test_sent_twice_with_a_key_it_is_said_once(database, post, author):
    sender = Sender(key="formular-1")
    first = await say(database, author, post, "Endlich!", sender)
    again = await say(database, author, post, "Endlich!", sender)
    assert again.id == first.id
    with pytest.raises(Conflict):
        await say(database, author, post, "Etwas anderes.", sender)
    other = await say(database, await make_account(database), post, "Endlich!", sender)
    assert other.id != first.id
    kept_key = (await present(database, first)).key_hash
    assert "formular" not in kept_key


async def test_sent_at_the_same_moment_it_is_said_once(database, post, author):
    sender = Sender(key="formular-1")
    said = await asyncio.gather(
        *(say(database, author, post, "Endlich!", sender) for _ in range(3))
    )
    assert len({comment.id for comment in said}) == 1
    async with database.reading(ANYBODY) as work:
        (thread,) = await work.fetch(work.readable(Thread))
    assert thread.comment_count == 1


async def test_threads_are_three_levels_deep_then_flat(database, post, author):
    parent_id, depths, roots = None, [], set()
    for number in range(5):
        comment = await say(database, author, post, f"Nummer {number}", parent_id=parent_id)
        parent_id = comment.id
        depths.append(comment.depth)
        roots.add(comment.root_id)
    assert depths == [0, 1, 2, 2, 2]
    assert len(roots) == 2  # none for the first, the first for the others


async def test_a_stance_is_said_where_it_is_asked(database, post, author):
    paper = await make_paper(database)
    assert (await say(database, author, paper, "Ja.", stance=Stance.FOR)).stance == "for"
    for thing, stance in ((post, Stance.FOR), (paper, "perhaps")):
        with pytest.raises(Invalid):
            await say(database, author, thing, "Ja?", stance=stance)


async def test_a_quotation_stands_in_the_comment_that_is_quoted(database, post, author):
    first = await say(database, author, post, "Der Weg ist\nzu schmal.")
    quoting = await say(
        database, author, post, "Stimmt.", quoted_id=first.id, quote="ist zu schmal"
    )
    assert quoting.quote == "ist zu schmal"
    for wrong in ({"quoted_id": first.id, "quote": "zu breit"}, {"quote": "ist zu schmal"}):
        with pytest.raises(Invalid):
            await say(database, author, post, "Falsch.", **wrong)


async def test_nothing_is_said_where_it_is_closed_or_banned(database, post, author):
    await say(database, author, post, "Offen.")
    banned = await make_account(database)
    async with database.work(system) as work:
        work.add(Ban(body_id=post.body_id, account_id=banned.id))
    with pytest.raises(NotPermitted):
        await say(database, banned, post, "Nein.")
    async with database.work(system) as work:
        (await work.first(sa.select(Thread))).closed = work.now
    with pytest.raises(Conflict, match="closed"):
        await say(database, author, post, "Zu spät.")


async def test_what_a_rule_holds_waits_for_a_moderator(database, post, author):
    await kept(
        database, ScreeningRule, body_id=post.body_id, screen=Screen.WORDS,
        terms={"words": ["Schurke"]}, active=True,
    )  # fmt: skip
    held = await say(database, author, post, "Der Schurke!")
    assert (held.state, held.held_by) == (CommentState.HELD, ["words"])
    moderator = holder("moderator", {role_token(Office.MODERATOR, post.body_id)}, {})
    stranger = account_holder(await make_account(database))
    for who, reads in ((ANYBODY, 0), (stranger, 0), (moderator, 1), (account_holder(author), 1)):
        assert bool(await read_by(database, who, held)) == bool(reads)
    async with database.work(system) as work:
        await publish_held(work, held.id)
    assert (await read_by(database, ANYBODY, held)).text == "Der Schurke!"
    with pytest.raises(Conflict):
        async with database.work(system) as work:
            await publish_held(work, held.id)


async def test_words_are_changed_for_ten_minutes_and_those_before_stay(database, post, author):
    comment = await say(database, author, post, "Endlich!")
    async with database.work(account_holder(author)) as work:
        await edit_comment(work, comment.id, "Endlich, danke!")
    async with database.reading(ANYBODY) as work:
        (version,) = await work.fetch(work.readable(CommentVersion))
    assert (version.text, (await present(database, comment)).text) == (
        "Endlich!", "Endlich, danke!"
    )  # fmt: skip
    with pytest.raises(NotFound):
        async with database.work(account_holder(await make_account(database))) as work:
            await edit_comment(work, comment.id, "Fremd.")
    async with database.work(system) as work:
        (await work.find(Comment, comment.id)).said -= dt.timedelta(minutes=11)
    with pytest.raises(Conflict, match="ten minutes"):
        async with database.work(account_holder(author)) as work:
            await edit_comment(work, comment.id, "Zu spät.")


async def test_what_its_author_takes_back_leaves_a_trace_where_it_was_answered(
    database, post, author
):
    alone = await say(database, author, post, "Allein.")
    answered = await say(database, author, post, "Beantwortet.")
    await say(database, author, post, "Antwort.", parent_id=answered.id)
    async with database.work(account_holder(author)) as work:
        await edit_comment(work, answered.id, "Geändert.")
        await delete_comment(work, alone.id)
        await delete_comment(work, answered.id)
    assert await read_by(database, ANYBODY, alone) is None
    trace = await read_by(database, ANYBODY, answered)
    assert (trace.text, trace.author_name, trace.state) == ("", "", CommentState.DELETED)
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(CommentVersion)) == []
        (thread,) = await work.fetch(work.readable(Thread))
    assert thread.comment_count == 1


async def test_a_hidden_comment_keeps_its_place_without_words(database, post, author):
    comment = await say(database, author, post, "Grobe Worte.")
    async with database.work(account_holder(author)) as work:
        await edit_comment(work, comment.id, "Noch gröbere Worte.")
    async with database.work(system) as work:
        await hide(work, comment.id)
    trace = await read_by(database, ANYBODY, comment)
    assert (trace.text, trace.state) == ("", CommentState.HIDDEN)
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(CommentVersion)) == []
    async with database.reading(account_holder(author)) as work:
        assert len(await work.fetch(work.readable(CommentVersion))) == 2
    async with database.work(system) as work:
        await restore(work, comment.id)
    assert (await read_by(database, ANYBODY, comment)).text == "Noch gröbere Worte."
    async with database.reading(ANYBODY) as work:
        (version,) = await work.fetch(work.readable(CommentVersion))
    assert version.text == "Grobe Worte."


async def test_a_comment_does_not_outlive_its_thing_even_for_a_moment(database, post, author):
    comment = await say(database, author, post, "Endlich!")
    async with database.work(system) as work:  # nothing follows yet: the relay does not run
        work.withdraw(await work.find(Post, post.id))
    for who in (ANYBODY, account_holder(author)):
        assert await read_by(database, who, comment) is None
