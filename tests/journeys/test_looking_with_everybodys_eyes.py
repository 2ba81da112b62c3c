"""Every page for eyes, ears and fingers: no barrier, light and dark, small and wide."""

import pytest

from support.looking import OVERFLOW, barriers_in_sight
from support.shown_city import EMAIL, PASSWORD

pytestmark = pytest.mark.browser


def barriers(page, address: str) -> list[str]:
    """What keeps somebody from the page, and what the browser refuses on it."""
    said: list[str] = []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.goto(address)
    objections = barriers_in_sight(page)
    refused = [text for text in said if "404" not in text]
    return [f"{address} {objection}" for objection in objections + refused]


def log_in(page, site) -> None:
    page.goto(site.url + "/login")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(site.url + "/")


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_has_a_barrier(site, browser, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    found = [line for path in site.city.places.values() for line in barriers(page, site.url + path)]
    context.close()
    assert found == []


def test_no_page_has_a_barrier_for_who_is_logged_in(site, browser):
    context = browser.new_context(viewport={"width": 320, "height": 900})
    page = context.new_page()
    log_in(page, site)
    paths = [site.city.places[name] for name in ("home", "post", "account", "login", "meeting")]
    found = [line for path in paths for line in barriers(page, site.url + "/en" + path)]
    context.close()
    assert found == []


def test_text_can_be_twice_as_large(site, browser):
    context = browser.new_context(viewport={"width": 640, "height": 900}, device_scale_factor=2)
    page = context.new_page()
    for path in site.city.places.values():
        page.goto(site.url + path)
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert page.evaluate(OVERFLOW) <= 0, path
    context.close()


def test_the_keyboard_alone_reaches_content_and_search(site, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(site.url + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.focus("input[name=q]")
    page.keyboard.type("Satzung")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Satzung")
    assert page.locator(".hits h3").count() > 0
    context.close()
