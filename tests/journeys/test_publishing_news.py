"""A department publishes: words, pictures and languages, a second person, its time and its end.

All of it without JavaScript, but for the keyboard and the look at what would keep somebody out.
"""

import datetime as dt
import io
import re
import shutil
import time
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from rostra.access import Office, system
from rostra.database import Database
from rostra.posts.services import settle_review
from support.apart import apart
from support.keys import password_hash
from support.looking import barriers_in_sight
from support.make.organizations import make_body, make_membership, make_organization
from support.make.people import make_account, make_person
from support.served import served
from support.town_hall import PASSWORD

pytestmark = pytest.mark.browser

CITY = ZoneInfo("Europe/Berlin")
AUTHOR, SECOND, ALONE = "autorin@example.org", "zweite@example.org", "allein@example.org"
SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nGuten Tag."
EDITED = re.compile(r"/posts/[0-9a-f-]{36}/edit$")


@dataclass
class Place:
    """A served city with a press office and a department that publishes alone."""

    url: str


async def furnish(address):
    database = Database(address)
    body = await make_body(database)
    press = await make_organization(database, body, name="Presseamt")
    alone = await make_organization(database, body, name="Bauhof")
    for email, place in ((AUTHOR, press), (SECOND, press), (ALONE, alone)):
        person = await make_person(database, body, name=f"Frau {email.partition('@')[0]}")
        await make_membership(database, person, place, office=Office.EDITOR)
        await make_account(database, person, email=email, password_hash=password_hash(PASSWORD))
    async with database.work(system) as work:
        await settle_review(work, alone.id, review=False)
    await database.close()


