"""A resident reports a defect without an account; the department answers, rejects, and mends it.

All of it without JavaScript, but for the look at what would keep somebody out.
"""

import io
import re
import shutil
import time
from dataclasses import dataclass

import httpx
import pytest
import sqlalchemy as sa
from PIL import Image

from rostra.access import Office, system
from rostra.database import Database
from rostra.notifications.models import Letter
from rostra.people.models import Account
from support.apart import apart
from support.keys import password_hash
from support.looking import barriers_in_sight
from support.make.organizations import make_membership
from support.make.people import make_account, make_person
from support.make.reports import make_depot, make_report
from support.served import served
from support.town_hall import PASSWORD

pytestmark = pytest.mark.browser

GPS, MAKER = 0x8825, 0x010F
EDITOR, CLERK = "betriebshof@example.org", "ratsbuero@example.org"
RESIDENT = "resi@example.org"
NARROW = {"width": 320, "height": 800}


@dataclass
class Place:
    """A served city with a department, and its database."""

    url: str
    database: str


async def furnish(address):
    database = Database(address)
    depot = await make_depot(database)
    await make_report(database, depot, year=2026, number=1)
    for email, office, place in (
        (EDITOR, Office.EDITOR, depot.department), (CLERK, Office.CLERK, depot.other),
    ):  # fmt: skip
        person = await make_person(database, depot.body, name=f"Frau {office}")
        await make_membership(database, person, place, office=office)
        await make_account(database, person, email=email, password_hash=password_hash(PASSWORD))
    await database.close()


