"""The numbers that are kept agree with what stands, whatever is done in whatever order."""

import random

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.admission.entering import Visit
from rostra.comments.changing import delete_comment, edit_comment, rewrite_comment
from rostra.comments.hiding import ask_to_rework, hide, move, restore
from rostra.comments.models import Comment, CommentState, Stance, Support, Thread
from rostra.comments.queries import (
    FIRST_SAID_FIRST,
    LAST_SAID_FIRST,
    MOST_SUPPORTED_FIRST,
    root_sheets,
)
from rostra.comments.services import write_comment
from rostra.comments.supporting import support_comment, withdraw_support
from rostra.comments.writing import Words
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.paging import Stretch
from support.actors import account_holder
from support.make.organizations import make_body
from support.make.papers import make_paper
from support.make.people import make_account
from support.make.posts import make_thread

STEPS = 60
DEEDS = (
    *("say",) * 5, *("support",) * 2, "unsupport", "edit", "delete", *("hide",) * 2,
    "rework", "rewrite", *("restore",) * 2, "move",
)  # fmt: skip
REFUSED = (Conflict, Invalid, NotFound, NotPermitted)


async def do_something(database, chance, papers, accounts, known, number):
    """One thing that somebody does; refusals are as good as deeds."""
    who = account_holder(chance.choice(accounts))
    deed = chance.choice(DEEDS)
    moderating = deed in ("hide", "rework", "restore", "move")
    async with database.work(system if moderating else who) as work:
        if deed == "say" or not known:
            words = Words(
                f"Nummer {number}", chance.choice([None, *known]),
                chance.choice([None, *Stance]),
            )  # fmt: skip
            paper = chance.choice(papers)
            known.append((await write_comment(work, "paper", paper.id, words)).id)
            return
        one = chance.choice(known)
        await {
            "support": lambda: support_comment(work, one, Visit("")),
            "unsupport": lambda: withdraw_support(work, one),
            "edit": lambda: edit_comment(work, one, f"Anders {number}"),
            "delete": lambda: delete_comment(work, one),
            "hide": lambda: hide(work, one),
            "rework": lambda: ask_to_rework(work, one),
            "rewrite": lambda: rewrite_comment(work, one, f"Neu {number}"),
            "restore": lambda: restore(work, one),
            "move": lambda: move(work, one, "paper", chance.choice(papers).id),
        }[deed]()


async def counted_anew(database):
    """What is kept and what there is: of each thread and of each comment."""
    async with database.reading(system) as work:
        threads = await work.fetch(sa.select(Thread))
        comments = await work.fetch(sa.select(Comment))
        supports = await work.fetch(sa.select(Support.comment_id))
    stands = [one for one in comments if one.state == CommentState.PUBLISHED]
    kept, there = {}, {}
    for thread in threads:
        mine = [one for one in stands if one.thread_id == thread.id]
        kept[thread.id] = (
            thread.comment_count, thread.for_count, thread.against_count, thread.neutral_count
        )  # fmt: skip
        there[thread.id] = (len(mine), *(sum(one.stance == s for one in mine) for s in Stance))
    for comment in comments:
        below = [one for one in stands if comment.id in (one.root_id, one.parent_id)]
        kept[comment.id] = (comment.answer_count, comment.support_count)
        there[comment.id] = (len(below), supports.count(comment.id))
    return kept, there


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_numbers_agree_with_what_stands(database, seed):
    chance, known, done = random.Random(seed), [], 0
    body = await make_body(database)
    papers = [await make_paper(database, body) for _ in range(2)]
    accounts = [await make_account(database) for _ in range(3)]
    for number in range(STEPS):
        try:
            await do_something(database, chance, papers, accounts, known, number)
            done += 1
        except REFUSED:
            pass
        if number % 10 == 9:
            kept, there = await counted_anew(database)
            assert kept == there
    assert done > STEPS / 3
    assert any(value[0] for value in kept.values())


async def filled(database, count):
    """A thread with so many comments, said at a few different moments."""
    paper = await make_paper(database)
    thread = await make_thread(database, paper)
    async with database.work(system) as work:
        now = work.now
        rows = [
            {
                "body_id": paper.body_id, "thread_id": thread.id, "thing_kind": "paper",
                "thing_id": paper.id, "author_name": "A", "text": f"Nummer {number}",
                "said": now, "audience_id": 1, "support_count": number % 3,
            }
            for number in range(count)
        ]  # fmt: skip
        await work.change(sa.insert(Comment), rows)
    return paper, thread


@pytest.mark.parametrize("order", [FIRST_SAID_FIRST, LAST_SAID_FIRST, MOST_SUPPORTED_FIRST])
async def test_pages_do_not_shift_when_something_new_arrives(database, order):
    paper, thread = await filled(database, 30)
    author = await make_account(database)
    seen, after = [], None
    for number in range(4):
        async with database.reading(ANYBODY) as work:
            page = (await root_sheets(work, [thread.id], order, Stretch(10, after)))[thread.id]
        seen += [one.text for one in page.things]
        after = page.places[-1] if page.places else after
        async with database.work(account_holder(author)) as work:
            await write_comment(work, "paper", paper.id, Words(f"Neu {number}"))
    old = [text for text in seen if text.startswith("Nummer")]
    assert sorted(old) == sorted(f"Nummer {number}" for number in range(30))


@pytest.mark.parametrize("order", [FIRST_SAID_FIRST, LAST_SAID_FIRST, MOST_SUPPORTED_FIRST])
async def test_a_page_is_found_by_the_index_alone(database, order):
    """However long the thread is, no more rows are read than the page has: nothing is sorted."""
    _, thread = await filled(database, 2_000)
    plans = []
    async with database.work(system) as work:
        if work.db.get_bind().dialect.name == "postgresql":
            await work.change(sa.text("ANALYZE comments"))
    async with database.reading(ANYBODY) as work:
        rows = work.rows

        async def explained(statement, values=None):
            bound = statement.compile(work.db.get_bind(), compile_kwargs={"literal_binds": True})
            begin = "EXPLAIN QUERY PLAN " if bound.dialect.name == "sqlite" else "EXPLAIN "
            plans.extend(
                str(row) for row in await rows(sa.text(begin + str(bound).replace(":", "\\:")))
            )
            return await rows(statement, values)

        work.rows = explained
        await root_sheets(work, [thread.id], order, Stretch(20))
    plan = "\n".join(plans)
    assert "ix_comments_thread_" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
