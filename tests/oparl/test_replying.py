"""Replies are open to every origin, conditional, canonical, and never in another's name."""

import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.events import LoggedEvent
from rostra.organizations.models import Organization
from rostra.posts.events import PostPublished
from support.publishing import ENTRY, ROOT, SITE, first_body, make_council, reading

ERROR = "https://schema.oparl.org/1.1/Error"


async def test_every_reply_is_open_to_every_origin(database):
    council = await make_council(database)
    async with reading(database) as client:
        tag = (await client.get(ENTRY)).headers["etag"]
        replies = [
            await client.get(ENTRY),
            await client.get(ENTRY, headers={"if-none-match": tag}),
            await client.get(council.address("meeting")),
            await client.get(council.address("meeting").upper().replace(SITE.upper(), SITE)
                             .replace("/OPARL", "/oparl")),
            await client.get((await first_body(client))["paper"]),
            await client.get(f"{ROOT}/bodies?limit=no"),
            await client.get(f"{ROOT}/nothing"),
            await client.get(f"{SITE}/oparl/v1.0/system"),
            await client.post(ENTRY),
            await client.head(ENTRY),
            await client.options(ENTRY),
        ]  # fmt: skip
    statuses = [reply.status_code for reply in replies]
    assert statuses == [200, 304, 200, 301, 200, 400, 404, 404, 405, 200, 204]
    assert {reply.headers["access-control-allow-origin"] for reply in replies} == {"*"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/oparl/v1.1/nothing", 404),
        ("GET", "/oparl/v1.1/paper/7", 404),
        ("GET", "/oparl/v1.1/paper/00000000-0000-0000-0000-000000000005", 404),
        ("GET", "/oparl/v1.1/body/00000000-0000-0000-0000-000000000005/papers", 404),
        ("GET", "/oparl/v1.1/person/00000000-0000-0000-0000-000000000005/papers", 404),
        ("GET", "/oparl/v1.1/%00%ff/..%2f..", 404),
        ("GET", "/oparl/v1.1/bodies?limit=no", 400),
        ("POST", "/oparl/v1.1/system", 405),
        ("DELETE", "/oparl/v1.1/nothing", 405),
    ],
)
async def test_errors_are_error_objects(sqlite_database, method, path, status):
    async with reading(sqlite_database) as client:
        reply = await client.request(method, SITE + path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/json"
    assert set(reply.json()) == {"type", "message", "debug"}
    assert reply.json()["type"] == ERROR
    assert ("GET" in reply.headers.get("allow", "")) is (status == 405)


async def test_errors_speak_the_language_of_the_content(sqlite_database):
    for language, word in (("de", "Hier"), ("en", "There")):
        async with reading(sqlite_database, default_language=language) as client:
            reply = await client.get(f"{ROOT}/nothing")
        assert reply.json()["message"].startswith(word)


async def test_a_failure_is_masked(sqlite_database, monkeypatch):
    await make_council(sqlite_database)

    def broken(*_, **__):
        raise RuntimeError("the secret path")

    monkeypatch.setattr("rostra_frontend.oparl.router.written", broken)
    async with reading(sqlite_database) as client:
        reply = await client.get(f"{ROOT}/bodies")
    assert reply.status_code == 500
    assert reply.json()["type"] == ERROR
    assert "secret" not in reply.text
    assert reply.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    "spelled",
    [
        lambda path: path + "/",
        lambda path: path.replace("/v1.1/", "//v1.1/"),
        lambda path: path.replace("/paper/", "/Paper/"),
        lambda path: path.replace("-", ""),
        lambda path: path[:-36] + path[-36:].upper(),
        lambda path: path.replace("/paper", "/%70aper"),
        lambda path: path + "?anything=1",
    ],
)
async def test_other_spellings_lead_to_the_canonical_one(sqlite_database, spelled):
    council = await make_council(sqlite_database)
    address = council.address("paper")
    async with reading(sqlite_database) as client:
        reply = await client.get(SITE + spelled(address.removeprefix(SITE)))
        assert reply.status_code == 301
        assert reply.headers["location"] == address
        assert (await client.get(reply.headers["location"])).status_code == 200


