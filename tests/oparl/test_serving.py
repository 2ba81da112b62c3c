"""The whole application serves OParl and the bytes of files, as programs elsewhere need them."""

import gzip

import httpx
import pytest

from rostra.access import system
from rostra.files.receiving import take_in
from rostra.files.services import add_file, withdraw_file
from rostra.files.storage import Folder, chunks_of
from rostra.kinds import READABLE
from support import documents
from support.publishing import make_council
from support.town_hall import HERE, serving, settings_for

ROOT = f"{HERE}/oparl/v1.1"


@pytest.fixture
async def house(sqlite_database, sqlite_url, tmp_path):
    """The council with a real file, and the application before it."""
    folder = tmp_path / "data"
    council = await make_council(sqlite_database)
    store = Folder(folder / "files")
    received = await take_in(store, chunks_of(documents.pdf("Radweg")), "Plan.pdf", 1_000_000)
    async with sqlite_database.work(system) as work:
        paper = await work.find(READABLE["paper"], council.paper.id)
        file = await add_file(work, received, paper, name="Plan")
    async with serving(settings_for(sqlite_url, folder)) as app:
        yield app, council, file


async def test_answers_behind_the_front_door(house):
    app, council, _ = house
    async with visitor(app) as client:
        entry = await client.get(f"{ROOT}/system")
        assert entry.status_code == 200
        assert entry.json()["id"] == f"{ROOT}/system"
        assert entry.headers["access-control-allow-origin"] == "*"
        assert entry.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "set-cookie" not in entry.headers
        known = await client.get(f"{ROOT}/system", headers={"if-none-match": entry.headers["etag"]})
        assert known.status_code == 304
        missing = await client.get(f"{ROOT}/nothing")
        assert missing.json()["type"] == "https://schema.oparl.org/1.1/Error"
        full = await client.get(f"{ROOT}/meeting/{council.meeting.id}")
        head = await client.head(f"{ROOT}/meeting/{council.meeting.id}")
        assert head.headers["etag"] == full.headers["etag"]
        assert head.content == b""


async def test_compresses_what_is_long(house):
    app, council, _ = house
    address = f"{ROOT}/meeting/{council.meeting.id}"
    async with visitor(app) as client:
        plain = await client.get(address, headers={"accept-encoding": "identity"})
        async with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as reply:
            packed = b"".join([part async for part in reply.aiter_raw()])
            assert reply.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content) / 2


async def test_files_are_shown_saved_and_gone(house, sqlite_database):
    app, _, file = house
    async with visitor(app) as client:
        described = (await client.get(f"{ROOT}/file/{file.id}")).json()
        shown = await client.get(described["accessUrl"])
        saved = await client.get(described["downloadUrl"])
        assert shown.status_code == saved.status_code == 200
        assert shown.headers["content-disposition"].startswith("inline")
        assert saved.headers["content-disposition"].startswith("attachment; filename=")
        assert len(shown.content) == described["size"]
        assert shown.headers["content-type"] == described["mimeType"] == "application/pdf"
        async with sqlite_database.work(system) as work:
            await withdraw_file(work, file.id)
        assert (await client.get(described["accessUrl"])).status_code == 410
        assert (await client.get(described["downloadUrl"])).status_code == 410
        assert (await client.get(described["id"])).json()["deleted"] is True


async def test_the_web_address_of_each_thing_is_a_page(house):
    app, council, file = house
    async with visitor(app) as client:
        for thing in ("meeting", "opening", "paper", "council", "klara", "body", "term"):
            record = getattr(council, thing)
            path = f"{ROOT}/{record.kind.replace('_', '')}/{record.id}"
            page = await client.get((await client.get(path)).json()["web"])
            assert page.status_code == 200, path
            assert page.headers["content-type"].startswith("text/html")
        web = (await client.get(f"{ROOT}/file/{file.id}")).json()["web"]
        assert (await client.get(web)).status_code == 200


def visitor(app):
    """A program that reads over HTTP."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE)
