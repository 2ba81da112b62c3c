"""How fast comments are taken and read: `.venv/bin/python tests/benchmarks/comments.py`.

A real server over SQLite and over a PostgreSQL that writes to the disk, nothing kept of any page.
Comments are compared with bare commits of one row in the same kind of database, a long thread
with a short one, and the posts while comments arrive with the posts at rest, in the same run.
`--threads 50,1000` chooses the threads, `--kind sqlite` the database, `--comments 100` how many.
"""

import argparse
import asyncio
import datetime as dt
import itertools
import os
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import psycopg
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / wing) for wing in ("platform", "graphql", "search", "documents")]
sys.path[:0] = [str(ROOT / "frontend"), str(ROOT / "tests")]

from rostra.access import PUBLIC, system  # noqa: E402
from rostra.comments.models import Comment, CommentState  # noqa: E402
from rostra.comments.threads import thread_below  # noqa: E402
from rostra.database import Database  # noqa: E402
from rostra.migrating import migrate  # noqa: E402
from rostra.people.logins import Terms, issue  # noqa: E402
from rostra.people.models import Account  # noqa: E402
from rostra.posts.models import Post  # noqa: E402
from support.make.organizations import make_organization  # noqa: E402
from support.making import kept  # noqa: E402
from support.postgres import Postgres  # noqa: E402
from support.server_process import ServerProcess  # noqa: E402
from support.town_hall import COOKIE  # noqa: E402

AUTHORS, POSTS, TURNS = 60, 40, 25
WORDS = (
    "Radweg",
    "Brücke",
    "Haushalt",
    "Spielplatz",
    "Baum",
    "sicher",
    "teuer",
    "endlich",
    "warum",
)
WRITE = (
    "mutation($thing: UUID!, $text: String!, $key: String!) {"
    " writeComment(input: {thing: $thing, text: $text, key: $key}) { uuid state } }"
)
CURSOR = (
    'query($id: UUID!, $after: String) { commented(kind: "post", uuid: $id) { thread {'
    " comments(orderBy: OLDEST_FIRST, first: 100, after: $after) {"
    " pageInfo { endCursor hasNextPage } } } } }"
)
FOUND = "query($word: String!) { search(query: $word, kinds: [COMMENT]) { totalCount } }"
console = Console(width=118)


@dataclass
class City:
    """What is in the database: logins, posts that nobody spoke to, and one thread a size."""

    tokens: list[str]
    posts: list[UUID]
    threads: dict[int, UUID]


async def furnish(url: str, sizes: list[int]) -> City:
    """A small press office, its citizens, and threads of these sizes."""
    database = Database(url)
    await migrate(database)
    office = await make_organization(database, name="Presseamt")
    moment = dt.datetime.now(dt.UTC)
    terms = Terms(idle=dt.timedelta(days=1), longest=dt.timedelta(days=1))
    async with database.work(system) as work:
        posts = [
            await kept(
                work, Post, body_id=office.body_id, organization_id=office.id,
                title=f"Meldung {n}", text="<p>Text</p>", published=moment,
            )
            for n in range(POSTS + len(sizes))
        ]  # fmt: skip
        accounts = [
            Account(email=f"a{n}@example.org", display_name=f"Stimme {n}", confirmed=moment)
            for n in range(AUTHORS)
        ]
        work.add(*accounts)
        await work.flush()
        tokens = [await issue(work, account, terms) for account in accounts]
    for size, post in zip(sizes, posts[POSTS:], strict=True):
        await fill(database, post, accounts, size)
    await database.close()
    long = {size: post.id for size, post in zip(sizes, posts[POSTS:], strict=True)}
    return City(tokens, [post.id for post in posts[:POSTS]], long)


async def fill(database: Database, post: Post, accounts: list[Account], size: int) -> None:
    """A thread in which every third comment answers another, some of them much supported."""
    chance = random.Random(size)
    began = dt.datetime.now(dt.UTC) - dt.timedelta(days=30)
    roots: list[Comment] = []
    async with database.work(system) as work:
        thread = await thread_below(work, post)
        thread.comment_count, thread.said_last = size, began + dt.timedelta(seconds=size)
        for n in range(size):
            above = chance.choice(roots) if n % 3 == 2 else None
            author = accounts[n % AUTHORS]
            comment = Comment(
                id=uuid4(), body_id=post.body_id, thread_id=thread.id, thing_kind="post",
                thing_id=post.id, author_id=author.id, author_name=author.display_name,
                text=" ".join(chance.choices(WORDS, k=30)), state=CommentState.PUBLISHED,
                said=began + dt.timedelta(seconds=n), support_count=chance.randrange(40),
                depth=1 if above else 0, audience_id=PUBLIC,
                parent_id=above and above.id, root_id=above and above.id,
            )  # fmt: skip
            if above:
                above.answer_count += 1
            else:
                comment.answer_count = 0
                roots.append(comment)
            work.add(comment)


