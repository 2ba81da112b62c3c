"""What was said to a thing is read by whoever reads the thing, and what waits is not."""

import asyncio
import datetime as dt
from dataclasses import dataclass
from uuid import UUID

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, NOBODY, PUBLIC, organization_token, system
from rostra.comments.keeping import ThreadKeeper
from rostra.comments.models import Comment, CommentState, Thread
from rostra.comments.services import write_comment
from rostra.comments.things import COMMENTABLE
from rostra.comments.writing import Words
from rostra.errors import Invalid
from rostra.events import Event
from rostra.papers.models import Paper
from rostra.posts.events import PostWithdrawn
from rostra.posts.models import Post
from rostra.relay import Relay
from rostra.resolutions.models import Resolution
from support.actors import account_holder
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_organization
from support.make.papers import make_paper
from support.make.people import make_account
from support.make.posts import make_comment, make_post
from support.make.projects import make_department, make_project
from support.make.reports import make_depot, make_report
from support.making import kept


@dataclass(frozen=True)
class PaperMoved(Event):
    """Something happened to a paper."""

    paper: UUID


async def keep(database, model, id, audience_id, event=PostWithdrawn):
    """Another audience of a thing, told by an event that names it, and what follows."""
    async with database.work(system) as work:
        (await work.find(model, id)).audience_id = audience_id
        work.record(event(id))
    relay = Relay(database, [ThreadKeeper()])
    await relay.drain()
    await relay.stop()


async def audiences(database):
    """The audiences of all threads and comments."""
    async with database.reading(system) as work:
        threads = await work.fetch(sa.select(Thread.audience_id))
        comments = await work.rows(sa.select(Comment.text, Comment.audience_id))
        return set(threads), dict(map(tuple, comments))


async def test_what_was_said_to_a_paper_goes_with_it_behind_closed_doors(database):
    paper, author = await make_paper(database), await make_account(database)
    committee = await make_organization(database)
    async with database.work(account_holder(author)) as work:
        await write_comment(work, "paper", paper.id, Words("Zu teuer."))
    async with database.work(system) as work:
        inside = await work.audience({organization_token(committee.id)})
    await keep(database, Paper, paper.id, inside, PaperMoved)
    assert await audiences(database) == ({inside}, {"Zu teuer.": inside})
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(Comment)) == []
        assert await work.fetch(work.readable(Thread)) == []


async def test_what_waits_keeps_its_readers(database):
    post, author = await make_post(database), await make_account(database)
    async with database.work(system) as work:
        few = await work.audience({f"account:{author.id}"})
    await make_comment(database, post, text="Da bin ich.")
    for state in (CommentState.HELD, CommentState.UNCONFIRMED):
        await make_comment(database, post, text=state, state=state, audience_id=few)
    await keep(database, Post, post.id, NOBODY)
    assert await audiences(database) == (
        {NOBODY},
        {"Da bin ich.": NOBODY, "held": few, "unconfirmed": few},
    )


async def test_a_thing_that_comes_back_brings_what_was_said_to_it(database):
    post = await make_post(database)
    await make_comment(database, post, text="Da bin ich.")
    await keep(database, Post, post.id, NOBODY)
    await keep(database, Post, post.id, PUBLIC)
    assert await audiences(database) == ({PUBLIC}, {"Da bin ich.": PUBLIC})


async def test_every_thing_has_one_thread_with_its_number(database):
    post, author = await make_post(database), await make_account(database)
    for text in ("Eins.", "Zwei.", "Zwei."):
        async with database.work(account_holder(author)) as work:
            await write_comment(work, "post", post.id, Words(text))
    async with database.reading(ANYBODY) as work:
        (thread,) = await work.fetch(work.readable(Thread))
        comments = await work.fetch(work.readable(Comment))
    assert (thread.comment_count, thread.thing_id) == (2, post.id)
    assert {one.thread_id for one in comments} == {thread.id}
    assert thread.said_last == max(one.said for one in comments)


async def test_what_is_said_while_its_thing_is_taken_back_does_not_stay_behind(database):
    post, author = await make_post(database), await make_account(database)

    async def take_back():
        await keep(database, Post, post.id, NOBODY)

    async with database.work(account_holder(author)) as work:
        await write_comment(work, "post", post.id, Words("Zu spät."))
        taking = asyncio.create_task(take_back())
        await asyncio.sleep(0.5)
    await taking
    relay = Relay(database, [ThreadKeeper()])
    await relay.drain()
    await relay.stop()
    assert await audiences(database) == ({NOBODY}, {"Zu spät.": NOBODY})


async def test_the_kinds_of_the_list_are_commented_in_the_same_way(database):
    meeting, author = await make_meeting(database), await make_account(database)
    item = await make_agenda_item(database, meeting)
    resolution = await kept(
        database, Resolution, body_id=meeting.body_id, meeting_id=meeting.id,
        agenda_item_id=item.id, title="Radweg", text="Er wird gebaut.", number="1/2026",
        result="einstimmig", date=dt.date(2026, 3, 12),
    )  # fmt: skip
    report = await make_report(database, await make_depot(database))
    project = await make_project(database, await make_department(database))
    posted, paper = await make_post(database), await make_paper(database)
    things = [posted, paper, item, resolution, report, project]
    assert {thing.kind for thing in things} == set(COMMENTABLE)
    for thing in things:
        async with database.work(account_holder(author)) as work:
            comment = await write_comment(work, thing.kind, thing.id, Words("Gut."))
        assert (comment.thing_kind, comment.thing_id) == (thing.kind, thing.id)
    with pytest.raises(Invalid):
        async with database.work(account_holder(author)) as work:
            await write_comment(work, "person", things[0].id, Words("Gut."))
