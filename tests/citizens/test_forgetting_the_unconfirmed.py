"""Whoever never opened the link in the letter is forgotten; whoever did is not."""

import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.admission.entering import Sender, Visit
from rostra.citizens.sweeping import forget_unconfirmed
from rostra.comments.models import Comment
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.jobs import Job
from rostra.people.confirming import FORGET
from rostra.people.models import Account, Confirmation
from support.make.posts import make_post
from support.make.reports import visit_to


async def written(database, email):
    """A comment of a stranger, and the job that waits for the end of its month."""
    post = await make_post(database)
    async with database.work(ANYBODY) as work:
        visit = await visit_to(work)
        sender = Sender("Fremde", email, visit=Visit(visit.address, "", visit.opened))
        await write_comment(work, "post", post.id, Words("Hallo."), sender)
    async with database.reading(system) as work:
        job = await work.first(sa.select(Job).where(Job.name == FORGET))
        assert dt.timedelta(days=29) < job.not_before - work.now < dt.timedelta(days=31)
    return job.payload


@pytest.mark.parametrize("confirmed", [False, True])
async def test_only_the_confirmed_stay(database, confirmed):
    payload = await written(database, "fremde@example.org")
    if confirmed:
        async with database.work(system) as work:
            account = await work.first(sa.select(Account).where(Account.email.startswith("fremde")))
            account.confirmed = work.now
    await forget_unconfirmed(database, payload)
    await forget_unconfirmed(database, payload)
    async with database.reading(system) as work:
        words = sa.select(Comment).where(sa.or_(Comment.text != "", Comment.author_name != ""))
        left = [await work.count(one) for one in (words, sa.select(Confirmation))]
        kept = await work.count(sa.select(Account).where(Account.email == "fremde@example.org"))
    assert (left, kept) == (([1, 1], 1) if confirmed else ([0, 0], 0))
