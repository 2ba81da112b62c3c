"""graphql-transport-ws to the letter, and how much one client may ask for."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from rostra_graphql.live import hub
from support.sockets import PROTOCOL, Closed, open_socket
from support.town_hall import serving, settings_for

WATCH = "subscription ($uuid: UUID!) { sitting(uuid: $uuid) { kind sequence parts } }"
ORIGIN = "http://127.0.0.1:8000"


async def code_of(socket):
    """The code with which the socket is closed next."""
    with pytest.raises(Closed) as closed:
        while True:
            await socket.hear()
    return closed.value.code


async def test_speaks_the_one_protocol(small_hall):
    async with open_socket(small_hall.app, protocols=("graphql-ws", PROTOCOL)) as socket:
        assert socket.subprotocol == PROTOCOL
    for others in ((), ("graphql-ws",)):
        async with open_socket(small_hall.app, protocols=others, introduced=False) as socket:
            assert socket.subprotocol is None
            assert await code_of(socket) == 4406


FOREIGN = (
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"sec_fetch_site": "cross-site"},
    {"origin": "http://127.0.0.1.evil.example:8000"},
)


async def test_turns_away_what_other_sites_open(small_hall):
    for headers in FOREIGN:
        with pytest.raises(Closed):
            async with open_socket(small_hall.app, small_hall.cookies["member"], **headers):
                raise AssertionError("It was let in.")


async def test_lets_in_our_own_pages_and_programs(small_hall):
    for headers in ({"origin": ORIGIN}, {"origin": ORIGIN, "sec_fetch_site": "same-origin"}, {}):
        async with open_socket(small_hall.app, **headers):
            pass


async def test_does_not_wait_for_ever_for_an_introduction(small_hall, monkeypatch):
    monkeypatch.setattr("rostra_graphql.live.sockets.LONGEST_INIT", 0.1)
    async with open_socket(small_hall.app, introduced=False) as socket:
        await socket.say(type="ping")
        assert (await socket.hear())["type"] == "pong"
        assert await code_of(socket) == 4408


async def test_takes_one_introduction(small_hall):
    async with open_socket(small_hall.app) as socket:
        await socket.say(type="connection_init")
        assert await code_of(socket) == 4429


async def test_takes_no_question_before_the_introduction(small_hall):
    async with open_socket(small_hall.app, introduced=False) as socket:
        await socket.subscribe(WATCH, uuid=str(small_hall.meeting))
        assert await code_of(socket) == 4401


async def test_takes_each_id_once_at_a_time(small_hall):
    async with open_socket(small_hall.app) as socket:
        await socket.subscribe(WATCH, uuid=str(small_hall.meeting))
        await socket.next()
        await socket.say(type="complete", id="1")
        await socket.subscribe(WATCH, uuid=str(small_hall.meeting))
        await socket.next()
        await socket.subscribe(WATCH, uuid=str(small_hall.meeting))
        assert await code_of(socket) == 4409


ELSE = (
    "",
    "nonsense",
    "[]",
    "{}",
    '{"type": 7}',
    '{"type": "start"}',
    '{"type": "subscribe"}',
    '{"type":"subscribe","id":""}',
    '{"type":"subscribe","id":"1"}',
    '{"type":"complete"}',
    '{"type":"subscribe","id":"1","payload":{"query":7}}',
    '{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":[]}}',
    '{"type":"subscribe","id":"1","payload":{"query":"{a}","operationName":[]}}',
)


async def test_ends_with_who_says_something_else(small_hall):
    for text in ELSE:
        async with open_socket(small_hall.app) as socket:
            await socket.say_text(text)
            assert await code_of(socket) == 4400, text


async def test_takes_text_and_not_too_much_of_it(small_hall):
    async with open_socket(small_hall.app) as socket:
        await socket.to_app.put({"type": "websocket.receive", "bytes": b"{}", "text": None})
        assert await code_of(socket) == 4400
    async with open_socket(small_hall.app) as socket:
        await socket.say_text('{"type":"ping","payload":"' + "x" * 100_000 + '"}')
        assert await code_of(socket) == 1009


async def test_answers_pings_with_what_was_in_them(small_hall):
    async with open_socket(small_hall.app) as socket:
        await socket.say(type="ping")
        assert await socket.hear() == {"type": "pong"}
        await socket.say(type="ping", payload={"n": 1})
        assert await socket.hear() == {"type": "pong", "payload": {"n": 1}}


WRONG = (
    ("subscription {", "BAD_REQUEST"),
    ("subscription { nothing }", "BAD_REQUEST"),
    ("subscription { sitting(uuid: 7) { kind } }", "BAD_REQUEST"),
    ('subscription { sitting(uuid: "x") { kind } }', "BAD_REQUEST"),
    ("mutation { logOut }", "BAD_REQUEST"),
    (
        'subscription { sitting(uuid: "00000000-0000-0000-0000-000000000000") '
        "{ meeting { "
        + "organizations { meetings(first: 100) { nodes { " * 3
        + "id"
        + "}}}" * 3
        + " } } }",
        "LIMIT",
    ),
)


async def test_says_what_is_wrong_with_a_question(small_hall):
    async with open_socket(small_hall.app) as socket:
        for query, code in WRONG:
            await socket.subscribe(query, id="x")
            heard = await socket.hear()
            assert (heard["type"], heard["id"]) == ("error", "x")
            assert heard["payload"][0]["extensions"]["code"] == code, query
            await socket.subscribe("{ meetings { totalCount } }", id="x")
            assert (await socket.hear())["type"] == "next"
            assert (await socket.hear())["type"] == "complete"


async def test_has_a_few_subscriptions_on_one_socket(small_hall):
    async with open_socket(small_hall.app) as socket:
        for number in range(10):
            await socket.subscribe(WATCH, id=str(number), uuid=str(small_hall.meeting))
        await socket.subscribe(WATCH, id="one too many", uuid=str(small_hall.meeting))
        heard = [await socket.hear() for _ in range(11)]
        (refused,) = [one for one in heard if one["type"] == "error"]
        assert refused["id"] == "one too many"
        assert refused["payload"][0]["extensions"]["limit"] == "subscriptions"


async def test_ends_with_who_never_stops_talking(small_hall):
    async with open_socket(small_hall.app) as socket:
        for _ in range(120):
            await socket.say(type="ping")
        assert await code_of(socket) == 4429


async def test_lets_in_so_many_of_one_address_and_counts_members_apart(small_hall):
    settings = {"live_sockets_per_address": 2}
    async with crowded(small_hall, **settings) as app:
        async with open_socket(app), open_socket(app):
            async with open_socket(app, introduced=False) as third:
                assert await code_of(third) == 1013
            async with open_socket(app, address="192.0.2.10"):
                pass
            async with open_socket(app, small_hall.cookies["member"]):
                pass
        async with open_socket(app):
            pass


def crowded(hall, **chosen):
    """The same town hall with less room."""
    url = hall.database.url.render_as_string(hide_password=False)
    return serving(settings_for(url, hall.folder, **chosen))


async def test_gives_up_who_does_not_read(small_hall, monkeypatch):
    monkeypatch.setattr("rostra_graphql.live.outbox.MOST_WAITING", 3)
    monkeypatch.setattr("rostra_graphql.live.hub.PAUSE", 0.02)
    async with small_hall.watching() as slow, small_hall.watching() as quick:
        await slow.next()
        await quick.next()
        slow.reading.clear()
        for _ in range(8):
            await small_hall.change()
            await quick.next()
        slow.reading.set()
        assert await code_of(slow) == 1013
        await small_hall.change()
        assert (await quick.next())["kind"] == "CHANGE"


async def test_gives_up_who_is_no_longer_there(small_hall, monkeypatch):
    monkeypatch.setattr("rostra_graphql.live.door.PING_EVERY", 0.1)
    async with crowded(small_hall) as app, open_socket(app) as gone, open_socket(app) as there:
        answering = asyncio.create_task(answer_pings(there))
        assert await code_of(gone) == 4408
        answering.cancel()


async def answer_pings(socket):
    """Say that we are there for as long as we are asked."""
    while True:
        if (await socket.hear())["type"] == "ping":
            await socket.say(type="pong")


async def test_says_good_bye_when_the_server_stops(small_hall):
    async with crowded(small_hall) as app:
        socket_at = open_socket(app)
        socket = await socket_at.__aenter__()
    assert await code_of(socket) == 1001
    await socket_at.__aexit__(None, None, None)


async def test_strangers_do_not_take_the_places_of_who_is_logged_in(small_hall, monkeypatch):
    monkeypatch.setattr(hub, "MOST_QUESTIONS", 2)
    uuid = str(small_hall.meeting)
    async with AsyncExitStack() as stack:
        for number in range(2):
            socket = await stack.enter_async_context(small_hall.socket())
            await socket.subscribe(WATCH.replace("kind", f"named{number}: kind"), uuid=uuid)
            await socket.next()
        stranger = await stack.enter_async_context(small_hall.watching())
        assert (await stranger.hear())["payload"][0]["extensions"]["limit"] == "questions"
        member = await stack.enter_async_context(small_hall.watching("member"))
        assert (await member.next())["kind"] == "SNAPSHOT"
