"""Thousands of real comments by hundreds of authors, a power cut in the middle: nothing is lost."""

import asyncio
import csv
import datetime as dt
import itertools
import os
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.comments.models import Comment, CommentState, Thread
from rostra.comments.writing import LONGEST_COMMENT
from rostra.database import Database
from rostra.people.logins import Terms, issue
from rostra.people.models import Account
from rostra.posts.models import Post
from rostra.relay import Subscription
from rostra.rich_text import cleaned_text
from rostra_search.index import SearchIndex
from rostra_search.indexing import Indexer
from rostra_search.searching import index_path
from support.make.organizations import make_organization
from support.making import kept
from support.real_cities import DATA
from support.server_process import ServerProcess
from support.town_hall import COOKIE

COMMENTS = DATA / "comments" / "GermEval21_TrainData.csv"
AUTHORS, POSTS, WRITERS, READERS = 300, 508, 10, 2
USUAL = 90
"""How many are written; ROSTRA_COMMENTS=3244 writes all, which takes minutes."""
WRITE = (
    "mutation($thing: UUID!, $text: String!, $key: String!, $parent: UUID) {"
    " writeComment(input: {thing: $thing, text: $text, key: $key, parent: $parent})"
    " { uuid state } }"
)
SEARCH = '{ search(query: "Quittenbaumschluss", kinds: [COMMENT]) { totalCount } }'


@dataclass
class Message:
    """One comment as its author sends it, as often as it takes."""

    number: int
    text: str
    author: int
    post: UUID
    parent: UUID | None = None
    tried: bool = False
    acknowledged: UUID | None = None