def bare_commits(kind: str, url: str, folder: Path, seconds: float = 2) -> float:
    """How many commits of one row the same kind of database takes in a second, one by one."""
    row, until, done = ("x" * 300,), time.perf_counter() + seconds, 0
    if kind == "sqlite":
        bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=NORMAL")
        bare.execute("CREATE TABLE IF NOT EXISTS bare (words TEXT)")
        statement = "INSERT INTO bare VALUES (?)"
        while time.perf_counter() < until:
            bare.execute(statement, row)
            done += 1
        bare.close()
    else:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as bare_pg:
            bare_pg.execute("CREATE TABLE IF NOT EXISTS bare (words TEXT)")
            while time.perf_counter() < until:
                bare_pg.execute("INSERT INTO bare VALUES (%s)", row)
                done += 1
            bare_pg.execute("DROP TABLE bare")
    return done / seconds


class Crowd:
    """Those who write and read, each with their own login."""

    def __init__(self, server: ServerProcess, city: City) -> None:
        self.server, self.city = server, city
        self.numbers = itertools.count()

    def client(self) -> httpx.AsyncClient:
        """A browser that keeps its connection."""
        return httpx.AsyncClient(base_url=self.server.address, timeout=60)

    async def ask(self, client: httpx.AsyncClient, author: int, query: str, **words: object):
        """What the API answers an author; no error is let pass."""
        headers = {
            "Cookie": f"{COOKIE}={self.city.tokens[author % AUTHORS]}",
            "Origin": self.server.address,
        }
        sent = {"query": query, "variables": words}
        answer = (await client.post("/graphql", json=sent, headers=headers)).json()
        assert not answer.get("errors"), answer
        return answer["data"]

    async def write(self, client: httpx.AsyncClient, word: str = "") -> float:
        """Write one comment; the seconds until it was acknowledged."""
        n = next(self.numbers)
        began = time.perf_counter()
        data = await self.ask(
            client, n, WRITE, thing=str(self.city.posts[n % POSTS]),
            text=f"{word} {n} {' '.join(random.choices(WORDS, k=25))}", key=f"key-{n}",
        )  # fmt: skip
        assert data["writeComment"]["state"] == "PUBLISHED", data
        return time.perf_counter() - began

    async def write_many(self, writers: int, comments: int) -> tuple[float, list[float]]:
        """Comments a second of so many writers at once, and how long each took."""
        left, took = iter(range(comments)), []

        async def writer() -> None:
            async with self.client() as client:
                for _ in left:
                    took.append(await self.write(client))

        began = time.perf_counter()
        await asyncio.gather(*(writer() for _ in range(writers)))
        return comments / (time.perf_counter() - began), took

    async def found(self, word: str) -> float:
        """The seconds until the search finds a word that was said last."""
        async with self.client() as client:
            await self.write(client, word)
            began = time.perf_counter()
            while not (await self.ask(client, 0, FOUND, word=word))["search"]["totalCount"]:
                await asyncio.sleep(0.05)
        return time.perf_counter() - began

    async def page(self, client: httpx.AsyncClient, path: str) -> float:
        """The seconds that a page takes for somebody who is logged in."""
        began = time.perf_counter()
        cookie = {"Cookie": f"{COOKIE}={self.city.tokens[0]}"}
        answer = await client.get(path, headers=cookie)
        assert answer.status_code == 200, (path, answer.status_code)
        return time.perf_counter() - began

    async def late(self, client: httpx.AsyncClient, post: UUID, size: int) -> str:
        """The place in the thread behind which about a third of its comments stands."""
        after = None
        for _ in range(max(1, size * 2 // 900)):
            data = await self.ask(client, 0, CURSOR, id=str(post), after=after)
            sheet = data["commented"]["thread"]["comments"]["pageInfo"]
            if not sheet["hasNextPage"]:
                break
            after = sheet["endCursor"]
        return f"&after={after}" if after else ""


def milliseconds(took: list[float]) -> str:
    """The middle and the 95th of a hundred, in milliseconds."""
    ranked = sorted(took)
    late = ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))]
    return f"p50 {1000 * statistics.median(ranked):.0f} ms, p95 {1000 * late:.0f} ms"


