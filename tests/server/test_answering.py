"""Every answer is safe, numbered, measured and in order, whatever was asked."""

import asyncio
import io
import json
import re

import httpx
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostra.access import system
from rostra.people.models import Account
from rostra_frontend.server.reception import Reception
from support.make.posts import make_post
from support.town_hall import COOKIE, HERE, PASSWORD, settings_for, town_hall

SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.parametrize(
    "path", ["/", "/en", "/login", "/nowhere", "/health/live", "/search?q=rat", "/static/x.css"]
)
async def test_is_safe(visitor, path):
    for _ in range(2):
        answer = await visitor.get(path)
        for name, value in SAFE.items():
            assert answer.headers[name] == value
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])
        assert answer.headers.get_list("set-cookie") == []


@pytest.mark.parametrize(
    "path",
    ["//", "//login", "/en//login", "/static/%00", "/papers/%00", "/static//site.css", "/%2F"],
)
async def test_knows_no_address_with_an_empty_part_or_a_nul(visitor, path):
    answer = await visitor.get(f"{HERE}{path}")
    assert answer.status_code == 404
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_has_no_script_or_style_that_the_policy_forbids(visitor, small_hall):
    for path in ("/", "/login", f"/posts/{small_hall.post}", "/search?q=rat", "/calendar"):
        page = (await visitor.get(path)).text
        assert "<style" not in page
        assert " style=" not in page
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert not re.search(r"\son[a-z]+=", page)


async def test_asks_for_https_where_the_site_has_it(sqlite_url, tmp_path):
    address = "https://rat.example.org"
    async with (
        town_hall(sqlite_url, tmp_path / "data", public_url=address) as hall,
        hall.visitor() as visitor,
    ):
        answer = await visitor.get("/")
        assert "max-age=" in answer.headers["strict-transport-security"]
        answer = await visitor.post(
            "/login",
            {"email": hall.emails["citizen"], "password": PASSWORD},
            Origin=address,
            Sec_Fetch_Site="",
        )
        assert answer.status_code == 303
        assert list(visitor.cookies) == [COOKIE]


async def test_says_the_same_to_head_without_a_body(visitor, small_hall):
    for path in ("/", "/nowhere", "/health/live", f"/posts/{small_hall.post}"):
        whole = await visitor.client.get(path)
        head = await visitor.client.head(path)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        assert head.headers["content-type"] == whole.headers["content-type"]
        assert head.headers["content-length"] == whole.headers["content-length"]


async def test_a_page_for_one_reader_is_kept_by_nobody(hall):
    async with hall.visitor() as stranger, hall.visitor() as citizen:
        await stranger.get("/")
        await citizen.log_in(hall.emails["citizen"])
        mine = await citizen.get("/")
        assert mine.headers["cache-control"] == "private, no-store"
        assert "etag" not in mine.headers
        assert "Berta" in mine.text
        assert "Berta" not in (await stranger.get("/")).text
        asset = re.search(r'href="(/static/[^"]+\.css)"', mine.text)
        kept = await citizen.get(asset[1])
        assert "immutable" in kept.headers["cache-control"]


async def test_absent_and_forbidden_look_the_same(hall):
    async with hall.database.work(system) as work:
        inside = await work.audience({"role:clerk:nowhere"})
    secret = await make_post(hall.database, audience_id=inside)
    async with hall.visitor() as visitor:
        for path in ("/posts/{}", "/files/{}/view", "/meetings/{}/minutes.pdf", "/papers/{}"):
            forbidden = await visitor.get(path.format(secret.id))
            absent = await visitor.get(path.format("00000000-0000-7000-8000-000000000000"))
            assert forbidden.status_code == absent.status_code == 404
            assert forbidden.content.replace(str(secret.id).encode(), b"") == (
                absent.content.replace(b"00000000-0000-7000-8000-000000000000", b"")
            )


async def test_is_ready_when_everything_is_under_way(hall):
    async with hall.visitor() as visitor:
        assert (await visitor.get("/health/live")).json() == {"status": "alive"}
        ready = await visitor.get("/health/ready")
        assert ready.status_code == 200
        assert ready.json()["checks"] == {"database": True, "search": True, "background": True}


