"""A department drafts a post, publishes it and takes it back."""

from dataclasses import replace
from types import MappingProxyType
from uuid import uuid4

import pytest
import sqlalchemy as sa

from rostra.access import (
    ANYBODY,
    GRANTS,
    NOBODY,
    PUBLIC,
    Office,
    audiences_of,
    organization_token,
    system,
)
from rostra.admission.entering import Sender
from rostra.comments.keeping import ThreadKeeper
from rostra.comments.models import Comment
from rostra.comments.queries import comments_on
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.events import LoggedEvent
from rostra.organizations.models import Body, Organization
from rostra.people.actors import actor_of
from rostra.people.models import Account
from rostra.posts.models import NewsDesk, Post
from rostra.posts.services import publish_post, withdraw_post, write_post
from rostra.relay import Relay
from rostra.tombstones import Tombstone
from support.make.papers import make_paper
from support.random_city import TODAY


@pytest.fixture
async def press_office(database):
    """The id of a department."""
    async with database.work(system) as work:
        body = Body(name="Stadt", audience_id=PUBLIC)
        work.add(body)
        await work.flush()
        office = Organization(body_id=body.id, name="Presseamt", audience_id=PUBLIC)
        work.add(office)
        await work.flush()
        work.add(NewsDesk(organization_id=office.id, review=False))
        work.add(Account(email="b@example.org", display_name="Berta B.", confirmed=work.now))
    return office.id


def editor(organization_id):
    async def who(db):
        tokens = frozenset({"public", organization_token(organization_id)})
        return replace(
            ANYBODY,
            name="editor",
            tokens=tokens,
            audience_ids=await audiences_of(db, tokens),
            grants=MappingProxyType({organization_id: GRANTS[Office.EDITOR]}),
        )

    return who


async def citizen(db):
    return await actor_of(db, await db.scalar(sa.select(Account)), TODAY)


async def names_of_events(database):
    async with database.reading(system) as work:
        return await work.fetch(sa.select(LoggedEvent.name).order_by(LoggedEvent.position))


async def published(database, office, text="<p>Ab Montag.</p>"):
    async with database.work(editor(office)) as work:
        post = await write_post(work, office, "Radweg gesperrt", text)
        await publish_post(work, post.id)
    return post


async def test_a_draft_is_read_by_its_department_alone(database, press_office):
    async with database.work(editor(press_office)) as work:
        post = await write_post(work, press_office, "Radweg gesperrt", "<p>Ab Montag.</p>")
    async with database.reading(ANYBODY) as work:
        with pytest.raises(NotFound):
            await work.find(Post, post.id)
    async with database.reading(editor(press_office)) as work:
        assert (await work.find(Post, post.id)).title == "Radweg gesperrt"


async def test_tells_of_no_paper_that_its_author_may_not_read(database, press_office):
    secret = await make_paper(database, audience_id=NOBODY)
    for paper_id in (secret.id, uuid4()):
        with pytest.raises(NotFound):
            async with database.work(editor(press_office)) as work:
                await write_post(work, press_office, "Radweg", "<p>Neu</p>", paper_id=paper_id)
    assert await names_of_events(database) == []


async def test_a_published_post_is_read_by_everybody(database, press_office):
    post = await published(database, press_office)
    async with database.reading(ANYBODY) as work:
        (found,) = await work.fetch(work.readable(Post))
    assert found.id == post.id
    assert found.published is not None
    assert await names_of_events(database) == ["PostDrafted", "PostPublished"]


async def test_is_refused_to_those_who_are_not_editors(database, press_office):
    with pytest.raises(NotPermitted):
        async with database.work(citizen) as work:
            await write_post(work, press_office, "Titel", "<p>Text</p>")
    assert await names_of_events(database) == []


async def test_happens_once(database, press_office):
    post = await published(database, press_office)
    with pytest.raises(Conflict):
        async with database.work(editor(press_office)) as work:
            await publish_post(work, post.id)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"text": "<script>alert(1)</script>"}, "text"),
        ({"post_type": "rumour"}, "postType"),
        ({"language": "tlh"}, "language"),
    ],
)
async def test_names_the_field_that_cannot_be_taken(sqlite_database, values, field):
    async with sqlite_database.work(system) as work:
        body = Body(name="Stadt", audience_id=PUBLIC)
        work.add(body)
        await work.flush()
        office = Organization(body_id=body.id, name="Presseamt", audience_id=PUBLIC)
        work.add(office)
        await work.flush()
        with pytest.raises(Invalid) as refused:
            await write_post(work, office.id, **{"title": "T", "text": "<p>x</p>", **values})
    assert refused.value.field == field