@dataclass
class Crowd:
    """The authors, what they want to say, and the server to which they say it."""

    server: ServerProcess
    tokens: list[str]
    posts: list[UUID]
    messages: list[Message]
    said: dict[UUID, list[UUID]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    read: Counter[int] = field(default_factory=Counter)

    def waiting(self) -> list[Message]:
        """What was not acknowledged yet."""
        return [one for one in self.messages if one.acknowledged is None]

    async def write(self, client: httpx.AsyncClient, message: Message) -> None:
        """Send one; every third answers what stands first at its place."""
        if not message.tried and message.number % 3 == 2:
            message.parent = next(iter(self.said.get(message.post, ())), None)
        message.tried = True
        asked = {
            "thing": str(message.post), "text": message.text, "key": f"key-{message.number}",
            "parent": message.parent and str(message.parent),
        }  # fmt: skip
        answer = (await self.ask(client, message.author, WRITE, asked)).json()
        if answer.get("errors"):
            self.refused.append(str(answer["errors"]))
            return
        message.acknowledged = UUID(answer["data"]["writeComment"]["uuid"])
        self.said.setdefault(message.post, []).append(message.acknowledged)

    async def ask(
        self, client: httpx.AsyncClient, author: int, query: str, variables: dict[str, object]
    ) -> httpx.Response:
        """A request in an author's name, from a neighbourhood of their own."""
        headers = {
            "Cookie": f"{COOKIE}={self.tokens[author]}", "Origin": self.server.address,
            "X-Forwarded-For": f"10.{author // 250}.{author % 250}.7",
        }  # fmt: skip
        sent = {"query": query, "variables": variables}
        return await client.post(f"{self.server.address}/graphql", json=sent, headers=headers)

    async def write_all(self, kill_after: int | None = None) -> None:
        """Write what waits, while others read; with a power cut after so many."""
        queue = iter(self.waiting())
        before = len(self.messages) - len(self.waiting())

        async def writer() -> None:
            async with httpx.AsyncClient(timeout=60) as client:
                for message in queue:
                    try:
                        await self.write(client, message)
                    except httpx.HTTPError:
                        return

        reading = [asyncio.create_task(self.reader()) for _ in range(READERS)]
        writing = [asyncio.create_task(writer()) for _ in range(WRITERS)]
        while kill_after is not None and len(self.messages) - len(self.waiting()) < (
            before + kill_after
        ):
            assert any(not one.done() for one in writing), self.refused[:3]
            await asyncio.sleep(0.02)
        if kill_after is not None:
            self.server.kill()
        await asyncio.gather(*writing)
        for one in reading:
            one.cancel()
        await asyncio.gather(*reading, return_exceptions=True)

    async def reader(self) -> None:
        """Read one discussion after the other for as long as there is somebody who writes."""
        async with httpx.AsyncClient(timeout=60) as client:
            for post in itertools.cycle(self.posts):
                try:
                    page = await client.get(f"{self.server.address}/discussions/post/{post}")
                    self.read[page.status_code] += 1
                except httpx.HTTPError:
                    return
                await asyncio.sleep(0.05)


async def furnish(database: Database) -> tuple[list[str], list[UUID]]:
    """The posts, and a login for each of the authors."""
    office = await make_organization(database, name="Presseamt")
    moment = dt.datetime.now(dt.UTC)
    terms = Terms(idle=dt.timedelta(days=1), longest=dt.timedelta(days=30))
    async with database.work(system) as work:
        posts = [
            await kept(
                work, Post, body_id=office.body_id, organization_id=office.id,
                title=f"Meldung {n}", text="<p>Text</p>", published=moment,
            )
            for n in range(POSTS)
        ]  # fmt: skip
        accounts = [
            Account(email=f"a{n}@example.org", display_name=f"Stimme {n}", confirmed=moment)
            for n in range(AUTHORS)
        ]
        work.add(*accounts)
        await work.flush()
        tokens = [await issue(work, account, terms) for account in accounts]
    return tokens, [post.id for post in posts]


def sayings():
    """What real people said, or what nobody did where the real data is not beside the checkout."""
    if not COMMENTS.exists():
        return [f"Zum {n}. Mal: Der Radweg kommt, nur wann? " * (1 + n % 9) for n in range(USUAL)]
    with COMMENTS.open(encoding="utf-8") as lines:
        texts = [row["comment_text"] for row in csv.DictReader(lines)]
    return [text for text in texts if 0 < len(cleaned_text(text)) <= LONGEST_COMMENT]


@pytest.fixture
async def crowd(database_url, tmp_path):
    """All who want to say something."""
    database = Database(database_url)
    tokens, posts = await furnish(database)
    await database.close()
    server = ServerProcess(database_url, tmp_path / "data")
    server.environment["ROSTRA_PROXIES"] = "1"
    texts = sayings()
    texts = texts[: int(os.environ.get("ROSTRA_COMMENTS", USUAL))]
    messages = [
        Message(n, text, n % AUTHORS, posts[n % (POSTS if len(texts) > 2 * POSTS else 60)])
        for n, text in enumerate(texts)
    ]
    await server.start()
    yield Crowd(server, tokens, posts, messages)
    server.kill()


async def what_is_kept(database_url):
    """All comments, the numbers of each thread, and the numbers of answers."""
    database = Database(database_url)
    async with database.reading(system) as work:
        comments = await work.fetch(sa.select(Comment))
        threads = await work.fetch(sa.select(Thread))
    await database.close()
    return comments, threads


def numbers_agree(comments, threads):
    """Whether what is kept as a number is what there is."""
    published = [one for one in comments if one.state == CommentState.PUBLISHED]
    in_thread = Counter(one.thread_id for one in published)
    below = Counter(one.root_id for one in published if one.root_id)
    return {t.id: t.comment_count for t in threads} == {
        t.id: in_thread[t.id] for t in threads
    } and {c.id: c.answer_count for c in comments if c.depth == 0} == {
        c.id: below[c.id] for c in comments if c.depth == 0
    }


async def two_minutes_later(database_url):
    """What a fallen server held of the log is let go of: its leases have ended."""
    database = Database(database_url)
    async with database.work(system) as work:
        await work.change(sa.update(Subscription).values(leased_until=None))
    await database.close()


async def wait_until_found(crowd):
    """Until the search finds the last word that was said."""
    async with httpx.AsyncClient(timeout=60) as client:
        for _ in range(600):
            answer = (await crowd.ask(client, 0, SEARCH, {})).json()
            if answer["data"]["search"]["totalCount"] == 1:
                return
            await asyncio.sleep(0.1)
    raise AssertionError("the index does not catch up")


async def entries_of_a_new_index(database_url, folder):
    """How many entries an index has that is made from the database as it is."""
    database = Database(database_url)
    index = SearchIndex.open(folder / "new-index")
    found = await Indexer(database, index, "Europe/Berlin").rebuild()
    index.close()
    await database.close()
    return found


@pytest.mark.long
async def test_every_acknowledged_comment_is_there_once(crowd, database_url, tmp_path):
    await crowd.write_all(kill_after=len(crowd.messages) * 2 // 5)
    unheard = crowd.waiting()
    assert any(one.tried for one in unheard), "the power cut found nobody speaking"
    comments, threads = await what_is_kept(database_url)
    assert {m.acknowledged for m in crowd.messages} - {None} <= {one.id for one in comments}
    assert numbers_agree(comments, threads)

    await two_minutes_later(database_url)
    await crowd.server.start()
    crowd.messages.append(Message(-1, "Quittenbaumschluss", 0, crowd.posts[-1]))
    await crowd.write_all()
    assert (crowd.refused, crowd.waiting()) == ([], [])
    assert set(crowd.read) == {200}

    comments, threads = await what_is_kept(database_url)
    assert len(comments) == len(crowd.messages)
    by_id = {one.id: one for one in comments}
    assert {m.acknowledged for m in crowd.messages} == set(by_id)
    for message in crowd.messages:
        comment = by_id[message.acknowledged]
        assert (comment.text, comment.thing_id, comment.parent_id) == (
            cleaned_text(message.text), message.post, message.parent,
        )  # fmt: skip
    assert numbers_agree(comments, threads)
    assert sum(one.comment_count for one in threads) == len(crowd.messages)
    await wait_until_found(crowd)
    crowd.server.stop()
    index = SearchIndex.open(index_path(tmp_path / "data"))
    assert index.count() == await entries_of_a_new_index(database_url, tmp_path)
    index.close()
