"""A sitting on real screens: each change comes by itself, also without WebSockets or a network."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe

from support.live_sitting import CLOSE, MOVE, OPEN, PreparedSitting, prepare
from support.server_process import ServerProcess

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CALL = "mutation ($item: UUID!) { callItem(item: $item) { uuid } }"
SPEAK = "mutation ($item: UUID!) { requestSpeech(item: $item) { id } }"
FLOOR = "mutation ($speech: UUID!) { callSpeaker(speech: $speech) { id } }"
CANCEL = "mutation ($uuid: UUID!) { cancelBallot(uuid: $uuid) { uuid } }"
NO_SOCKETS = """window.WebSocket = class {
  constructor() { setTimeout(() => this.onclose?.()); }
  close() {}
};"""
SUBJECT = "document.querySelector('#subject').textContent"


def apart(work: Any) -> Any:
    """Run it in a thread: the browser keeps this one's event loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@dataclass
class Live:
    """A served sitting, and a browser in front of it."""

    server: ServerProcess
    made: PreparedSitting
    browser: Any

    def open(self, page: str, cookie: str = "", script: str = "", **options: Any) -> Any:
        """A page about the sitting, in a browser of somebody's own."""
        context = self.browser.new_context(**options)
        if cookie:
            context.add_cookies(
                [{"name": "__Host-login", "value": cookie, "domain": "127.0.0.1", "path": "/",
                  "secure": True, "httpOnly": True}]
            )  # fmt: skip
        if script:
            context.add_init_script(script)
        opened = context.new_page()
        opened.goto(f"{self.server.address}/en/meetings/{self.made.meeting}/{page}")
        return opened

    def does(self, query: str, cookie: str = "", **variables: Any) -> Any:
        """The answer to a mutation; the clerk's unless somebody else's cookie is given."""
        answer = httpx.post(
            f"{self.server.address}/graphql",
            json={"query": query, "variables": variables},
            headers={
                "Cookie": f"__Host-login={cookie or self.made.clerk}",
                "Origin": self.server.address,
            },
            timeout=30,
        ).json()
        assert "errors" not in answer, answer
        return next(iter(answer["data"].values()))


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, browser) -> Iterator[Live]:
    """A sitting of four members, served as `rostra serve` serves it."""
    folder: Path = tmp_path_factory.mktemp("live")
    made = apart(prepare(folder, 4))
    server = ServerProcess(f"sqlite+aiosqlite:///{folder / 'rostra.db'}", folder)
    apart(server.start())
    yield Live(server, made, browser)
    server.kill()


def soon(page, expression: str, seconds: float = 20) -> None:
    """Wait until something holds on the page."""
    until = time.monotonic() + seconds
    while not page.evaluate(f"!!({expression})"):
        assert time.monotonic() < until, f"{expression} never came: {page.inner_text('main')}"
        page.wait_for_timeout(30)


def test_each_change_comes_to_every_screen_by_itself(live):
    ticker, hall = live.open("ticker"), live.open("hall")
    polling = live.open("ticker", script=NO_SOCKETS)
    member = live.open("live", live.made.members[0])
    item = live.made.items[3]
    live.does(CALL, item=item)
    for page in (ticker, hall, polling, member):
        soon(page, f"{SUBJECT}.includes('Vorlage 3')")
    waiting = live.does(SPEAK, live.made.members[1], item=item)
    soon(member, "document.querySelector('#turn .queue')")
    live.does(FLOOR, speech=waiting["id"])
    for page in (ticker, hall, polling, member):
        soon(page, "/^0:/.test(document.querySelector('#turn live-clock')?.textContent)")
    for page in (ticker, hall, polling, member):
        page.context.close()


def test_a_vote_is_cast_on_the_page_and_seen_by_who_presides(live):
    item = live.made.items[4]
    live.does(CALL, item=item)
    motion = {"agendaItem": item, "motionType": "DEFER", "text": "Noch einmal beraten"}
    live.does(MOVE, live.made.members[1], input=motion)
    clerk = live.open("live", live.made.clerk)
    member = live.open("live", live.made.members[0], viewport={"width": 390, "height": 800})
    ballot = live.does(OPEN, input={"agendaItem": item, "method": "NOMINAL", "onDevices": True})
    member.wait_for_selector("#choice-yes")
    soon(clerk, "document.querySelector('#vote').textContent.includes('3 disconnected')")
    member.check("#choice-yes")
    live.does(MOVE, live.made.members[2], input={**motion, "text": "Und zwar bald"})
    soon(member, "document.querySelector('#motions').textContent.includes('Und zwar bald')")
    member.click(f"#cast-{ballot['uuid']}")
    member.wait_for_selector("#vote code")
    soon(clerk, "document.querySelector('#vote').textContent.includes('1 of 4 have voted')")
    for page in (clerk, member):
        found = Axe().run(page, options={"runOnly": RULES}).response
        assert [one["id"] for one in found["violations"]] == []
    live.does(CLOSE, uuid=ballot["uuid"])
    soon(member, "document.querySelector('#vote').textContent.includes('The vote is closed')")
    live.does(CANCEL, uuid=ballot["uuid"])
    for page in (clerk, member):
        page.context.close()


def test_what_somebody_writes_is_not_taken_away(live):
    item = live.made.items[5]
    live.does(CALL, item=item)
    member = live.open("live", live.made.members[0])
    member.click("#moving summary")
    member.fill("#text", "Wir beantragen")
    moved = {"agendaItem": item, "motionType": "OTHER_PROCEDURE", "text": "Fenster auf"}
    live.does(MOVE, live.made.members[1], input=moved)
    member.wait_for_timeout(1_500)
    assert member.input_value("#text") == "Wir beantragen"
    assert member.evaluate("document.activeElement.id") == "text"
    member.context.close()


def test_a_server_that_falls_is_told_and_comes_back_by_itself(live):
    ticker = live.open("ticker")
    live.server.kill()
    soon(ticker, "!document.querySelector('[data-offline]').hidden")
    apart(live.server.start())
    live.does(CALL, item=live.made.items[6])
    soon(ticker, f"{SUBJECT}.includes('Vorlage 6')")
    assert ticker.evaluate("document.querySelector('[data-offline]').hidden")
    ticker.context.close()


def test_no_screen_has_a_barrier(live):
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for page, width, scheme in (
        ("ticker", 320, "dark"),
        ("hall", 320, "light"),
        ("hall", 1600, "dark"),
        ("live", 320, "dark"),
    ):
        cookie = live.made.clerk if page == "live" else ""
        viewport = {"width": width, "height": 900}
        opened = live.open(page, cookie, viewport=viewport, color_scheme=scheme)
        opened.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
        found = Axe().run(opened, options={"runOnly": RULES}).response
        assert [one["id"] for one in found["violations"]] == [], page
        assert opened.evaluate(overflow) <= 0, page
        opened.context.close()
