"""A stranger's browser does its small sum, waits as long as a person writes, and is let in."""

import pytest

pytestmark = pytest.mark.browser

WORDS = "Mit Skripten geht es auch: Die Umleitung ist gut beschildert."


def test_who_sends_at_once_is_taken_for_the_person_they_are(site, browser):
    page = browser.new_context(locale="de-DE").new_page()
    failures = []
    page.on("console", lambda said: said.type == "error" and failures.append(said.text))
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(site.url + site.city.places["post"])
    page.click('a.button[href$="#write"]')
    page.fill("#text", WORDS)
    page.fill("#authorName", "Schnellschreiber")
    page.fill("#email", "schnell@example.org")
    with page.expect_request(lambda asked: asked.method == "POST") as sent:
        page.click("text=Kommentar veröffentlichen")
    assert "proof=ey" in (sent.value.post_data or "")
    page.wait_for_selector("text=Postfach")
    assert failures == []
    page.context.close()
