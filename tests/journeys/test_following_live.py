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


def test_what_was_written_stays_when_the_page_is_drawn_anew(live):
    item = live.made.items[7]
    live.does(CALL, item=item)
    clerk = live.open("live", live.made.clerk)
    member = live.open("live", live.made.members[0])
    clerk.click("#electing summary")
    clerk.fill("#names", "Anna Aue\nBert Bach")
    clerk.click("#candidates summary")
    clerk.check(f"#candidate-{live.made.persons[0]}")
    clerk.select_option("#elect-devices", "false")
    moved = {"agendaItem": item, "motionType": "OTHER_PROCEDURE", "text": "Fenster zu"}
    clerk.focus("#names")
    live.does(MOVE, live.made.members[1], input=moved)
    options = "document.querySelector('#motion').textContent.includes('Fenster zu')"
    soon(clerk, options)
    assert clerk.evaluate("document.activeElement.id") == "names"
    clerk.evaluate("document.activeElement.blur()")
    live.does(MOVE, live.made.members[2], input={**moved, "text": "Fenster auf"})
    soon(clerk, options.replace("Fenster zu", "Fenster auf"))
    assert clerk.input_value("#names") == "Anna Aue\nBert Bach"
    assert clerk.is_checked(f"#candidate-{live.made.persons[0]}")
    assert clerk.input_value("#elect-devices") == "false"
    assert clerk.is_visible("#names")
    question = {"agendaItem": item, "method": "NOMINAL", "onDevices": True}
    first = live.does(OPEN, input=question)
    member.wait_for_selector("#choice-no")
    member.check("#choice-no")
    live.does(CANCEL, uuid=first["uuid"])
    second = live.does(OPEN, input=question)
    member.wait_for_selector(f"#cast-{second['uuid']}")
    assert not member.is_checked("#choice-no")
    live.does(CANCEL, uuid=second["uuid"])
    for page in (clerk, member):
        page.context.close()


def test_an_election_goes_to_the_run_off_on_the_members_devices(live):
    live.does(CALL, item=live.made.items[8])
    clerk = live.open("live", live.made.clerk, viewport={"width": 1024, "height": 768})
    members = [live.open("live", cookie) for cookie in live.made.members]
    clerk.click("#electing summary")
    clerk.fill("#names", "Anna Aue\nBert Bach\nCora Celt")
    clerk.click("#open-election")
    elect(members, ["c1", "c1", "c2", "c3"])
    soon(clerk, "document.querySelector('#vote').textContent.includes('4 of 4 have voted')")
    found = Axe().run(members[0], options={"runOnly": RULES}).response
    assert [one["id"] for one in found["violations"]] == []
    for step in ("close", "announce", "repeat"):
        clerk.click(f"#vote button[id^='{step}-']")
    assert clerk.inner_text("#vote .pill >> nth=-1") == "Run-off"
    assert members[0].wait_for_selector(".choices label >> nth=0").inner_text() == "Anna Aue"
    elect(members, ["c1", "c1", "c1", "abstention"])
    for step in ("close", "announce"):
        clerk.click(f"#vote button[id^='{step}-']")
    soon(members[3], "document.querySelector('#vote').textContent.includes('gewählt: Anna Aue')")
    for page in (clerk, *members):
        page.context.close()


def elect(members, choices):
    """Everybody votes on the screen that shows the election by itself."""
    for member, choice in zip(members, choices, strict=True):
        member.check(f"#choice-{choice}")
        member.click("button[id^='cast-']")
        member.wait_for_selector("#vote code")