async def test_keeps_no_markup_that_could_act(database, press_office):
    text = '<p onclick="x()">Hallo <a href="javascript:x()">du</a><img src=x onerror=y></p>'
    post = await published(database, press_office, text)
    assert "onclick" not in post.text
    assert "javascript" not in post.text
    assert "<img" not in post.text
    assert "Hallo" in post.text


async def test_a_comment_is_read_by_everybody_at_once(database, press_office):
    post = await published(database, press_office)
    async with database.work(citizen) as work:
        comment = await write_comment(work, "post", post.id, Words("  Endlich!\r\nDanke. "))
    async with database.reading(ANYBODY) as work:
        (found,) = await work.fetch(comments_on(work, "post", post.id))
    assert (found.id, found.text, found.author_name) == (
        comment.id, "Endlich!\nDanke.", "Berta B.",
    )  # fmt: skip


async def test_a_comment_may_stand_under_a_pseudonym(database, press_office):
    post = await published(database, press_office)
    async with database.work(citizen) as work:
        comment = await write_comment(
            work, "post", post.id, Words("Gut"), Sender("  Rad\nfahrerin ")
        )
    assert comment.author_name == "Rad fahrerin"


async def test_who_says_the_same_twice_has_said_it_once(database, press_office):
    post, other = await published(database, press_office), await published(database, press_office)
    async with database.work(citizen) as work:
        first = await write_comment(work, "post", post.id, Words("Endlich!"))
    async with database.work(citizen) as work:
        again = await write_comment(work, "post", post.id, Words(" Endlich!\r\n"))
        elsewhere = await write_comment(work, "post", other.id, Words("Endlich!"))
        more = await write_comment(work, "post", post.id, Words("Endlich! Danke."))
    assert again.id == first.id
    async with database.reading(ANYBODY) as work:
        found = await work.fetch(comments_on(work, "post", post.id))
    assert {comment.id for comment in found} == {first.id, more.id}
    assert elsewhere.id != first.id


async def test_what_was_said_and_taken_back_may_be_said_again(database, press_office):
    post = await published(database, press_office)
    async with database.work(citizen) as work:
        first = await write_comment(work, "post", post.id, Words("Endlich!"))
        work.withdraw(first)
    async with database.work(citizen) as work:
        again = await write_comment(work, "post", post.id, Words("Endlich!"))
    assert again.id != first.id


async def test_nobody_comments_on_what_they_may_not_read(database, press_office):
    async with database.work(editor(press_office)) as work:
        post = await write_post(work, press_office, "Titel", "<p>Text</p>")
    with pytest.raises(NotFound):
        async with database.work(citizen) as work:
            await write_comment(work, "post", post.id, Words("Gut"))


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5_001, "\x00", "\u200b\u2060"])
async def test_an_empty_or_endless_comment_is_refused(database, press_office, text):
    post = await published(database, press_office)
    with pytest.raises(Invalid):
        async with database.work(citizen) as work:
            await write_comment(work, "post", post.id, Words(text))
    async with database.reading(system) as work:
        assert await work.count(sa.select(Comment)) == 0


async def test_taking_a_post_back_takes_its_comments_and_leaves_tombstones(database, press_office):
    post = await published(database, press_office)
    async with database.work(citizen) as work:
        comment = await write_comment(work, "post", post.id, Words("Gut"))
    async with database.work(editor(press_office)) as work:
        await withdraw_post(work, post.id)
    await Relay(database, [ThreadKeeper()]).drain()
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(Post)) == []
        assert await work.fetch(comments_on(work, "post", post.id)) == []
        stones = await work.fetch(work.readable(Tombstone).with_only_columns(Tombstone.id))
        assert set(stones) == {post.id, comment.id, comment.thread_id}
    async with database.reading(system) as work:
        assert await work.count(sa.select(Comment)) == 1
