"""Pages for everybody are made once, and never shown when something public has changed since."""

import asyncio
import gzip
from dataclasses import dataclass
from uuid import UUID

import brotli
import httpx
import pytest

from rostra.access import PUBLIC, system
from rostra.events import Event
from rostra.organizations.models import Body
from rostra_frontend.server import page_cache
from rostra_frontend.server.compression import Compression, encoding_for
from rostra_frontend.server.page_cache import PageCache
from rostra_frontend.server.revision import Revision


@dataclass(frozen=True)
class BodyRenamed(Event):
    body: UUID


class Printer:
    """An application that numbers its answers, so that a test sees which of them it got."""

    def __init__(self):
        self.made = 0
        self.headers = [(b"content-type", b"text/html; charset=utf-8")]
        self.status = 200
        self.text = "<p>Stadtrat</p>" * 100
        self.pause = 0
        self.numbered = True

    async def __call__(self, scope, receive, send):
        self.made += 1
        number = self.made
        await asyncio.sleep(self.pause)
        body = f"{number if self.numbered else ''} {self.text}".encode()
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": body[:50], "more_body": True})
        await send({"type": "http.response.body", "body": body[50:], "more_body": False})


@pytest.fixture
def printer():
    return Printer()


@pytest.fixture
async def revision(database):
    watching = Revision(database)
    await watching.start()
    yield watching
    await watching.stop()


@pytest.fixture
def cache(printer, revision):
    return PageCache(printer, Compression(printer), revision, ("__Host-login",), "build", 50)


@pytest.fixture
async def client(cache):
    transport = httpx.ASGITransport(app=cache)
    async with httpx.AsyncClient(transport=transport, base_url="http://city.test") as opened:
        yield opened


def number_of(response):
    return int(response.text.split(" ")[0])


async def change_something(database):
    async with database.work(system) as work:
        body = Body(name="Stadt", audience_id=PUBLIC)
        work.add(body)
        await work.flush()
        work.record(BodyRenamed(body.id))


async def test_makes_a_page_once(client, printer):
    numbers = [number_of(await client.get("/meetings/1?page=2")) for _ in range(3)]
    assert numbers == [1, 1, 1]
    for other in ("/meetings/1", "/meetings/1?page=3", "/en/meetings/1?page=2"):
        await client.get(other)
    assert printer.made == 4


async def test_makes_it_anew_at_once_when_something_changed(client, database):
    for expected in (1, 2, 3):
        assert number_of(await client.get("/")) == expected
        assert number_of(await client.get("/")) == expected
        await change_something(database)


async def test_notices_what_another_process_changed(client, database, database_url):
    assert number_of(await client.get("/")) == 1
    elsewhere = type(database)(database_url)
    await change_something(elsewhere)
    await elsewhere.close()
    await asyncio.sleep(0.9)
    assert number_of(await client.get("/")) == 2


async def test_does_not_keep_what_was_made_while_something_changed(client, printer, database):
    printer.pause = 0.3
    slow = asyncio.create_task(client.get("/"))
    await asyncio.sleep(0.1)
    await change_something(database)
    assert number_of(await slow) == 1
    assert number_of(await client.get("/")) == 2


async def test_a_crowd_waits_for_one_page(client, printer):
    printer.pause = 0.1
    answers = await asyncio.gather(*(client.get("/") for _ in range(20)))
    assert {number_of(answer) for answer in answers} == {1}


async def test_a_crowd_is_not_stuck_when_making_fails(client, printer, cache):
    printer.pause = 0.1
    printer.status = 500
    answers = await asyncio.gather(*(client.get("/") for _ in range(5)))
    assert {answer.status_code for answer in answers} == {500}
    assert cache.making == {}


