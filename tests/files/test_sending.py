"""The bytes of files go out whole, in parts, harmless, and to nobody who may not read them."""

import os

import pytest

from rostra.access import PUBLIC, system
from rostra.files.models import File
from rostra.files.receiving import take_in
from rostra.files.services import add_file, withdraw_file
from rostra.files.storage import Folder, chunks_of
from rostra_frontend.server.file_routes import disposition, shown_type
from support import documents
from support.make.papers import make_paper
from support.town_hall import town_hall

PAGE = b"<!doctype html><title>x</title><script>alert(1)</script>"
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
async def hall(database_url, tmp_path):
    async with town_hall(database_url, tmp_path / "data") as running:
        yield running


@pytest.fixture
async def visitor(hall):
    async with hall.visitor() as somebody:
        yield somebody


async def kept(hall, content, name="Anlage 1.pdf", audience_id=PUBLIC):
    received = await take_in(Folder(hall.folder / "files"), chunks_of(content), name, 10_000_000)
    paper = await make_paper(hall.database, audience_id=audience_id)
    async with hall.database.work(system) as work:
        return await add_file(work, received, paper)


async def test_are_shown_and_saved(hall, visitor):
    content = documents.pdf("Gebühr")
    file = await kept(hall, content, "Gebühren „neu“.pdf")
    shown = await visitor.get(f"/files/{file.id}/view")
    saved = await visitor.get(f"/files/{file.id}/download")
    assert shown.content == saved.content == content
    assert shown.headers["content-type"] == saved.headers["content-type"] == "application/pdf"
    assert shown.headers["content-length"] == str(len(content))
    assert shown.headers["content-disposition"].startswith("inline; filename=")
    assert saved.headers["content-disposition"] == (
        'attachment; filename="Geb_hren _neu_.pdf"; '
        "filename*=UTF-8''Geb%C3%BChren%20%E2%80%9Eneu%E2%80%9C.pdf"
    )
    assert shown.headers["etag"] == f'"{file.content_hash}"'
    assert "last-modified" in shown.headers
    assert shown.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "name", "shown_as"),
    [
        (PAGE, "a.html", "text/plain"),
        (PICTURE, "a.svg", "text/plain"),
        (b"Rat", "a.txt", "text/plain"),
    ],
)
async def test_cannot_act_in_a_browser(hall, visitor, content, name, shown_as):
    file = await kept(hall, content, name)
    shown = await visitor.get(f"/files/{file.id}/view")
    saved = await visitor.get(f"/files/{file.id}/download")
    assert shown.headers["content-type"].partition(";")[0] == shown_as
    assert saved.headers["content-disposition"].startswith("attachment")
    for answer in (shown, saved):
        assert "sandbox" in answer.headers["content-security-policy"]
        assert "html" not in answer.headers["content-type"]
        assert "svg" not in answer.headers["content-type"]
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_are_not_sent_again_to_who_has_them(hall, visitor):
    file = await kept(hall, documents.pdf("Gebühr"))
    for tag in (f'"{file.content_hash}"', f'"x", W/"{file.content_hash}"', "*"):
        answer = await visitor.get(f"/files/{file.id}/view", If_None_Match=tag)
        assert (answer.status_code, answer.content) == (304, b"")
    assert (await visitor.get(f"/files/{file.id}/view", If_None_Match='"y"')).status_code == 200


async def test_go_out_in_parts(hall, visitor):
    content = b"Rat\n" + os.urandom(300_000).hex().encode()
    file = await kept(hall, content, "a.txt")
    size = len(content)
    for asked, start, stop in (
        ("bytes=0-9", 0, 10),
        ("bytes=10-", 10, size),
        ("bytes=-7", size - 7, size),
        (f"bytes=5-{size * 2}", 5, size),
        ("bytes=262140-262150", 262_140, 262_151),
    ):
        answer = await visitor.get(f"/files/{file.id}/view", Range=asked)
        assert answer.status_code == 206
        assert answer.content == content[start:stop]
        assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{size}"
        assert answer.headers["content-length"] == str(stop - start)
        assert "content-encoding" not in answer.headers
    for asked in (f"bytes={size}-", "bytes=-0", "bytes=9-3"):
        answer = await visitor.get(f"/files/{file.id}/view", Range=asked)
        assert answer.status_code == 416
        assert answer.headers["content-range"] == f"bytes */{size}"
    for asked in ("bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=a-b", f"bytes=0-{'9' * 5000}"):
        answer = await visitor.get(f"/files/{file.id}/view", Range=asked)
        assert (answer.status_code, len(answer.content)) == (200, size)
    changed = await visitor.get(f"/files/{file.id}/view", Range="bytes=0-1", If_Range='"old"')
    assert changed.status_code == 200
    same = f'"{file.content_hash}"'
    fresh = await visitor.get(f"/files/{file.id}/view", Range="bytes=0-1", If_Range=same)
    assert fresh.status_code == 206