@pytest.fixture(scope="module")
def place(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("defects")
    shutil.copy(sqlite_template, folder / "rostra.db")
    address = f"sqlite+aiosqlite:///{folder / 'rostra.db'}"
    apart(furnish(address))
    with served(folder, "Brunnfeld") as url:
        yield Place(url, address)


@pytest.fixture
def page(browser):
    """A browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    yield context.new_page()
    context.close()


def letters_to(place, email):
    """The texts of the letters to an address, oldest first."""

    async def read():
        database = Database(place.database)
        async with database.reading(system) as work:
            found = await work.fetch(
                sa.select(Letter.text)
                .join(Account, Account.id == Letter.account_id)
                .where(Account.email == email)
                .order_by(Letter.id)
            )
        await database.close()
        return found

    return apart(read())


def letter_with(place, email, words):
    """The letter with these words, which comes a moment later."""
    for _ in range(100):
        for text in letters_to(place, email):
            if words in text:
                return text
        time.sleep(0.1)
    raise AssertionError(f"no letter to {email} says {words}: {letters_to(place, email)}")


def photo():
    """A picture whose camera has added where it was taken."""
    noted = Image.Exif()
    noted[MAKER] = "Spionkamera"
    noted.get_ifd(GPS).update({1: "N", 2: (50.0, 58.0, 0.0)})
    written = io.BytesIO()
    Image.new("RGB", (640, 480), "navy").save(written, "JPEG", exif=noted)
    assert b"Spionkamera" in written.getvalue()
    return {"name": "lampe.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def log_in(browser, place, email):
    """A page of somebody with an office."""
    page = browser.new_context(java_script_enabled=False, locale="de-DE").new_page()
    page.goto(f"{place.url}/login")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main button:has-text('Anmelden')")
    return page


def report(page, place):
    """From the list to the letter, by way of what is reported there already."""
    page.goto(f"{place.url}/reports")
    page.click("text=Mangel melden")
    page.select_option("#category", label="Straßenlaterne defekt")
    page.fill("#address", "Am Anger 5")
    page.fill("#latitude", "50,98001")
    page.fill("#longitude", "11,03")
    page.click("main button:has-text('Weiter')")
    assert "1 m entfernt" in page.inner_text("main")
    page.fill("#text", "Die Laterne am Brunnen ist dunkel.")
    page.set_input_files("#photo", photo())
    page.fill("#photoDescription", "Dunkle Laterne")
    page.fill("#authorName", "Resi")
    page.fill("#email", RESIDENT)
    time.sleep(3.2)  # nobody fills in a form faster
    page.click("text=Meldung absenden")
    assert "E-Mail geschickt" in page.inner_text("main")


def move(page, state, reason, responsible=""):
    """Set the state as the department."""
    page.select_option("#state", state)
    page.fill("#reason", reason)
    page.fill("#responsible", responsible)
    page.click("text=Stand setzen")


def test_from_the_report_to_the_lamp_that_burns_again(place, page, browser):
    report(page, place)
    stranger = browser.new_context().new_page()
    stranger.goto(f"{place.url}/reports")
    assert "am Brunnen" not in stranger.content()

    link = re.search(r"http\S+/confirm/\S+", letter_with(place, RESIDENT, "/confirm/"))[0]
    page.goto(link)
    page.click("main form button")
    assert "Die Laterne am Brunnen ist dunkel." in page.inner_text("main")
    assert "eingegangen" in page.inner_text("main")
    shown = page.url
    image = page.locator(".photos img")
    assert image.get_attribute("alt") == "Dunkle Laterne"
    content = httpx.get(place.url + image.get_attribute("src")).content
    assert b"Spionkamera" not in content
    with Image.open(io.BytesIO(content)) as seen:
        assert (seen.size, len(seen.getexif())) == ((640, 480), 0)

    letter_with(place, EDITOR, "am Brunnen")
    desk = log_in(browser, place, EDITOR)
    desk.goto(f"{place.url}/reports/desk")
    desk.click("text=Die Laterne am Brunnen")
    assert RESIDENT in desk.inner_text("aside")
    desk.fill("#text", "Wir sehen morgen nach.")
    desk.click("text=Antwort veröffentlichen")
    desk.fill("#noted", "Schlüssel beim Hausmeister")
    desk.click("text=Vermerk speichern")
    letter_with(place, RESIDENT, "Wir sehen morgen nach.")

    move(desk, "REJECTED", "", "")
    assert "Bitte nennen Sie den Grund." in desk.inner_text("main")
    move(desk, "REJECTED", "Die Laterne gehört der Bahn.", "Deutsche Bahn")
    assert "Zuständig: Deutsche Bahn" in desk.inner_text("main")
    letter_with(place, RESIDENT, "Die Laterne gehört der Bahn.")

    page.goto(shown)
    assert "Schlüssel" not in page.content()
    page.fill("#reason", "Das Schild sagt: Stadt Brunnfeld.")
    page.click("text=Meldung wieder öffnen")
    assert "wieder geöffnet" in page.inner_text(".eyebrow")
    letter_with(place, EDITOR, "Das Schild sagt")

    desk.goto(shown)
    move(desk, "RESOLVED", "Sie brennt wieder.")
    stranger.goto(shown)
    course = stranger.inner_text(".timeline")
    steps = ["eingegangen", "Wir sehen morgen nach", "abgelehnt", "wieder geöffnet", "erledigt"]
    places = [course.index(step) for step in steps]
    assert places == sorted(places)
    assert RESIDENT not in stranger.content()
    for one in (stranger, desk):
        one.context.close()


def test_a_clerk_keeps_categories_and_keys(place, browser):
    office = log_in(browser, place, CLERK)
    office.goto(f"{place.url}/reports/categories")
    office.fill("#name", "Wilder Müll")
    office.fill("#code", "mit Leerzeichen")
    office.click("text=Kategorie anlegen")
    assert "keine Leerzeichen" in office.inner_text("main")
    office.fill("#code", "muell")
    office.click("text=Kategorie anlegen")
    assert "Wilder Müll" in office.inner_text("table")
    office.fill("#programme", "Stadt-App")
    office.click("text=Schlüssel ausstellen")
    key = office.inner_text("code")
    sent = {"api_key": key, "service_code": "muell", "description": "Sofa im Park",
            "address_string": "Stadtpark"}  # fmt: skip
    reply = httpx.post(f"{place.url}/open311/v2/requests.json", data=sent)
    assert reply.status_code == 201, reply.text
    office.goto(f"{place.url}/reports/categories")
    assert key not in office.content()
    office.click("main form button:has-text('Beenden')")
    assert httpx.post(f"{place.url}/open311/v2/requests.json", data=sent).status_code == 403
    office.context.close()


def test_a_refused_photo_keeps_what_was_typed(place, page):
    page.goto(f"{place.url}/reports/new")
    page.select_option("#category", label="Straßenlaterne defekt")
    page.fill("#address", "Nirgendwo 1")
    page.click("main button:has-text('Weiter')")
    page.fill("#text", "Dunkel.")
    page.fill("#authorName", "Resi")
    page.fill("#email", RESIDENT)
    fake = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"GIF89a no photo"}
    page.set_input_files("#photo", fake)
    page.click("text=Meldung absenden")
    assert "kein lesbares Foto" in page.inner_text("#photo-wrong")
    assert page.input_value("#text") == "Dunkel."


def test_nothing_keeps_anybody_out(place, browser):
    wrong = []
    context = browser.new_context(locale="de-DE")
    context.grant_permissions([])
    looking = context.new_page()
    looking.goto(f"{place.url}/login")
    looking.fill("#email", EDITOR)
    looking.fill("#password", PASSWORD)
    looking.click("main button:has-text('Anmelden')")
    category = httpx.post(
        f"{place.url}/graphql", json={"query": "{ reportCategories { uuid } }"}
    ).json()["data"]["reportCategories"][0]["uuid"]
    step = f"/reports/new?category={category}&address=Am+Anger+3"
    for path in (
        "/reports", "/reports/new", step, "/reports/figures", "/reports/desk",
        "/reports/2026-00001", "/reports/new?sent=UNCONFIRMED",
    ):  # fmt: skip
        for size in (NARROW, {"width": 1280, "height": 900}):
            looking.set_viewport_size(size)
            looking.goto(place.url + path)
            wrong += [f"{path} {size['width']}: {one}" for one in barriers_in_sight(looking)]
    context.close()
    assert wrong == []


HERE = {"latitude": 50.98, "longitude": 11.03}
TILES = "https://tiles.example"


def test_a_device_says_where_it_is_and_nobody_else_is_asked(place, browser):
    context = browser.new_context(geolocation=HERE, permissions=["geolocation"], locale="de-DE")
    looking = context.new_page()
    asked = []
    looking.on("request", lambda request: asked.append(request.url))
    looking.goto(f"{place.url}/reports/new")
    looking.click("text=Meinen Standort verwenden")
    looking.wait_for_function("document.querySelector('#latitude').value !== ''")
    assert looking.input_value("#latitude") == "50.980000"
    looking.goto(f"{place.url}/reports/2026-00001")
    assert looking.locator("tile-map").count() == 0
    assert {url.startswith((place.url, "data:")) for url in asked} == {True}
    context.close()


def test_a_city_with_tiles_shows_a_map(sqlite_template, tmp_path, browser, monkeypatch):
    shutil.copy(sqlite_template, tmp_path / "rostra.db")
    apart(furnish(f"sqlite+aiosqlite:///{tmp_path / 'rostra.db'}"))
    monkeypatch.setenv("ROSTRA_MAP_TILES", TILES + "/{z}/{x}/{y}.png")
    with served(tmp_path, "Brunnfeld") as url:
        context = browser.new_context(locale="de-DE")
        looking = context.new_page()
        asked, refused = [], []
        looking.on("console", lambda line: refused.append(line.text))
        looking.route(f"{TILES}/**", lambda route: (asked.append(route.request.url), route.abort()))
        looking.goto(f"{url}/reports/2026-00001")
        looking.wait_for_selector("tile-map svg")
        looking.wait_for_timeout(300)
        assert any(one.startswith(f"{TILES}/17/69552/") for one in asked), asked
        assert not [line for line in refused if "Content Security Policy" in line]
        looking.goto(f"{url}/reports/new")
        looking.fill("#latitude", "50,98")
        looking.fill("#longitude", "11,03")
        looking.click("#address")
        looking.locator("tile-map svg").click(position={"x": 30, "y": 30})
        assert 11.02 < float(looking.input_value("#longitude")) < 11.03
        assert 50.98 < float(looking.input_value("#latitude")) < 50.99
        context.close()


def test_a_category_asks_further_questions(place, page, browser):
    office = log_in(browser, place, CLERK)
    office.goto(f"{place.url}/reports/categories")
    office.click("tr:has-text('Schlagloch') a:has-text('0 Fragen')")
    office.fill("#question", "Wie tief ist es?")
    office.fill("#attributeCode", "depth")
    office.select_option("#datatype", "SINGLEVALUELIST")
    office.click("text=Frage speichern")
    assert office.inner_text("#choices-wrong").strip()
    assert office.input_value("#question") == "Wie tief ist es?"
    office.select_option("#datatype", "NUMBER")
    office.click("text=Frage speichern")
    assert "Wie tief ist es?" in office.inner_text("section:has(#questions) table")
    office.context.close()

    page.goto(f"{place.url}/reports/new")
    page.select_option("#category", label="Schlagloch")
    page.fill("#address", "Nirgendwo 2")
    page.click("main button:has-text('Weiter')")
    page.fill("#text", "Ein tiefes Loch.")
    page.fill("#attribute-depth", "sehr")
    page.fill("#authorName", "Resi")
    page.fill("#email", RESIDENT)
    time.sleep(3.2)  # nobody fills in a form faster
    page.click("text=Meldung absenden")
    assert (
        page.inner_text("#attribute-depth-wrong")
        == "Bitte geben Sie eine Zahl ohne Punkte für Tausender an, etwa 1000,5."
    )
    assert (page.input_value("#text"), page.input_value("#attribute-depth")) == (
        "Ein tiefes Loch.", "sehr",
    )  # fmt: skip
