"""A moderator closes a discussion for a reason, and nobody loses what they wrote."""

import datetime as dt

import pytest

from rostra.access import GRANTS, Office, role_token, system
from rostra.comments.answering import answer_officially, may_answer
from rostra.comments.closing import close_thread, reopen_thread
from rostra.comments.models import Thread
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.organizations.models import Organization
from support.actors import account_holder, anybody, editor_of, holder
from support.keys import password_hash
from support.make.organizations import make_membership, make_organization
from support.make.people import make_account, make_person
from support.make.posts import make_comment, make_post
from support.town_hall import PASSWORD, town_hall

WHY = "Es ist alles gesagt; der Rat entscheidet am Mittwoch."


def moderator_of(body_id):
    token = role_token(Office.MODERATOR, body_id)
    return holder("moderator", {token}, {body_id: GRANTS[Office.MODERATOR]})


async def thread_of(database):
    async with database.reading(anybody) as work:
        return await work.first(work.readable(Thread))


@pytest.fixture
async def post(database):
    return await make_post(database)


@pytest.fixture
async def citizen(database):
    return account_holder(await make_account(database, confirmed=dt.datetime.now(dt.UTC)))


async def test_nothing_more_is_said_until_it_is_opened_again(database, post, citizen):
    moderator = moderator_of(post.body_id)
    async with database.work(moderator) as work:
        await close_thread(work, "post", post.id, f"  {WHY}")
        with pytest.raises(Conflict, match="already"):
            await close_thread(work, "post", post.id, WHY)
    closed = await thread_of(database)
    assert (closed.closed is not None, closed.closed_for) == (True, WHY)
    async with database.work(citizen) as work:
        with pytest.raises(Conflict, match="Nothing more"):
            await write_comment(work, "post", post.id, Words("Noch etwas"))
    async with database.work(moderator) as work:
        await reopen_thread(work, "post", post.id)
        with pytest.raises(Conflict, match="open"):
            await reopen_thread(work, "post", post.id)
    async with database.work(citizen) as work:
        await write_comment(work, "post", post.id, Words("Noch etwas"))
    opened = await thread_of(database)
    assert (opened.closed, opened.closed_for, opened.comment_count) == (None, None, 1)


async def test_the_city_may_still_answer(database, post):
    async with database.work(moderator_of(post.body_id)) as work:
        await close_thread(work, "post", post.id, WHY)
    async with database.reading(system) as work:
        department = await work.find(Organization, post.organization_id)
    async with database.work(editor_of(department)) as work:
        await answer_officially(work, "post", post.id, Words("Hier die Antwort."))
    assert (await thread_of(database)).comment_count == 1


async def test_the_form_for_it_is_shown_to_those_who_may(database, post, citizen):
    await make_comment(database, post)
    async with database.reading(system) as work:
        department = await work.find(Organization, post.organization_id)
    other = await make_organization(database, name="Tiefbauamt")
    shown = {}
    for name, who in {
        "editor": editor_of(department), "citizen": citizen, "public": anybody,
        "other": editor_of(other),
    }.items():  # fmt: skip
        async with database.reading(who) as work:
            shown[name] = may_answer(work, await work.first(work.readable(Thread)))
    assert shown == {"editor": True, "citizen": False, "public": False, "other": False}


async def test_is_refused_to_everybody_else_and_without_a_reason(database, post, citizen):
    async with database.reading(system) as work:
        department = await work.find(Organization, post.organization_id)
    await make_comment(database, post)
    for who in (anybody, citizen, editor_of(department), moderator_of(department.id)):
        async with database.work(who) as work:
            with pytest.raises(NotPermitted):
                await close_thread(work, "post", post.id, WHY)
            with pytest.raises(NotPermitted):
                await reopen_thread(work, "post", post.id)
    for reason in (" ", "x" * 501):
        async with database.work(moderator_of(post.body_id)) as work:
            with pytest.raises(Invalid):
                await close_thread(work, "post", post.id, reason)
    assert (await thread_of(database)).closed is None


async def test_whoever_was_writing_keeps_the_words(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data") as hall:
        async with hall.database.reading(system) as work:
            department = await work.first(work.readable(Organization))
        person = await make_person(hall.database)
        await make_membership(hall.database, person, department, office=Office.MODERATOR)
        await make_account(
            hall.database, person, email="m@example.org", password_hash=password_hash(PASSWORD)
        )
        here = f"/discussions/post/{hall.post}"
        async with hall.visitor() as citizen, hall.visitor() as moderator:
            await citizen.log_in(hall.emails["citizen"])
            fields = {"text": "Das Erste.", "form_token": await citizen.token(here)}
            said = await citizen.post(here, fields)
            assert said.status_code == 303, said.text
            assert "/close" not in (await citizen.get(here)).text
            await moderator.log_in("m@example.org")
            token = {"form_token": await moderator.token(here)}
            refused = await moderator.post(f"{here}/close", {**token, "reason": "  "})
            assert refused.status_code == 422
            done = await moderator.post(f"{here}/close", {**token, "reason": WHY})
            assert done.status_code == 303, done.text
            late = await citizen.post(here, {**fields, "text": "Das Zweite, lang bedacht."})
            assert late.status_code in (409, 422)
            assert "Das Zweite, lang bedacht." in late.text
            assert WHY in late.text
            async with hall.visitor() as editor:
                await editor.log_in(hall.emails[Office.EDITOR])
                said = {"answer": "Wir bauen im Mai.", "form_token": await editor.token(here)}
                answered = await editor.post(f"{here}/answer", said)
                assert answered.status_code == 303, answered.text
                page = await editor.get(answered.headers["location"])
                assert "Wir bauen im Mai." in page.text
                refused = await moderator.post(f"{here}/answer", {**token, **said, **token})
                assert refused.status_code in (403, 422)
            async with hall.visitor() as stranger:
                for page in (here, f"/posts/{hall.post}"):
                    assert WHY in (await stranger.get(page)).text
            opened = await moderator.post(f"{here}/reopen", token)
            assert opened.status_code == 303, opened.text
            assert WHY not in (await citizen.get(here)).text