async def test_answer_head(hall, visitor):
    content = documents.pdf("Gebühr")
    file = await kept(hall, content)
    answer = await visitor.client.head(f"/files/{file.id}/download")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(content))


async def test_are_absent_for_who_may_not_read_them(hall, visitor):
    async with hall.database.work(system) as work:
        inside = await work.audience({"organization:nobody"})
    file = await kept(hall, documents.pdf("Grundstück"), audience_id=inside)
    for way in ("view", "download"):
        answer = await visitor.get(f"/files/{file.id}/{way}")
        assert answer.status_code == 404
        assert b"Grundst" not in answer.content
    async with hall.visitor() as citizen:
        await citizen.log_in(hall.emails["citizen"])
        assert (await citizen.get(f"/files/{file.id}/view")).status_code == 404


async def test_reach_who_may_read_them_and_nobodys_cache(hall, visitor):
    async with hall.database.work(system) as work:
        inside = await work.audience({f"role:clerk:{hall.body}"})
    file = await kept(hall, documents.pdf("Grundstück"), audience_id=inside)
    async with hall.visitor() as clerk:
        await clerk.log_in(hall.emails["clerk"])
        answer = await clerk.get(f"/files/{file.id}/view")
        assert answer.status_code == 200
        assert "private" in answer.headers["cache-control"]
        assert "public" not in answer.headers["cache-control"]
    assert (await visitor.get(f"/files/{file.id}/view")).status_code == 404


async def test_are_gone_when_they_were_withdrawn(hall, visitor):
    file = await kept(hall, documents.pdf("Gebühr"))
    async with hall.database.work(system) as work:
        await withdraw_file(work, file.id)
    for way in ("view", "download"):
        answer = await visitor.get(f"/files/{file.id}/{way}")
        assert (answer.status_code, answer.content) == (410, b"")


async def test_that_lie_elsewhere_are_fetched_there(hall, visitor):
    paper = await make_paper(hall.database)
    async with hall.database.work(system) as work:
        there = {"body_id": paper.body_id, "audience_id": PUBLIC}
        far = File(access_url="https://rat.example.org/a.pdf", **there)
        wicked = File(access_url="javascript:alert(1)", **there)
        lost = File(**there)
        work.add(far, wicked, lost)
    answer = await visitor.get(f"/files/{far.id}/view")
    assert (answer.status_code, answer.headers["location"]) == (
        302,
        "https://rat.example.org/a.pdf",
    )
    assert (await visitor.get(f"/files/{wicked.id}/view")).status_code == 404
    assert (await visitor.get(f"/files/{lost.id}/view")).status_code == 404


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.pdf", 'inline; filename="a.pdf"'),
        ('a".pdf', 'inline; filename="a .pdf"; filename*=UTF-8'),
        ("a\r\nSet-Cookie: x.pdf", "inline; filename="),
        ("50 %.pdf", 'inline; filename="50 _.pdf"; filename*=UTF-8'),
    ],
)
def test_have_names_that_break_no_header(name, expected):
    said = disposition(File(file_name=name), inline=True)
    assert said.startswith(expected.partition("; filename*")[0][:18])
    assert not set(said) & set("\r\n")
    said.encode("ascii")


@pytest.mark.parametrize("kind", [None, "", "text/html", "image/svg+xml", "application/xml", "x/y"])
def test_are_sent_as_nothing_that_acts(kind):
    for inline in (True, False):
        assert shown_type(kind, inline) in ("text/plain", "application/octet-stream", "x/y")