async def test_answers_a_condition_without_making_anything(client, printer, database):
    first = await client.get("/")
    again = await client.get("/", headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert printer.made == 1
    await change_something(database)
    changed = await client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


async def test_a_tag_tells_nothing_that_the_page_does_not(client, printer, database):
    printer.numbered = False
    first = await client.get("/")
    await change_something(database)
    again = await client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert printer.made == 2
    assert (again.status_code, again.headers["etag"]) == (304, first.headers["etag"])


async def test_sends_what_the_client_can_unpack(client):
    sizes = {}
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        async with client.stream("GET", "/", headers={"Accept-Encoding": encoding}) as answer:
            raw = b"".join([part async for part in answer.aiter_raw()])
        assert answer.headers["content-encoding"] == encoding
        assert int(answer.headers["content-length"]) == len(raw)
        assert "Accept-Encoding" in answer.headers["vary"]
        sizes[encoding] = len(raw)
        assert unpack(raw).startswith(b"1 <p>")
    plain = await client.get("/", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert max(sizes.values()) < len(plain.content) / 5


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("gzip, br", "br"), ("gzip;q=0.5", "gzip"), ("br;q=0, gzip", "gzip"), ("", ""), ("*", "")],
)
def test_picks_the_encoding(accepted, expected):
    assert encoding_for(accepted) == expected


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "a=b; __Host-login=whatever"},
        {"Authorization": "Bearer x"},
        {"Range": "bytes=0-1"},
    ],
)
async def test_is_for_the_anonymous_alone(client, headers):
    await client.get("/")
    assert number_of(await client.get("/", headers=headers)) == 2
    assert number_of(await client.get("/", headers=headers)) == 3
    assert number_of(await client.get("/", headers={"Cookie": "colour=dark"})) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=a",
        "/en/search?q=a",
        "/en//search?q=a",
        "/graphql",
        "/oparl/v1.1/system",
        "/login",
        "/en/account",
        "/health/ready",
        "/metrics",
        "/meetings/1/minutes.pdf",
        "/files/1/download",
    ],
)
async def test_leaves_alone_what_depends_on_more(client, path):
    assert [number_of(await client.get(path)) for _ in range(2)] == [1, 2]


@pytest.mark.parametrize(
    "header",
    [
        (b"set-cookie", b"a=b"),
        (b"cache-control", b"no-store"),
        (b"cache-control", b"private, max-age=1"),
        (b"content-type", b"application/json"),
    ],
)
async def test_does_not_keep_what_is_for_one_reader(client, printer, header):
    printer.headers = [header, *(pair for pair in printer.headers if pair[0] != header[0])]
    assert [number_of(await client.get("/")) for _ in range(2)] == [1, 2]


@pytest.mark.parametrize("status", [404, 410, 500, 301])
async def test_does_not_keep_what_is_not_there(client, printer, status):
    printer.status = status
    for expected in (1, 2):
        answer = await client.get("/", follow_redirects=False)
        assert (answer.status_code, number_of(answer)) == (status, expected)
        assert "etag" not in answer.headers


async def test_does_not_keep_a_change(client, printer):
    assert [number_of(await client.post("/")) for _ in range(2)] == [1, 2]


async def test_keeps_built_assets_for_everybody_whatever_changes(client, printer, database):
    printer.headers = [(b"content-type", b"text/css"), (b"cache-control", b"immutable")]
    await client.get("/static/site.css")
    await change_something(database)
    kept = await client.get("/static/site.css", headers={"Cookie": "__Host-login=x"})
    assert number_of(kept) == 1
    assert kept.headers["cache-control"] == "immutable"


async def test_gives_way_to_what_is_used(client, cache, monkeypatch):
    for number in range(60):
        await client.get(f"/{number}")
        await client.get("/0")
    assert len(cache.kept) == 50
    assert number_of(await client.get("/0")) == 1
    assert number_of(await client.get("/1")) == 61
    assert cache.room == sum(kept.size for kept in cache.kept.values())
    monkeypatch.setattr(page_cache, "ROOM", cache.kept[("/0", b"")].size * 3)
    await client.get("/61")
    assert len(cache.kept) <= 3


async def test_passes_on_what_is_too_large_to_keep(client, printer, monkeypatch):
    monkeypatch.setattr(page_cache, "LARGEST", 40)
    assert [number_of(await client.get("/")) for _ in range(2)] == [1, 2]


async def test_makes_pages_anew_every_hour(client, monkeypatch):
    assert number_of(await client.get("/")) == 1
    now = page_cache.time.time()
    monkeypatch.setattr(page_cache.time, "time", lambda: now + page_cache.TURN)
    assert number_of(await client.get("/")) == 2
