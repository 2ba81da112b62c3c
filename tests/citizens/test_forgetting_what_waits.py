"""What nobody confirmed is forgotten after a month, whosever address it was written under."""

import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, NOBODY, system
from rostra.admission.entering import Sender
from rostra.citizens.confirming import RELEASE
from rostra.citizens.sweeping import DROP, forget_waiting
from rostra.comments.models import Comment
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.jobs import Job
from rostra.notifications.following import follow
from rostra.notifications.models import Following
from rostra.people.confirming import SWEEP, WAITS
from rostra.people.models import Account, Confirmation
from rostra.polls.answering import answer_poll
from rostra.polls.models import PollAnswer, PollText
from rostra.reports.models import Report, ReportContact
from rostra.reports.writing import Defect, write_report
from support.make.people import make_account
from support.make.polls import make_poll
from support.make.posts import make_post
from support.make.reports import make_depot, visit_to

OWNER = "ada@example.org"
SECRET = "Das sollte nie jemand lesen."


async def write_everything(database):
    """A comment, a report, an answer and a wish of a stranger under somebody's address."""
    depot, post = await make_depot(database), await make_post(database)
    poll = await make_poll(database, open_to="confirmed")
    async with database.work(ANYBODY) as work:
        sender = Sender("Fremde", OWNER, visit=await visit_to(work))
        await write_comment(work, "post", post.id, Words(SECRET), sender)
        place = Defect(text=SECRET, address="Geheimgasse 1", latitude=50.9, longitude=11.0)
        await write_report(work, depot.lamps.id, place, sender)
        await answer_poll(work, poll.id, {3: ["no"], 4: [SECRET]}, sender, "browser")
        await follow(work, "post", post.id, OWNER, sender.visit)


async def grow_older(database, age):
    """Let everything that waits have been asked this long ago."""
    async with database.work(system) as work:
        await work.change(sa.update(Confirmation).values(created=work.now - age))


async def left(database):
    """What is there still of what was written."""
    found = set()
    async with database.reading(system) as work:
        for model in (Comment, Report, PollAnswer, PollText, Following, ReportContact):
            for row in await work.fetch(sa.select(model)):
                if getattr(row, "audience_id", None) != NOBODY or SECRET in str(vars(row)):
                    found.add(model.__name__)
        found |= {one.thing_kind for one in await work.fetch(sa.select(Confirmation))}
    return found


@pytest.mark.parametrize(
    "owner", [{"confirmed": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}, {"active": False}]
)
async def test_also_under_an_address_that_is_confirmed_or_closed(database, owner):
    account = await make_account(database, email=OWNER, **owner)
    await write_everything(database)
    async with database.reading(system) as work:
        jobs = await work.fetch(sa.select(Job).where(Job.name == SWEEP))
        assert len(jobs) == 4
        assert all(abs(job.not_before - work.now - WAITS) < dt.timedelta(hours=1) for job in jobs)
    await grow_older(database, WAITS - dt.timedelta(hours=1))
    before = await left(database)
    await forget_waiting(database, {})
    assert await left(database) == before > {"Comment", "Report", "PollAnswer", "Following"}

    await grow_older(database, WAITS)
    for _ in range(2):
        await forget_waiting(database, {})
        assert await left(database) == set()
    async with database.reading(system) as work:
        kept = await work.db.get(Account, account.id)
        assert kept.email == OWNER
        for report in await work.fetch(sa.select(Report)):
            assert (report.address, report.latitude, report.author_id) == (None, None, None)


async def test_what_was_confirmed_stays(database):
    account = await make_account(database, email=OWNER)
    await write_everything(database)
    async with database.work(system) as work:
        for asked in await work.fetch(sa.select(Confirmation)):
            asked.token_hash = None
            await RELEASE[asked.thing_kind].release(work, asked.thing_id, account)
            asked.used = work.now
    before = await left(database)
    await grow_older(database, 2 * WAITS)
    await forget_waiting(database, {})
    assert await left(database) == before


async def test_a_later_link_keeps_what_it_can_still_confirm(database):
    account = await make_account(database, email=OWNER)
    post = await make_post(database)
    async with database.work(ANYBODY) as work:
        await follow(work, "post", post.id, OWNER, await visit_to(work))
    await grow_older(database, WAITS)
    async with database.work(ANYBODY) as work:
        await follow(work, "post", post.id, OWNER, await visit_to(work))
    await forget_waiting(database, {})
    async with database.reading(system) as work:
        assert await work.count(sa.select(Confirmation)) == 1
        (following,) = await work.fetch(sa.select(Following))
    assert (following.account_id, following.confirmed) == (account.id, None)


def test_whatever_can_wait_can_be_forgotten():
    assert set(DROP) == set(RELEASE)
