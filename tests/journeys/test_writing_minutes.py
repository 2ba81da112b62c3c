"""The clerk writes minutes: nothing is lost to a colleague, to a cut line or to a closed window."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Locator, Page, expect

from rostra.access import system
from rostra.database import Database
from rostra.minutes.drafting import draft_minutes
from rostra.people.models import Account
from rostra.people.services import prepared_password
from rostra.resolutions.services import enter_resolutions
from support.afterwards import ZONE, Hall, hall
from support.apart import apart
from support.looking import barriers_in_sight
from support.served import served

pytestmark = pytest.mark.browser
PASSWORD = "Rathausturm 1891"
SAVED = "Gespeichert"


@dataclass
class Office:
    """A served city whose sitting is over, and a browser to look at it."""

    url: str
    here: Hall
    browser: Browser

    def enter(self, name: str | None = None, width: int = 1280) -> Page:
        """Somebody at a browser of their own."""
        context = self.browser.new_context(locale="de-DE", viewport={"width": width, "height": 900})
        context.set_default_timeout(15_000)
        page = context.new_page()
        if name is not None:
            page.goto(self.url + "/login")
            page.fill("[name=email]", f"{name}@example.org")
            page.fill("[name=password]", PASSWORD)
            page.click("main button")
            expect(page.locator("form[action='/logout']").first).to_be_attached()
        return page

    def minutes(self, path: str = "") -> str:
        """An address below the minutes of the meeting."""
        return f"{self.url}/meetings/{self.here.meeting.id}/minutes{path}"


async def furnished(url: str) -> Hall:
    """The sitting of yesterday, its minutes begun and its resolutions entered."""
    database = Database(url)
    here = await hall(database)
    kept = await prepared_password(PASSWORD)
    async with database.work(system) as work:
        await work.change(sa.update(Account).values(password_hash=kept))
    async with database.work(here.who("clerk")) as work:
        await draft_minutes(work, here.meeting.id, ZONE)
        await enter_resolutions(work, here.meeting.id, ZONE)
    await database.close()
    return here


@pytest.fixture(scope="module")
def office(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Office]:
    """One house for the tests of this file; each writes to another item."""
    folder = tmp_path_factory.mktemp("minutes")
    shutil.copy(sqlite_template, folder / "rostra.db")
    here = apart(furnished(f"sqlite+aiosqlite:///{folder / 'rostra.db'}"))
    with served(folder, "Brunnfeld") as url:
        yield Office(url, here, browser)


def entry(page: Page, number: int) -> Locator:
    """What is written to the item with this place on the agenda."""
    return page.locator("minutes-entry").nth(number)


def test_what_is_written_is_kept_without_a_button_and_without_a_line(office: Office):
    clerk = office.enter("clerk")
    clerk.goto(office.minutes("/edit"))
    text = entry(clerk, 0).locator("textarea")
    text.fill("Die Sitzung wird eröffnet.")
    expect(entry(clerk, 0).get_by_role("status")).to_have_text(SAVED)
    clerk.reload()
    expect(text).to_have_value("Die Sitzung wird eröffnet.")

    clerk.context.set_offline(True)
    text.fill("Die Sitzung wird pünktlich eröffnet.")
    expect(entry(clerk, 0).get_by_role("status")).to_contain_text("Keine Verbindung")
    clerk.context.set_offline(False)
    expect(entry(clerk, 0).get_by_role("status")).to_have_text(SAVED)

    clerk.route("**/graphql", lambda route: route.abort())
    text.fill("Die Sitzung wird um 17 Uhr eröffnet.")
    expect(entry(clerk, 0).get_by_role("status")).to_contain_text("Keine Verbindung")
    clerk.unroute("**/graphql")
    clerk.goto(office.minutes("/edit"))
    expect(text).to_have_value("Die Sitzung wird um 17 Uhr eröffnet.")
    expect(entry(clerk, 0).get_by_role("status")).to_have_text(SAVED)
    clerk.reload()
    expect(text).to_have_value("Die Sitzung wird um 17 Uhr eröffnet.")


def test_two_who_write_at_once_see_both_versions(office: Office):
    one, other = office.enter("clerk"), office.enter("clerk")
    for page in (one, other):
        page.goto(office.minutes("/edit"))
    entry(one, 1).locator("textarea").fill("Frau Amsel lobt den Radweg.")
    expect(entry(one, 1).get_by_role("status")).to_have_text(SAVED)
    entry(other, 1).locator("textarea").fill("Herr Drossel tadelt ihn.")
    expect(entry(other, 1).locator(".theirs")).to_contain_text("Frau Amsel lobt den Radweg.")
    expect(entry(other, 1).locator("textarea")).to_have_value("Herr Drossel tadelt ihn.")
    entry(other, 1).locator("textarea").fill("Herr Drossel tadelt ihn sehr.")
    other.reload()
    expect(entry(other, 1).locator(".theirs")).to_contain_text("Frau Amsel lobt den Radweg.")
    expect(entry(other, 1).locator("textarea")).to_have_value("Herr Drossel tadelt ihn sehr.")
    other.wait_for_timeout(2_500)  # longer than a text waits to be saved
    one.reload()
    expect(entry(one, 1).locator("textarea")).to_have_value("Frau Amsel lobt den Radweg.")
    both = "Frau Amsel lobt den Radweg. Herr Drossel tadelt ihn."
    entry(other, 1).locator("textarea").fill(both)
    entry(other, 1).get_by_role("button").click()
    expect(entry(other, 1).get_by_role("status")).to_have_text(SAVED)
    one.reload()
    expect(entry(one, 1).locator("textarea")).to_have_value(both)


def test_what_waits_on_a_device_overwrites_nobody(office: Office):
    one, other = office.enter("clerk"), office.enter("clerk")
    one.goto(office.minutes("/edit"))
    one.route("**/graphql", lambda route: route.abort())
    entry(one, 1).locator("textarea").fill("Herr Fink schweigt.")
    expect(entry(one, 1).get_by_role("status")).to_contain_text("Keine Verbindung")
    other.goto(office.minutes("/edit"))
    entry(other, 1).locator("textarea").fill("Herr Fink singt.")
    expect(entry(other, 1).get_by_role("status")).to_have_text(SAVED)
    one.unroute("**/graphql")
    one.goto(office.minutes("/edit"))
    expect(entry(one, 1).locator(".theirs")).to_contain_text("Herr Fink singt.")
    expect(entry(one, 1).locator("textarea")).to_have_value("Herr Fink schweigt.")
    other.reload()
    expect(entry(other, 1).locator("textarea")).to_have_value("Herr Fink singt.")


def test_nothing_keeps_anybody_from_what_comes_after_a_meeting(office: Office):
    clerk, member = office.enter("clerk", 320), office.enter("member", 1280)
    clerk.goto(office.url + "/resolutions")
    register = [str(one.get_attribute("href")) for one in clerk.locator(".rows a.name").all()]
    assert len(register) == 2
    meeting = f"/meetings/{office.here.meeting.id}"
    read = [f"{meeting}/minutes", "/resolutions", register[0]]
    objections = []
    for page, paths in ((clerk, [meeting, f"{meeting}/minutes/edit", *register]), (member, read)):
        for path in paths:
            reply = page.goto(office.url + path)
            assert reply is not None
            assert reply.ok, path
            objections += [f"{path} {one}" for one in barriers_in_sight(page)]
    assert objections == []
