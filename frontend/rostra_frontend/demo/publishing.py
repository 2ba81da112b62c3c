"""The demo city's posts, and what its citizens say to them."""

import datetime as dt
from html import escape

import sqlalchemy as sa

from rostra.access import Actor, system
from rostra.admission.entering import Sender
from rostra.comments.models import Comment
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.database import Database
from rostra.people.actors import actor_of
from rostra.people.models import Account
from rostra.people.services import create_account
from rostra.posts.models import Post
from rostra.posts.services import draft_post, publish_post
from rostra.posts.writing import Writing
from rostra.work import Work
from rostra_frontend.demo import editing
from rostra_frontend.demo.dates import ZONE
from rostra_frontend.demo.filing import Filed
from rostra_frontend.demo.founding import body_id, id_of
from rostra_frontend.demo.stories import PostText, paragraphs

HOUR = dt.timedelta(hours=1)
DOMAIN = "lerchenroda.example"


async def publish(database: Database, posts: list[PostText], papers: list[Filed]) -> None:
    """Write and publish all posts, oldest first, let the citizens comment, and fill the desk."""
    names = dict.fromkeys(one.name for post in posts for one in post.comments)
    accounts = await open_accounts(database, list(names))
    decided = {one.text.key: one.decided_on for one in papers}
    for post in sorted(posts, key=lambda one: (one.variant_of is not None, -one.days)):
        await tell(database, post, decided.get(post.paper or ""), accounts)
    await editing.keep_the_desk(database)


async def open_accounts(database: Database, names: list[str]) -> dict[str, Account]:
    """An account for everybody who comments; nobody can log in with it."""
    found = {}
    async with database.work(system) as work:
        for number, name in enumerate(names, 1):
            found[name] = await create_account(
                work, f"kommentar-{number}@{DOMAIN}", name, body_id=body_id()
            )
            found[name].confirmed = work.now
    return found


async def tell(
    database: Database, text: PostText, decided: dt.date | None, accounts: dict[str, Account]
) -> None:
    """One post and the comments below it, dated as if they had come one by one."""
    async with database.work(system) as work:
        writing = writing_of(work, text)
        original = sa.select(Post.id).where(Post.title == (text.variant_of or ""))
        post = await draft_post(
            work, id_of("organization", text.by), writing, await work.first(original)
        )
        await publish_post(work, post.id)
        published = moment_of(work, text, decided)
        await backdate(work, Post, post, published)
        post.published = published
    for remark in text.comments:
        writer = await writer_of(database, accounts[remark.name])
        async with database.work(writer) as work:
            comment = await write_comment(
                work, "post", post.id, Words(remark.text), Sender(remark.name)
            )
            said = min(published + remark.after * HOUR, work.now - HOUR / 6)
            await backdate(work, Comment, comment, said)


def writing_of(work: Work, text: PostText) -> Writing:
    """A post of the story as its department writes it."""
    return Writing(
        text.title,
        "".join(f"<p>{escape(one, quote=False)}</p>" for one in paragraphs(text.text)),
        text.teaser,
        text.type,
        text.language,
        tuple(text.topics),
        starts=day_at(work, text.begins, 18),
        ends=day_at(work, text.ends, 20) or day_at(work, text.begins, 20),
        place=text.place,
        paper_id=id_of("paper", text.paper) if text.paper else None,
    )


def day_at(work: Work, days: int | None, hour: int) -> dt.datetime | None:
    """An hour of the day that is so many days from today."""
    if days is None:
        return None
    day = work.now.astimezone(ZONE).date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(hour), ZONE)


async def writer_of(database: Database, account: Account) -> Actor:
    """The actor behind an account."""
    async with database.reading(system) as work:
        return await actor_of(work.db, account, work.today)


def moment_of(work: Work, text: PostText, decided: dt.date | None) -> dt.datetime:
    """When the post was published: so many days ago, but not before the council decided."""
    day = work.now.astimezone(ZONE).date() - dt.timedelta(days=text.days)
    latest = work.now.astimezone(ZONE).date() - dt.timedelta(days=1)
    if decided is not None and decided < latest:
        day = max(day, decided + dt.timedelta(days=1))
    return dt.datetime.combine(min(day, latest), dt.time(10, 15), ZONE)


async def backdate(
    work: Work, model: type[Post] | type[Comment], record: Post | Comment, moment: dt.datetime
) -> None:
    """Let a record be as old as its story says."""
    times = {"created": moment, "modified": moment}
    if model is Comment:
        times["said"] = moment
    for name, value in times.items():
        setattr(record, name, value)
    await work.flush()
    dated = sa.update(model).where(model.id == record.id).values(times)
    await work.change(dated.execution_options(synchronize_session=False))
