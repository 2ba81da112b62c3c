"""What somebody says to a paper reaches those who debate it, without a single script."""

import io

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from support.council_site import PASSWORD, Hall
from support.looking import barriers_in_sight

pytestmark = pytest.mark.browser
SAID = "Bitte mit Bordstein, nicht nur mit Farbe."
SUMMARY = "Gefordert wird ein Bordstein."


def enter(hall: Hall, email: str, width: int = 1280) -> Page:
    """Somebody whose browser runs no scripts."""
    context = hall.browser.new_context(
        locale="de-DE", java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    page.goto(hall.url + "/login")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    expect(page.locator("form[action='/logout']").first).to_be_attached()
    return page


def test_a_comment_goes_all_the_way_to_the_council(hall):
    clerk, speaker = enter(hall, "clerk@example.org"), enter(hall, "member1@example.org", 320)
    clerk.goto(hall.meeting("/invite"))
    clerk.get_by_role("button", name="Einladung versenden").click()

    speaker.goto(f"{hall.url}/discussions/paper/{hall.council.papers[0].id}")
    speaker.fill("#text", SAID)
    speaker.get_by_label("Dagegen").check()
    speaker.fill("#authorName", "Speiche")
    speaker.get_by_role("button", name="Kommentar veröffentlichen").click()

    clerk.goto(hall.meeting())
    clerk.get_by_role("link", name="1 Kommentar").click()
    expect(clerk.get_by_text(SAID)).to_be_visible()
    clerk.get_by_label("Zusammenfassung", exact=True).fill(SUMMARY)
    clerk.get_by_role("button", name="Zusammenfassung speichern").click()
    expect(clerk.locator(".summed-up")).to_contain_text(SUMMARY)

    reader = hall.outside()
    reader.goto(f"{hall.url}/agenda-items/{hall.council.items[1].id}")
    expect(reader.locator(".summed-up")).to_contain_text(SUMMARY)
    expect(reader.locator(".said")).to_contain_text("Dagegen")
    assert reader.locator("#summarise").count() == 0
    printed = reader.request.get(hall.meeting("/invitation.pdf")).body()
    pages = pypdfium2.PdfDocument(io.BytesIO(printed))
    last = pages[len(pages) - 1].get_textpage().get_text_bounded()
    for words in (SAID, SUMMARY, "Speiche", "dagegen (1)"):
        assert words in last

    speaker.goto(hall.url + "/account/comments")
    expect(speaker.locator(".became")).to_contain_text("Radweg an der Saale")
    expect(speaker.locator(".became")).to_contain_text("14. Sitzung des Stadtrates")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_in_the_clerks_way(hall, width):
    clerk = hall.enter("clerk@example.org")
    clerk.goto(hall.meeting("/invite"))
    clerk.get_by_role("button", name="Einladung versenden").click()
    speaker = enter(hall, "member1@example.org")
    speaker.goto(f"{hall.url}/discussions/paper/{hall.council.papers[0].id}")
    speaker.fill("#text", SAID)
    speaker.get_by_role("button", name="Kommentar veröffentlichen").click()
    clerk.set_viewport_size({"width": width, "height": 900})
    clerk.goto(f"{hall.url}/agenda-items/{hall.council.items[1].id}")
    for text in (SUMMARY, SUMMARY * 2):
        clerk.get_by_label("Zusammenfassung", exact=True).fill(text)
        clerk.get_by_role("button", name="Zusammenfassung speichern").click()
    clerk.get_by_text("Frühere Fassung (1)").click()
    assert barriers_in_sight(clerk) == []
    clerk.get_by_label("Zusammenfassung", exact=True).fill(" ")
    clerk.get_by_role("button", name="Zusammenfassung speichern").click()
    expect(clerk.locator(".wrong")).to_be_visible()
    assert barriers_in_sight(clerk) == []