async def written(table: Table, crowd: Crowd, comments: int, bare: float) -> None:
    """Comments a second, by one writer and by ten."""
    table.add_row("bare commits of one row", f"{bare:,.0f}/s")
    for writers in (1, 10):
        rate, took = await crowd.write_many(writers, comments)
        said = f"{rate:.1f}/s; {milliseconds(took)}; one costs {bare / rate:,.0f} bare commits"
        table.add_row(f"comments, {writers} at once ({comments})", said)
    table.add_row("then found by the search after", f"{await crowd.found('Quittenschluss'):.1f} s")


async def read(table: Table, crowd: Crowd) -> None:
    """Pages of a long thread against the first page of the shortest, turn by turn."""
    paths = {}
    async with crowd.client() as client:
        for size, post in crowd.city.threads.items():
            there = f"/discussions/post/{post}?sort="
            paths[size, "newest, first page"] = f"{there}newest"
            paths[size, "most supported, first page"] = f"{there}supported"
            if place := await crowd.late(client, post, size):
                paths[size, "oldest, late page"] = f"{there}oldest{place}"
        took: dict[tuple[int, str], list[float]] = {name: [] for name in paths}
        for turn in range(TURNS + 2):
            for name, path in paths.items():
                seconds = await crowd.page(client, path)
                if turn > 1:
                    took[name].append(seconds)
    first = statistics.median(next(iter(took.values())))
    for (size, what), seconds in took.items():
        ratio = statistics.median(seconds) / first
        table.add_row(f"{size:,} comments, {what}", f"{milliseconds(seconds)}; {ratio:.2f} ×")


async def meanwhile(table: Table, crowd: Crowd) -> None:
    """The posts at rest and while two people write without a pause."""
    rest, busy = [], []

    @contextmanager
    def writing():
        tasks = [asyncio.create_task(crowd.write_many(1, 10_000)) for _ in range(2)]
        yield
        for one in tasks:
            one.cancel()

    async with crowd.client() as client:
        for _ in range(3):
            rest += [await crowd.page(client, "/posts") for _ in range(TURNS)]
            with writing():
                await asyncio.sleep(0.5)
                busy += [await crowd.page(client, "/posts") for _ in range(TURNS)]
            await asyncio.sleep(0.5)
    ratio = statistics.median(busy) / statistics.median(rest)
    table.add_row("posts, at rest", milliseconds(rest))
    table.add_row("posts, while comments arrive", f"{milliseconds(busy)}; {ratio:.2f} ×")


async def measure(kind: str, url: str, folder: Path, sizes: list[int], comments: int) -> None:
    """Fill a city, serve it, and print what was measured."""
    city = await furnish(url, sizes)
    server = ServerProcess(url, folder / "data")
    server.environment |= {"ROSTRA_PAGE_CACHE_ENTRIES": "0", "ROSTRA_LOG_LEVEL": "WARNING"}
    table = Table("what", "measured", title=f"Comments on {kind}")
    await server.start()
    try:
        crowd = Crowd(server, city)
        bare = bare_commits(kind, url, folder)
        await read(table, crowd)
        await written(table, crowd, comments, bare)
        await meanwhile(table, crowd)
    finally:
        server.kill()
    console.print(table)


async def main(words: argparse.Namespace) -> None:
    """Both kinds of database, one after the other."""
    sizes = [int(size) for size in words.threads.split(",")]
    console.print(f"{platform.platform()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    console.print(f"load before: {os.getloadavg()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if words.kind in ("sqlite", "both"):
            url = f"sqlite+aiosqlite:///{folder / 'rostra.db'}"
            await measure("sqlite", url, folder, sizes, words.comments)
        if words.kind in ("postgresql", "both"):
            server = Postgres(durable=True)
            try:
                server.execute("CREATE DATABASE rostra")
                await measure(
                    "postgresql", server.url("rostra"), folder / "pg", sizes, words.comments
                )
            finally:
                server.stop()
    console.print(f"load after: {os.getloadavg()}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", default="50,1000,10000")
    parser.add_argument("--kind", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--comments", type=int, default=300)
    asyncio.run(main(parser.parse_args()))
