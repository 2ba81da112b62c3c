"""The page of a link shows all that it confirms, and looking confirms nothing."""

import datetime as dt
import html
import re

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.admission.entering import Sender
from rostra.citizens.confirming import RELEASE, confirm, what_waits
from rostra.citizens.waiting import SHOWN
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.notifications.following import follow
from rostra.people.confirming import issue_token
from rostra.people.logins import Terms
from rostra.people.models import Confirmation
from rostra.polls.answering import answer_poll
from rostra.posts.models import Post
from rostra.reports.attributes import Attribute, keep_attribute
from rostra.reports.writing import Defect, write_report
from support.actors import clerk_of
from support.make.people import make_account
from support.make.polls import make_poll
from support.make.posts import make_post
from support.make.reports import make_depot, visit_to
from support.town_hall import town_hall

EMAIL = "ada@example.org"
TERMS = Terms(dt.timedelta(hours=1), dt.timedelta(days=1))


async def sender(work):
    return Sender("Nachteule", EMAIL, visit=await visit_to(work))


async def a_comment(database):
    post = await make_post(database, title="Neue Bänke", post_type="consultation")
    async with database.work(ANYBODY) as work:
        words = Words("Mehr davon!", stance="for")
        await write_comment(work, "post", post.id, words, await sender(work))
    return ["Neue Bänke", "Mehr davon!", "Nachteule", "dafür"]


async def a_report(database):
    depot = await make_depot(database)
    await ask_for_the_number(database, depot)
    defect = Defect(
        text="Dunkel hier.", address="Am Anger 3", latitude=50.98, longitude=11.03,
        answers={"mast": ["L 204"]},
    )  # fmt: skip
    async with database.work(ANYBODY) as work:
        await write_report(work, depot.lamps.id, defect, await sender(work))
    place = ["Am Anger 3", "50.98000, 11.03000", "Straßenlaterne defekt"]
    return ["Dunkel hier.", "Nachteule", "Welcher Mast?", "L 204", *place]


async def ask_for_the_number(database, depot):
    async with database.work(clerk_of(depot.body)) as work:
        await keep_attribute(work, depot.lamps.id, Attribute("mast", "Welcher Mast?"))


async def an_answer(database):
    poll = await make_poll(database, open_to="confirmed", title="Der Markt")
    given = {0: ["1"], 1: ["0", "2"], 2: ["4"], 3: ["no"], 4: ["Ein Brunnen."]}
    async with database.work(ANYBODY) as work:
        await answer_poll(work, poll.id, given, await sender(work), "browser")
    return ["Der Markt", "Welcher Belag?", "Pflaster", "Bänke", "Licht", "Nein", "Ein Brunnen."]


async def a_wish(database):
    post = await make_post(database, title="Neue Bänke")
    async with database.work(ANYBODY) as work:
        await follow(work, "post", post.id, EMAIL, await visit_to(work))
    return ["Neue Bänke", "wenn es dort Neues gibt"]


WRITTEN = (a_comment, a_report, an_answer, a_wish)


async def token_of(database):
    async with database.work(system) as work:
        (asked,) = await work.fetch(sa.select(Confirmation))
        return await issue_token(work, asked.id)


@pytest.mark.parametrize("written", WRITTEN)
async def test_all_of_it_is_shown_and_nothing_confirmed_by_looking(sqlite_url, tmp_path, written):
    async with town_hall(sqlite_url, tmp_path / "data") as hall, hall.visitor() as visitor:
        shown = await written(hall.database)
        token = await token_of(hall.database)
        for _ in range(2):  # programs that scan mail open every link
            page = await visitor.get(f"/confirm/{token}")
            text = html.unescape(re.sub(r"<[^>]+>", " ", page.text))
            assert [words for words in shown if words not in text] == []
        async with hall.database.reading(system) as work:
            (asked,) = await work.fetch(sa.select(Confirmation))
            assert asked.used is None
        assert not visitor.cookies


@pytest.mark.parametrize("password", [None, "x"])
async def test_it_says_whether_a_login_begins_and_keeps_to_it(database, password):
    await make_account(database, email=EMAIL, password_hash=password)
    await a_comment(database)
    token = await token_of(database)
    async with database.reading(ANYBODY) as work:
        told = await what_waits(work, token)
    async with database.work(ANYBODY) as work:
        confirmed = await confirm(work, token, TERMS)
    assert told.guarded == (password is not None) == (confirmed.cookie is None)


async def test_to_what_it_belongs_is_told_only_while_everybody_may_read_it(database):
    await a_comment(database)
    token = await token_of(database)
    async with database.work(system) as work:
        post = (await what_waits(work, token)).shown.belongs
        assert post.title == "Neue Bänke"
        (found,) = await work.fetch(sa.select(Post))
        work.withdraw(found)
    async with database.reading(ANYBODY) as work:
        assert (await what_waits(work, token)).shown.belongs is None


def test_whatever_can_wait_can_be_shown():
    assert set(SHOWN) == set(RELEASE)
