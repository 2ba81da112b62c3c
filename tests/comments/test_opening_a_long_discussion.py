"""A discussion of a thousand comments is opened with as many statements as one of fifty."""

import datetime as dt
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from rostra.access import PUBLIC, system
from rostra.comments.models import Comment
from rostra.comments.threads import thread_below
from rostra.organizations.models import Organization
from support.make.posts import make_post
from support.town_hall import town_hall

BEGAN = dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)


@contextmanager
def statements():
    """The reading statements that any engine of this process is sent meanwhile."""
    seen = []

    def note(_connection, _cursor, statement, _parameters, _context, _many):
        if "threads" in statement or "comments" in statement:
            seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


async def discussed(database, department, size):
    """A post with so many comments below it, of which every third answers the first."""
    post = await make_post(database, department, title=f"{size} Meinungen")
    async with database.work(system) as work:
        thread = await thread_below(work, post)
        thread.comment_count = size
        first = None
        for n in range(size):
            above = first if n % 3 == 2 else None
            comment = Comment(
                body_id=post.body_id, thread_id=thread.id, thing_kind="post", thing_id=post.id,
                author_name=f"Stimme {n}", text=f"Nummer {n}", state="published",
                said=BEGAN + dt.timedelta(minutes=n), support_count=n % 7, audience_id=PUBLIC,
                parent_id=above and above.id, root_id=above and above.id,
                depth=1 if above else 0,
            )  # fmt: skip
            work.add(comment)
            await work.flush()
            first = first or comment
        first.answer_count = size // 3
    return post


@pytest.mark.long
async def test_takes_as_many_statements_as_a_short_one(database_url, tmp_path):
    async with town_hall(database_url, tmp_path / "data") as hall:
        async with hall.database.reading(system) as work:
            department = await work.first(work.readable(Organization))
        posts = [await discussed(hall.database, department, size) for size in (50, 1000)]
        async with hall.visitor() as visitor:
            await visitor.log_in(hall.emails["citizen"])
            for order in ("newest", "oldest", "supported"):
                asked = []
                for post in posts:
                    with statements() as seen:
                        page = await visitor.get(f"/discussions/post/{post.id}?sort={order}")
                    assert page.text.count('<li id="comment-') >= 20, page.status_code
                    asked.append(len(seen))
                assert asked[0] == asked[1] > 0, order