async def test_lists_keep_their_question_when_they_lead_on(sqlite_database):
    council = await make_council(sqlite_database)
    async with reading(sqlite_database) as client:
        reply = await client.get(f"{council.address('body')}/Papers/?limit=3")
        assert reply.headers["location"] == f"{council.address('body')}/papers?limit=3"
        assert (await client.get(f"{SITE}/oparl")).headers["location"] == ENTRY
        assert (await client.get(f"{SITE}/oparl/v1.1/")).headers["location"] == ENTRY


async def test_what_the_client_holds_is_not_sent_again(database):
    council = await make_council(database)
    async with reading(database) as client:
        for address in (ENTRY, council.address("council"), (await first_body(client))["paper"]):
            reply = await client.get(address)
            tag = reply.headers["etag"]
            for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
                again = await client.get(address, headers={"if-none-match": known})
                assert (again.status_code, again.content) == (304, b"")
                assert again.headers["etag"] == tag
            assert (await client.get(address, headers={"if-none-match": '"x"'})).status_code == 200


async def test_a_change_is_sent_again(database):
    council = await make_council(database)
    async with reading(database) as client:
        for address in (council.address("council"), f"{council.address('body')}/organizations"):
            tag = (await client.get(address)).headers["etag"]
            async with database.work(system) as work:
                found = await work.find(Organization, council.council.id)
                found.name = f"Neuer Name {address}"
            reply = await client.get(address, headers={"if-none-match": tag})
            assert reply.status_code == 200
            assert reply.headers["etag"] != tag


async def test_an_object_is_dated_by_its_last_change(database):
    council = await make_council(database)
    async with reading(database) as client:
        reply = await client.get(council.address("paper"))
        assert reply.headers["last-modified"] == "Wed, 01 Jan 2020 00:00:00 GMT"
        for since, status in (
            ("Wed, 01 Jan 2020 00:00:00 GMT", 304),
            ("Tue, 31 Dec 2019 23:59:59 GMT", 200),
            ("nonsense", 200),
        ):
            again = await client.get(council.address("paper"), headers={"if-modified-since": since})
            assert again.status_code == status


async def test_a_list_is_dated_by_the_last_public_fact(database):
    council = await make_council(database)
    async with database.work(system) as work:
        work.record(PostPublished(council.paper.id))
    async with database.work(system) as work:
        past = council.meeting.start.replace(year=2021)
        await work.change(sa.update(LoggedEvent).values(at=past))
    async with reading(database) as client:
        reply = await client.get((await first_body(client))["paper"])
        assert reply.headers["last-modified"] == "Fri, 12 Mar 2021 17:00:00 GMT"


async def test_a_change_of_this_very_second_has_no_date_yet(database):
    council = await make_council(database)
    async with database.work(system) as work:
        (await work.find(Organization, council.council.id)).name = "Gerade geändert"
    async with reading(database) as client:
        reply = await client.get(council.address("council"))
    answered = dt.datetime.now(dt.UTC).replace(microsecond=0)
    changed = dt.datetime.fromisoformat(reply.json()["modified"]).replace(microsecond=0)
    assert reply.headers.get("last-modified") is None or changed < answered


async def test_head_tells_all_but_the_content(database):
    council = await make_council(database)
    async with reading(database) as client:
        for address in (ENTRY, council.address("meeting"), (await first_body(client))["paper"]):
            full, head = await client.get(address), await client.head(address)
            assert head.status_code == 200
            assert head.content == b""
            assert dict(head.headers) == dict(full.headers)


async def test_whoever_is_logged_in_reads_as_the_public(database):
    council = await make_council(database)
    async with reading(database) as client:
        plain = await client.get(council.address("meeting"))
        known = await client.get(
            council.address("meeting"),
            headers={"cookie": "__Host-login=anything", "authorization": "Bearer anything"},
        )
    assert known.content == plain.content
    assert "set-cookie" not in known.headers
    assert "set-cookie" not in plain.headers
