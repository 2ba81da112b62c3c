"""Somebody says something to a post: without JavaScript, and with nothing lost on a refusal."""

import time

import pytest

from support.shown_city import EMAIL, PASSWORD

pytestmark = pytest.mark.browser

WORDS = "Der Umweg über die Mühlgasse ist mit dem Lastenrad zu schmal."


@pytest.fixture
def page(site, browser):
    """A browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    yield context.new_page()
    context.close()


def come_to_the_form(page, site) -> None:
    """By way of the login to the form below the post."""
    page.goto(site.url + "/login?next=" + site.city.places["post"])
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.click("main button")
    assert page.url == site.url + site.city.places["post"]


def test_a_comment_is_on_the_page_and_found_at_once(site, page, browser):
    come_to_the_form(page, site)
    page.fill("#text", WORDS)
    page.fill("#authorName", "Lastenradlerin")
    page.click("text=Kommentar veröffentlichen")
    assert "#comment-" in page.url
    assert page.locator(".comments li:target .text").inner_text() == WORDS
    assert "Lastenradlerin" in page.locator(".comments li:target").inner_text()

    stranger = browser.new_context().new_page()
    stranger.goto(site.url + site.city.places["post"])
    assert WORDS in stranger.content()
    for _ in range(20):
        stranger.goto(site.url + "/search?q=Lastenrad")
        if stranger.locator(".hits h3").count():
            break
        time.sleep(0.1)
    assert stranger.locator(".hits h3").count() == 1
    stranger.click(".hits h3 a")
    assert stranger.locator(".comments li:target .text").inner_text() == WORDS
    stranger.context.close()


def test_a_refusal_keeps_what_was_typed(site, page):
    come_to_the_form(page, site)
    page.fill("#text", "   ")
    page.fill("#authorName", "Frau Specht")
    page.click("text=Kommentar veröffentlichen")
    assert page.locator("#text-wrong").inner_text() == "Bitte schreiben Sie etwas."
    assert page.locator("#text").get_attribute("aria-invalid") == "true"
    assert page.locator("#authorName").input_value() == "Frau Specht"


def test_a_wrong_password_is_refused_and_the_address_kept(site, page):
    page.goto(site.url + "/login")
    page.fill("#email", EMAIL)
    page.fill("#password", "falsch geraten 123")
    page.click("main button")
    assert page.locator("[role=alert], .wrong").count() == 1
    assert page.locator("#email").input_value() == EMAIL
    assert page.locator("#password").input_value() == ""


def test_logging_out_ends_it(site, page):
    come_to_the_form(page, site)
    page.click("header button:has-text('Abmelden')")
    page.goto(site.url + site.city.places["post"])
    assert page.locator("#text").count() == 0