async def test_is_not_ready_when_the_database_does_not_answer(postgres_url, tmp_path, postgres):
    async with town_hall(postgres_url, tmp_path / "data") as hall, hall.visitor() as visitor:
        name = postgres_url.rsplit("/", 1)[1]
        postgres.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        everybody = f"pg_stat_activity WHERE datname = '{name}'"
        postgres.execute(f"SELECT pg_terminate_backend(pid) FROM {everybody}")
        ready = await visitor.get("/health/ready")
        assert (ready.status_code, ready.json()["checks"]["database"]) == (503, False)
        assert (await visitor.get("/health/live")).status_code == 200
        postgres.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        await asyncio.sleep(0.6)
        assert (await visitor.get("/health/ready")).status_code == 200


async def test_tells_its_figures(visitor):
    await visitor.get("/")
    await visitor.get("/")
    figures = (await visitor.get("/metrics")).text
    assert 'rostra_requests_total{cache="hit",method="GET",status="200"} 1.0' in figures
    assert "rostra_request_seconds_bucket" in figures
    assert 'rostra_jobs{state="dead"} 0.0' in figures
    assert "process_resident_memory_bytes" in figures


async def test_writes_a_line_without_who_and_what(tmp_path, small_hall):
    lines = io.BytesIO()
    inner = small_hall.app
    chosen = settings_for("", tmp_path, log_level="INFO")
    loud = Reception(inner.app, chosen, inner.metrics, write=lines.write)
    small_hall.app = loud
    async with small_hall.visitor() as visitor:
        await visitor.log_in(small_hall.emails["citizen"])
        answer = await visitor.get("/search?q=krankheit")
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert written[-1]["request_id"] == answer.headers["x-request-id"]
    assert (written[-1]["method"], written[-1]["path"]) == ("GET", "/search")
    for secret in ("192.0.2.7", "citizen@example.org", PASSWORD, "krankheit"):
        assert secret.encode() not in lines.getvalue()
    assert visitor.cookies[COOKIE].encode() not in lines.getvalue()


async def test_a_fault_is_a_page_with_a_number_and_a_line_without_secrets(
    capfdbinary, small_hall, monkeypatch
):
    async def broken(*_args, **_kwargs):
        raise RuntimeError("the cellar is flooded")

    monkeypatch.setattr("rostra_frontend.server.login_routes.log_in", broken)
    async with small_hall.visitor() as visitor:
        answer = await visitor.log_in(small_hall.emails["citizen"])
    assert answer.status_code == 500
    assert "cellar" not in answer.text
    written = capfdbinary.readouterr().err
    (line,) = [json.loads(one) for one in written.splitlines() if b"cellar" in one]
    assert line["request_id"] == answer.headers["x-request-id"]
    assert PASSWORD.encode() not in written


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.text(max_size=40).map(lambda text: "/" + text),
    query=st.text(max_size=40),
    cookie=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]),
)
async def test_never_fails_whatever_is_asked(small_hall, path, query, cookie, method):
    said = []

    async def receive():
        return {"type": "http.request", "body": b"a=b", "more_body": False}

    async def send(message):
        said.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("utf-8", "replace"),
        "query_string": query.encode("utf-8", "replace"),
        "root_path": "",
        "headers": [
            (b"host", HERE.removeprefix("http://").encode()),
            (b"cookie", f"{COOKIE}={cookie}".encode()),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ],
        "client": ("192.0.2.7", 1),
        "server": ("127.0.0.1", 8000),
        "extensions": {},
    }
    await small_hall.app(scope, receive, send)
    assert said[0]["type"] == "http.response.start"
    assert said[0]["status"] < 500
    assert said[-1].get("more_body", False) is False


async def test_a_closed_account_is_a_stranger(hall):
    async with hall.visitor() as visitor:
        await visitor.log_in(hall.emails["citizen"])
        async with hall.database.work(system) as work:
            await work.change(sa.update(Account).values(active=False))
        assert "Berta" not in (await visitor.get("/account")).text


@pytest.mark.parametrize(
    "path", ["/letters/end/{}", "/en/letters/end/{}", "/invitations/{}", "/en/invitations/{}"]
)
async def test_writes_no_line_with_what_opens_something(small_hall, path):
    lines, inner = io.BytesIO(), small_hall.app
    chosen = settings_for("sqlite:///:memory:", small_hall.folder, log_level="INFO")
    loud = Reception(inner.app, chosen, inner.metrics, write=lines.write)
    transport = httpx.ASGITransport(app=loud)
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        for method in ("GET", "POST"):
            reply = await client.request(method, path.format("Zaunkoenig-1904"))
            assert reply.headers.get("etag") is None  # nor is it kept in the memory of pages
    assert b"Zaunkoenig" not in lines.getvalue()
    assert lines.getvalue().count(path.format("\u2026").encode()) == 2
