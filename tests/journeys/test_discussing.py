"""People talk below a post: strangers by way of a letter, at the keyboard alone, and at ease."""

import os
import re
import sqlite3
import time
from pathlib import Path

import pytest

from support.looking import barriers_in_sight
from support.shown_city import EMAIL, PASSWORD

pytestmark = pytest.mark.browser

WORDS = "Die Umleitung führt über einen Schulweg ohne Gehsteig."
SIGHTS = os.environ.get("ROSTRA_SIGHTS")
"""A folder for pictures of the pages, where somebody wants to look at them."""


def shot(page, name):
    """Keep a picture of the page, where somebody wants one."""
    if SIGHTS:
        page.screenshot(path=Path(SIGHTS) / f"{name}.png", full_page=True)


def letter_to(site, email):
    """The link in the last letter to an address, as it is waiting to be sent."""
    db = sqlite3.connect(site.folder / "rostra.db")
    for _ in range(100):
        found = db.execute(
            "SELECT text FROM letters JOIN accounts ON accounts.id = letters.account_id "
            "WHERE accounts.email = ? ORDER BY letters.created DESC",
            (email,),
        ).fetchone()
        if found and (link := re.search(r"/confirm/\S+", found[0])):
            db.close()
            return link[0]
        time.sleep(0.1)
    raise AssertionError(f"no letter to {email}")


def someone(browser, **chosen):
    """A page of a browser of one's own."""
    return browser.new_context(locale="de-DE", **chosen).new_page()


def write_as_a_stranger(page, site, email, words):
    """From the post to the form, and send it, not sooner than a person can."""
    page.goto(site.url + site.city.places["post"])
    page.click('a.button[href$="#write"]')
    assert "/discussions/post/" in page.url
    page.fill("#text", words)
    page.fill("#authorName", "Anwohnerin")
    page.fill("#email", email)
    time.sleep(3.1)
    page.click("text=Kommentar veröffentlichen")
    page.wait_for_selector("text=Postfach")


def test_a_stranger_is_heard_after_opening_the_letter(site, browser):
    page = someone(browser, java_script_enabled=False)
    email, words = "fremd@example.org", WORDS
    write_as_a_stranger(page, site, email, words)
    shot(page, "sent")
    assert words not in page.locator(".comments").inner_text()
    page.goto(site.url + letter_to(site, email))
    shot(page, "confirm")
    assert words in page.locator("main").inner_text()
    page.click("main button:has-text('Bestätigen')")
    assert "/comments/" in page.url
    assert page.locator(".comments li.chosen .text").inner_text() == words
    stranger = someone(browser)
    stranger.goto(site.url + site.city.places["post"])
    assert words in stranger.locator(".comments").inner_text()
    assert email not in stranger.content()
    stranger.context.close()
    page.context.close()


def log_in(page, site, then):
    """Log in by password, and go on to a page."""
    page.goto(f"{site.url}/login?next={then}")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.click("main button")


def test_at_the_keyboard_alone(site, browser):
    page = someone(browser)
    log_in(page, site, site.city.places["discussion"])
    words = "Ohne Maus geschrieben."
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    page.keyboard.type(words)
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('form.form button')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/comments/**")
    assert page.locator(".comments li:target .text").inner_text() == words
    page.context.close()


def test_supporting_leads_back_to_the_same_page_of_the_list(site, browser):
    page = someone(browser, java_script_enabled=False)
    log_in(page, site, site.city.places["discussion"])
    page.click("text=Älteste zuerst")
    page.locator(".comments > li >> button:has-text('Unterstützen')").first.click()
    assert "sort=oldest" in page.url
    assert "#comment-" in page.url
    page.locator("button[aria-pressed=true]").first.click()
    assert page.locator("button[aria-pressed=true]").count() == 0
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_nobody_is_kept_out(site, browser, width):
    page = someone(browser, viewport={"width": width, "height": 900})
    found = {}
    for kind in ("stranger", "citizen"):
        if kind == "citizen":
            log_in(page, site, "/")
        for name in ("discussion", "comment", "history", "own", "post", "paper"):
            page.goto(site.url + site.city.places[name])
            page.wait_for_load_state("networkidle")
            found[kind, name] = barriers_in_sight(page)
            shot(page, f"{kind}-{name}-{width}-dark")
            page.emulate_media(color_scheme="light")
            shot(page, f"{kind}-{name}-{width}")
    assert {where: what for where, what in found.items() if what} == {}
    page.context.close()
