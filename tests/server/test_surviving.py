"""What was acknowledged stays, is fresh on its page at once, and is found within two seconds."""

import asyncio
import time

import httpx
import pytest

from rostra.database import Database
from support.server_process import ServerProcess
from support.town_hall import furnish


@pytest.fixture
async def served(database_url, tmp_path):
    database = Database(database_url)
    post, _body, emails = await furnish(database)
    await database.close()
    server = ServerProcess(database_url, tmp_path / "data")
    await server.start()
    yield server, f"/discussions/post/{post}", emails["citizen"]
    server.kill()


async def say(visitor, path, token, text):
    answer = await visitor.post(path, {"text": text, "form_token": token})
    assert answer.status_code == 303, answer.text


@pytest.mark.long
async def test_a_comment_is_fresh_at_once_and_found_within_two_seconds(served):
    server, path, email = served
    citizen, stranger = server.visitor(), server.visitor()
    await citizen.log_in(email)
    token = await citizen.token(path)
    before = await stranger.get(path)
    assert (await stranger.get(path)).headers["etag"] == before.headers["etag"]
    await say(citizen, path, token, "Ein Wort zum Quittenbaum")
    said = time.monotonic()
    after = await stranger.get(path, If_None_Match=before.headers["etag"])
    assert after.status_code == 200
    assert "Quittenbaum" in after.text
    while "Quittenbaum" not in (await stranger.get("/search?q=quittenbaum")).text.partition(
        "<main"
    )[2].replace('value="quittenbaum"', ""):
        assert time.monotonic() - said < 10
        await asyncio.sleep(0.05)
    assert time.monotonic() - said < 2.5


@pytest.mark.long
async def test_a_killed_server_loses_nothing_acknowledged(served):
    server, path, email = served
    writers = [server.visitor() for _ in range(3)]
    tokens = []
    for writer in writers:
        await writer.log_in(email)
        tokens.append(await writer.token(path))
    acknowledged = []

    async def write(number, writer, token):
        for turn in range(10_000):
            text = f"Kommentar {number}-{turn} Ende"
            try:
                await say(writer, path, token, text)
            except httpx.HTTPError:
                return
            acknowledged.append(text)

    writing = [
        asyncio.create_task(write(number, writer, token))
        for number, (writer, token) in enumerate(zip(writers, tokens, strict=True))
    ]
    while len(acknowledged) < 25 and not any(one.done() for one in writing):
        await asyncio.sleep(0.01)
    server.kill()
    await asyncio.gather(*writing)

    await server.start()
    shown = await whole_discussion(server.visitor(), path)
    assert len(acknowledged) >= 25
    assert [text for text in acknowledged if text not in shown] == []
    assert "Berta" in (await writers[0].get("/account")).text


async def whole_discussion(visitor, path):
    """The text of all pages of a discussion, read from the first to the last."""
    shown, following, read = "", path, set()
    while following:
        assert following not in read, f"{following} leads to itself"
        read.add(following)
        page = await visitor.get(following)
        shown += page.text
        following = next_page(page.text, path)
    return shown


def next_page(page, path):
    """The address of the next page of comments, if there is one."""
    import html
    import re

    found = re.search(r'<a[^>]*\brel="next"[^>]*>', page)
    address = found and re.search(r'href="([^"]+)"', found[0])
    if not address:
        return None
    target = html.unescape(address[1]).partition("#")[0]
    return target if target.startswith("/") else path + target


@pytest.mark.long
async def test_ends_when_asked_to_and_answers_what_is_under_way(served):
    server, path, _email = served
    visitor = server.visitor()
    answers = [asyncio.create_task(visitor.get(f"{path}?first={n}")) for n in range(5)]
    done = await asyncio.gather(*answers)
    assert {answer.status_code for answer in done} == {200}
    assert await asyncio.to_thread(server.stop) == 0
    with pytest.raises(httpx.HTTPError):
        await visitor.get(path)
