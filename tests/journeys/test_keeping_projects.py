"""A department puts a project on the list and changes it for a reason; a citizen reads why.

All of it without JavaScript, but for the look at what would keep somebody out.
"""

import shutil
from dataclasses import dataclass
from uuid import UUID

import pytest

from rostra.access import Office
from rostra.database import Database
from support.apart import apart
from support.keys import password_hash
from support.looking import barriers_in_sight
from support.make.organizations import make_body, make_membership
from support.make.papers import make_paper
from support.make.people import make_account, make_person
from support.make.projects import make_department, make_project, make_project_change
from support.served import served
from support.town_hall import PASSWORD

pytestmark = pytest.mark.browser

EDITOR = "stadtgruen@example.org"
NARROW = {"width": 320, "height": 800}
REASON = "Die Ausschreibung ergab höhere Preise."


@dataclass
class Place:
    """A served city with a department, and a project that stands on the list already."""

    url: str
    project: UUID


async def furnish(address):
    database = Database(address)
    body = await make_body(database)
    department = await make_department(database, body=body)
    await make_paper(database, body, reference="26/7-BV", name="Spielplatz am Anger")
    person = await make_person(database, body, name="Rosa Fichte")
    await make_membership(database, person, department, office=Office.EDITOR)
    await make_account(database, person, email=EDITOR, password_hash=password_hash(PASSWORD))
    project = await make_project(database, department, title="Zweite Brücke", district="Nord")
    await make_project_change(database, project)
    await database.close()
    return project.id


@pytest.fixture(scope="module")
def place(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("projects")
    shutil.copy(sqlite_template, folder / "rostra.db")
    project = apart(furnish(f"sqlite+aiosqlite:///{folder / 'rostra.db'}"))
    with served(folder, "Brunnfeld") as url:
        yield Place(url, project)


def log_in(browser, place, scripts=False):
    """A page of the department's editor."""
    page = browser.new_context(java_script_enabled=scripts, locale="de-DE").new_page()
    page.goto(f"{place.url}/login")
    page.fill("#email", EDITOR)
    page.fill("#password", PASSWORD)
    page.click("main button:has-text('Anmelden')")
    return page


def test_publishes_and_changes_with_a_reason_that_everybody_reads(place, browser):
    page = log_in(browser, place)
    page.goto(f"{place.url}/projects")
    page.click("text=Liste führen")
    page.click("text=Neues Vorhaben")
    page.fill("#words-title", "Spielplatz am Anger")
    page.fill("#words-aim", "Kinder sollen hier wieder spielen können.")
    page.fill("#words-cost", "187.000")
    page.fill("#stepTitle-1", "Aufbau")
    page.fill("#plannedFrom-1", "2026-04-01")
    page.fill("#words-papers", "26/8-BV")
    page.click("text=Entwurf speichern")
    assert page.locator("#words-papers-wrong").inner_text().startswith("Zeile 1 nennt keine")
    assert page.locator("#stepTitle-1").input_value() == "Aufbau"
    page.fill("#words-papers", "26/7-BV")
    page.click("text=Entwurf speichern")
    page.click("main button:has-text('Veröffentlichen')")
    here = page.url

    page.click("text=Bearbeiten")
    page.fill("#words-cost", "201.500")
    page.fill("#words-reason", REASON)
    page.click("main button:has-text('Speichern') >> nth=0")
    assert page.url == here
    page.context.close()

    stranger = browser.new_context(java_script_enabled=False, locale="de-DE").new_page()
    stranger.goto(f"{place.url}/projects?q=Anger")
    stranger.click(".project-cards a.name")
    assert stranger.url == here
    assert stranger.locator(".changes .reason").inner_text() == REASON
    stranger.click(".changes summary")
    told = stranger.locator(".differences").inner_text()
    assert "187.000" in told
    assert "201.500" in told
    assert stranger.locator(".timeline h3").inner_text() == "Aufbau"
    stranger.goto(f"{place.url}/feeds/projects.atom")
    assert REASON in stranger.content()
    stranger.context.close()


@pytest.mark.parametrize("size", [NARROW, {"width": 1280, "height": 900}], ids=["320", "1280"])
def test_nothing_keeps_anybody_out(place, browser, size):
    page = log_in(browser, place, scripts=True)
    page.set_viewport_size(size)
    found = []
    for path in (
        "/projects", f"/projects/{place.project}", "/projects/desk", "/projects/new",
        f"/projects/{place.project}/edit",
    ):  # fmt: skip
        page.goto(place.url + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found += [f"{path}: {one}" for one in barriers_in_sight(page)]
    page.context.close()
    assert found == []


def test_the_list_is_kept_by_keyboard_alone(place, browser):
    page = log_in(browser, place, scripts=True)
    page.goto(f"{place.url}/projects/{place.project}/edit")
    page.focus("#words-district")
    page.keyboard.press("Control+A")
    page.keyboard.type("Süd")
    reason = page.locator("#words-reason")
    for _ in range(200):  # each part of a day is a stop of its own
        page.keyboard.press("Tab")
        if reason.evaluate("one => one === document.activeElement"):
            break
    else:
        raise AssertionError("the reason cannot be reached")
    page.keyboard.type("Es liegt südlich der Bahn.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/projects/{place.project}")
    assert "Süd" in page.locator(".aside").inner_text()
    page.context.close()