@pytest.fixture(scope="module")
def place(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("news")
    shutil.copy(sqlite_template, folder / "rostra.db")
    apart(furnish(f"sqlite+aiosqlite:///{folder / 'rostra.db'}"))
    with served(folder, "Brunnfeld") as url:
        yield Place(url)


@pytest.fixture
def somebody(browser, place):
    """Pages of somebody of the department, or of the public, without JavaScript unless asked."""
    contexts = []

    def come(email=None, scripts=False):
        context = browser.new_context(java_script_enabled=scripts, locale="de-DE")
        contexts.append(context)
        page = context.new_page()
        if email:
            page.goto(f"{place.url}/login")
            page.fill("#email", email)
            page.fill("#password", PASSWORD)
            page.click("main button:has-text('Anmelden')")
            assert page.locator("text=Abmelden").count()
        return page

    yield come
    for context in contexts:
        context.close()


def picture(name="platz.png", kind="PNG", size=(640, 480)):
    written = io.BytesIO()
    Image.new("RGB", size, "olive").save(written, kind)
    return {"name": name, "mimeType": f"image/{kind.lower()}", "buffer": written.getvalue()}


def press(page, words):
    page.click(f"main button:has-text('{words}')")


def typed(moment):
    """A moment as a field for day and time takes it."""
    return moment.astimezone(CITY).strftime("%Y-%m-%dT%H:%M")


def unfold(page, words):
    """Open a part of the form that is folded, unless it is open."""
    part = page.locator("details.rest", has_text=words).first
    if part.get_attribute("open") is None:
        part.locator("summary").click()


def draft(page, place, title, text="Ab Montag.", **more):
    """Write a draft; its address."""
    page.goto(f"{place.url}/posts/desk")
    page.click("main a:has-text('Beitrag schreiben')")
    page.fill("#words-title", title)
    page.fill("#words-text", text)
    for name, value in more.items():
        if name in ("postType", "language"):
            page.select_option(f"#words-{name}", value)
        else:
            page.fill(f"#words-{name}", value)
    press(page, "Entwurf speichern")
    assert EDITED.search(page.url), page.inner_text("main")
    return page.url.removesuffix("/edit").removeprefix(place.url)


def status_of(page, place, path):
    return page.goto(place.url + path).status


def titles_of(page, place):
    page.goto(f"{place.url}/posts")
    return page.inner_text("main")


def test_from_the_draft_to_the_correction(place, somebody):
    author, second, reader = somebody(AUTHOR), somebody(SECOND), somebody()
    path = write_all_of_it(author, place)
    author.goto(f"{place.url}{path}/edit")
    press(author, "Zur Prüfung geben")
    assert "Er wartet auf eine zweite Person" in author.inner_text("main")
    assert author.locator("main button:has-text('Veröffentlichen')").count() == 0
    assert status_of(reader, place, path) == 404

    second.goto(f"{place.url}/posts/desk")
    second.click("main a:has-text('Brunnenfest')")
    second.fill("#send-back-note", "Bitte die Uhrzeit nennen.")
    press(second, "Zurückgeben")
    author.goto(f"{place.url}/posts/desk")
    assert "Bitte die Uhrzeit nennen." in author.inner_text("main")
    author.click("main a:has-text('Brunnenfest')")
    assert author.input_value("#words-place") == "Marktplatz"
    author.fill("#words-text", "Um 15 Uhr am Brunnen.\n\nMit Musik.")
    press(author, "Speichern")
    press(author, "Zur Prüfung geben")

    second.goto(f"{place.url}{path}/edit")
    press(second, "Veröffentlichen")
    assert second.url == place.url + path
    reader.goto(place.url + path)
    told = reader.inner_text("main")
    for words in ("Veranstaltung", "Brunnenfest", "Um 15 Uhr", "Marktplatz", "Feste"):
        assert words in told, words
    shown = reader.locator("main figure img")
    assert shown.get_attribute("alt") == "Der geschmückte Brunnen"
    assert reader.request.get(place.url + shown.get_attribute("src")).status == 200
    assert "Brunnenfest" in titles_of(reader, place)
    correct(second, place, path)
    see_what_was_corrected(reader, place, path)


def write_all_of_it(page, place):
    """A draft with everything that a post can have; its address."""
    begin = dt.datetime.now(CITY).replace(hour=15, minute=0) + dt.timedelta(days=20)
    page.goto(f"{place.url}/posts/new")
    page.select_option("#words-postType", "EVENT")
    page.fill("#words-title", "Brunnenfest")
    page.fill("#words-teaser", "Der Brunnen wird zehn.")
    page.fill("#words-text", "Kommen Sie alle.")
    page.fill("#words-topics", "Feste, Innenstadt")
    page.fill("#words-expires", typed(begin + dt.timedelta(days=2)))
    unfold(page, "Zeit und Ort")
    page.fill("#words-place", "Marktplatz")
    page.fill("#words-starts", typed(begin))
    page.fill("#words-ends", typed(begin - dt.timedelta(hours=1)))
    press(page, "Entwurf speichern")
    assert page.inner_text("#words-ends-wrong").strip()
    assert page.input_value("#words-text") == "Kommen Sie alle."
    assert page.input_value("#words-topics") == "Feste, Innenstadt"
    page.fill("#words-ends", typed(begin + dt.timedelta(hours=5)))
    press(page, "Entwurf speichern")
    assert EDITED.search(page.url), page.inner_text("main")
    page.set_input_files("#picture", picture())
    page.fill("#picture-alternative", "Der geschmückte Brunnen")
    press(page, "Bild hinzufügen")
    assert page.locator("main figure img").count() == 1
    return page.url.partition("#")[0].removesuffix("/edit").removeprefix(place.url)


def correct(page, place, path):
    page.goto(f"{place.url}{path}/edit")
    page.fill("#words-text", "Um 16 Uhr am Brunnen.\n\nMit Musik.")
    page.evaluate("document.querySelector('#words-reason').required = false")
    press(page, "Berichtigung veröffentlichen")
    assert page.locator("#words-reason-wrong").count() == 1
    assert "Um 16 Uhr" in page.input_value("#words-text")
    page.fill("#words-reason", "Die Uhrzeit war falsch.")
    press(page, "Berichtigung veröffentlichen")


def see_what_was_corrected(page, place, path):
    page.goto(place.url + path)
    assert "berichtigt am" in page.inner_text("main .eyebrow")
    corrections = page.locator("section:has(#corrections)")
    assert "Die Uhrzeit war falsch." in corrections.inner_text()
    assert corrections.locator("time").count() == 1
    corrections.locator("summary").click()
    assert "15" in corrections.locator("del").first.inner_text()
    assert "16" in corrections.locator("ins").first.inner_text()


def test_the_same_in_three_languages(place, somebody):
    author, reader = somebody(ALONE), somebody()
    german = draft(author, place, "Winterdienst")
    press(author, "Veröffentlichen")
    for code, title in (("EN", "Clearing the snow"), ("DE_SIMPLE", "Wer räumt den Schnee?")):
        author.goto(f"{place.url}{german}/edit")
        author.click("main a:has-text('In einer anderen Sprache schreiben')")
        author.fill("#words-title", title)
        author.fill("#words-text", "Text.")
        author.select_option("#words-language", "DE")
        press(author, "Entwurf speichern")
        assert "in dieser Sprache schon" in author.inner_text("main")
        author.select_option("#words-language", code)
        press(author, "Entwurf speichern")
        assert EDITED.search(author.url), author.inner_text("main")
        press(author, "Veröffentlichen")
        assert author.locator("article.post").count() == 1
    reader.goto(place.url + german)
    reader.click("text=Read in English")
    assert reader.locator("article.post").get_attribute("lang") == "en"
    reader.click("text=In Leichter Sprache lesen")
    assert reader.inner_text("h1") == "Wer räumt den Schnee?"
    assert reader.locator("article.post").get_attribute("lang") == "de-simple"


def test_a_video_message_has_transcript_and_captions(place, somebody):
    author, reader = somebody(ALONE), somebody()
    path = draft(author, place, "Neujahrsgruß", postType="VIDEO")
    for name, value, missing in (
        ("videoUrl", "https://video.example/gruss", "videoUrl"),
        ("transcript", "Guten Tag, liebe Stadt.", "transcript"),
        ("captions", CAPTIONS, "captions"),
    ):
        author.goto(f"{place.url}{path}/edit")
        press(author, "Veröffentlichen")
        assert "braucht ihren Verweis, ihren Wortlaut" in author.inner_text("main"), (
            missing,
            author.inner_text("main"),
        )
        author.fill(f"#words-{name}", value)
        press(author, "Speichern")
    press(author, "Veröffentlichen")
    reader.goto(place.url + path)
    assert reader.locator("a[href='https://video.example/gruss']").count() == 1
    assert reader.locator("iframe, video, embed").count() == 0
    reader.click("summary:has-text('Wortlaut')")
    assert "liebe Stadt" in reader.inner_text("main")
    captions = reader.locator("a[href$='captions.vtt']").get_attribute("href")
    assert reader.request.get(place.url + captions).text() == CAPTIONS


def test_a_refused_picture_loses_nothing(place, somebody):
    author = somebody(ALONE)
    path = draft(author, place, "Mit Bild")
    fake = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"GIF89a no picture"}
    large = {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8" + bytes(12_600_000)}
    for sent, alternative, field in (
        (picture(), "", "#picture-alternative-wrong"),
        (fake, "Ein Platz", "#picture-wrong"),
        (large, "Ein Platz", "#picture-wrong"),
    ):
        author.goto(f"{place.url}{path}/edit")
        author.set_input_files("#picture", sent)
        author.fill("#picture-alternative", alternative)
        author.fill("#picture-caption", "Der Platz am Abend")
        author.fill("#picture-credit", "Foto: Stadt")
        author.set_checked("input[name=decorative]", field == "#picture-wrong")
        press(author, "Bild hinzufügen")
        assert author.inner_text(field).strip(), field
        assert author.input_value("#picture-caption") == "Der Platz am Abend"
        assert author.input_value("#picture-credit") == "Foto: Stadt"
        assert author.input_value("#picture-alternative") == alternative
        assert author.is_checked("input[name=decorative]") == (field == "#picture-wrong")
        assert author.input_value("#words-title") == "Mit Bild"
        assert author.locator("main figure img").count() == 0
    author.set_input_files("#picture", picture())
    author.fill("#picture-alternative", "")
    author.check("input[name=decorative]")
    press(author, "Bild hinzufügen")
    assert author.locator("main figure img").get_attribute("alt") == ""


def next_minute():
    """The next full minute that leaves time to type."""
    now = dt.datetime.now(CITY)
    begun = now.replace(second=0, microsecond=0)
    return begun + dt.timedelta(minutes=1 if now.second < 45 else 2)


def wait_until(moment, holds, patience=15):
    """Wait for the moment, and then a little for what the house does by itself."""
    time.sleep(max(0.0, (moment - dt.datetime.now(CITY)).total_seconds()))
    for _ in range(patience * 4):
        if holds():
            return
        time.sleep(0.25)
    raise AssertionError("it did not happen in time")


@pytest.mark.long
def test_it_appears_in_its_minute_and_leaves_the_lists_in_its_minute(place, somebody):
    author, reader = somebody(ALONE), somebody()
    appears = next_minute()
    expires = appears + dt.timedelta(minutes=1)
    path = draft(author, place, "Heute Eis frei", appears=typed(appears), expires=typed(expires))
    press(author, "Für den Termin freigeben")
    assert "Erscheint von selbst" in author.inner_text("main")
    assert "Heute Eis frei" not in titles_of(reader, place)
    assert status_of(reader, place, path) == 404
    wait_until(appears, lambda: "Heute Eis frei" in titles_of(reader, place))
    assert status_of(reader, place, path) == 200
    assert dt.datetime.now(CITY) < expires
    wait_until(expires, lambda: "Heute Eis frei" not in titles_of(reader, place))
    assert status_of(reader, place, path) == 200
    assert "nicht mehr aktuell" in reader.inner_text("main")


def test_a_moment_that_is_none_is_not_taken_for_at_once(place, somebody):
    author = somebody(ALONE)
    author.goto(f"{place.url}/posts/new")
    author.fill("#words-title", "Später")
    author.fill("#words-text", "Text.")
    author.evaluate("document.querySelector('#words-appears').type = 'text'")
    author.fill("#words-appears", "morgen früh")
    press(author, "Entwurf speichern")
    assert author.inner_text("#words-appears-wrong").strip()
    assert author.input_value("#words-text") == "Text."


def test_with_the_keyboard_alone(place, somebody):
    page = somebody(ALONE, scripts=True)
    page.goto(f"{place.url}/posts/new")
    reach(page, "words-title")
    page.keyboard.type("Mit der Tastatur")
    reach(page, "words-text")
    page.keyboard.type("Geht auch.")
    press_by_key(page, "Entwurf speichern")
    page.wait_for_url(EDITED)
    press_by_key(page, "Veröffentlichen")
    page.wait_for_selector("article.post")
    assert page.inner_text("h1") == "Mit der Tastatur"


def reach(page, id):
    """Go on with the tab key until the field has the focus."""
    for _ in range(120):
        if page.evaluate("document.activeElement.id") == id:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{id} is not reached")


def press_by_key(page, words):
    for _ in range(160):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{words} is not reached")


def test_nothing_keeps_anybody_out(place, somebody):
    page = somebody(ALONE, scripts=True)
    path = draft(page, place, "Ohne Hürden")
    wrong = []
    for address in ("/posts/new", f"{path}/edit", path, "/posts/desk", "/posts"):
        for size in SIZES:
            page.set_viewport_size(size)
            page.goto(place.url + address)
            wrong += [f"{address} {size['width']}: {one}" for one in barriers_in_sight(page)]
    assert wrong == []
