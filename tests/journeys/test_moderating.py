"""A stranger reports a comment, a moderator decides at the keyboard, its author objects."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from rostra.access import Office, system
from rostra.comments.models import Comment
from rostra.database import Database
from rostra.moderation.rules import begin_with_usual_rules
from rostra.organizations.models import Body, Organization
from rostra.posts.models import Post
from support.apart import apart
from support.keys import password_hash
from support.looking import barriers_in_sight
from support.make.organizations import make_membership, make_organization
from support.make.people import make_account, make_person
from support.make.posts import make_comment, make_post
from support.shown_city import PASSWORD

pytestmark = pytest.mark.browser

INSULT = "Ihr Dummköpfe im Rathaus!"
ASTRAY = "Auf dem Radweg liegt Laub."
FACTS = "Wer im Rathaus arbeitet, wird beschimpft."
SIGHTS = os.environ.get("ROSTRA_SIGHTS")
"""A folder for pictures of the pages, where somebody wants to look at them."""


@dataclass
class Talk:
    """What was said, and below what."""

    comment: UUID
    second: UUID
    astray: UUID
    post: UUID


async def furnish(url: str) -> Talk:
    """A post with two comments, their author, and two moderators with the rules of the house."""
    database = Database(url)
    kept = password_hash(PASSWORD)
    async with database.work(system) as work:
        body = await work.first(work.readable(Body))
        first = await work.first(work.readable(Post))
        press_office = await work.find(Organization, first.organization_id)
    post = await make_post(database, press_office, title="Das Rathaus wird gestrichen")
    await make_account(database, email="nachbarin@example.org", password_hash=kept)
    author = await make_account(database, email="autor@example.org", password_hash=kept)
    said = [
        await make_comment(database, post, author, text=text) for text in (INSULT, "Ruhe!", ASTRAY)
    ]
    office = await make_organization(database, body, name="Moderation")
    for number in (1, 2):
        person = await make_person(database, body, name=f"Moderatorin {number}")
        await make_membership(database, person, office, office=Office.MODERATOR)
        await make_account(
            database, person, email=f"moderation{number}@example.org", password_hash=kept
        )
    async with database.work(system) as work:
        await begin_with_usual_rules(work, body.id)
    await database.close()
    return Talk(*(one.id for one in said), post.id)


@pytest.fixture(scope="module")
def talk(site):
    """What is reported in this journey."""
    return apart(furnish(f"sqlite+aiosqlite:///{site.folder / 'rostra.db'}"))


@pytest.fixture
def someone(site, browser):
    """Opens a browser of one's own, logged in at the first page where an address is given."""
    opened = []

    def entering(email="", then="/", **chosen):
        context = browser.new_context(locale="de-DE", **chosen)
        opened.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.goto(f"{site.url}/login?next={then}" if email else site.url + then)
        if email:
            page.fill("#email", email)
            page.fill("#password", PASSWORD)
            page.click("main button")
        return page

    yield entering
    for context in opened:
        context.close()


def shot(page, name):
    """Keep a picture of the page, where somebody wants one."""
    if SIGHTS:
        page.screenshot(path=Path(SIGHTS) / f"{name}.png", full_page=True)


def report(page, talk, comment, words):
    """From the post by its link to the notice, and send it, not sooner than a person can."""
    page.click(f"#comment-{comment} >> text=Melden")
    page.check("input[value=HOUSE_RULE]")
    page.fill("#words", words)
    page.check("input[name=goodFaith]")


def press(page, *keys):
    """One key after the other, once the page listens."""
    page.wait_for_function("() => customElements.get('moderation-queue')")
    for key in keys:
        page.keyboard.press(key)


def focused(page, selector):
    """Whether what is being written in is what the selector names."""
    return page.evaluate("one => document.activeElement.matches(one)", selector)


def text_of(site, comment):
    """The words of a comment, as everybody reads them."""

    async def read():
        database = Database(f"sqlite+aiosqlite:///{site.folder / 'rostra.db'}")
        async with database.reading(system) as work:
            found = (await work.find(Comment, comment)).text
        await database.close()
        return found

    return apart(read())


def test_from_the_report_to_the_answer(site, someone, talk):
    place = f"/posts/{talk.post}"
    stranger = someone(then=place, java_script_enabled=False)
    report(stranger, talk, talk.comment, "Das beleidigt.")
    stranger.fill("#authorName", "Nora Nebenan")
    stranger.fill("#email", "nora@example.org")
    time.sleep(3.1)
    stranger.click("main form.form button")
    assert "/" in stranger.locator("main [role=status]").inner_text()
    neighbour = someone("nachbarin@example.org", place)
    report(neighbour, talk, talk.comment, "Beschimpft die Leute.")
    time.sleep(3.1)
    neighbour.click("main form.form button")
    neighbour.click("main [role=status] a")
    assert "noch nicht entschieden" in neighbour.locator("main").inner_text()

    hide_at_the_keyboard(someone, talk)
    assert text_of(site, talk.comment) == ""
    stranger.goto(site.url + place)
    assert INSULT not in stranger.content()

    neighbour.reload()
    assert "verborgen" in neighbour.locator("main").inner_text()
    assert FACTS not in neighbour.content()
    assert "Nora" not in neighbour.content()
    decision = neighbour.locator("main a[href*='/decisions/']").get_attribute("href")
    neighbour.goto(site.url + decision)
    assert "Beschimpft die Leute." in neighbour.content()
    assert INSULT not in neighbour.content()

    author = someone("autor@example.org", decision)
    assert FACTS in author.content()
    assert "Beschimpft die Leute." not in author.content()
    author.fill("#words", "Das war als Scherz gemeint.")
    author.click("main form.form button")
    assert "Widerspruch" in author.content() or "Einspruch" in author.content()
    answer(someone)
    assert text_of(site, talk.comment) == INSULT
    author.goto(site.url + decision)
    assert "Erkennbar ein Scherz." in author.content()
    neighbour.reload()
    assert "aufgehoben" in neighbour.locator("main").inner_text()
    stranger.goto(site.url + "/moderation/log")
    assert "stattgegeben" in stranger.locator("main table").inner_text()
    assert not {INSULT, FACTS, "Nora", "Scherz"} & set(stranger.content().split())


def hide_at_the_keyboard(someone, talk):
    """A moderator goes to the case, chooses, names the rule and says why: without a mouse."""
    first = someone("moderation1@example.org", "/moderation")
    case = f"#case-{talk.comment}"
    press(first, "j")
    for _ in range(10):
        if focused(first, case):
            break
        press(first, "j")
    assert focused(first, case)
    press(first, "h")
    assert first.locator(f"{case} input[value=HIDE]").is_checked()
    assert focused(first, f"{case} select[name=rule]")
    first.keyboard.type("Beleid")
    press(first, "Tab", "Tab")
    first.keyboard.type(FACTS)
    press(first, "Control+Enter")
    first.wait_for_function("id => !document.getElementById(id)", arg=case[1:])


def answer(someone):
    """The first moderator has no form for the answer; the second one grants the objection."""
    first = someone("moderation1@example.org", "/moderation")
    assert first.locator("textarea[name=reasons]").count() == 0
    second = someone("moderation2@example.org", "/moderation")
    assert "Das war als Scherz gemeint." in second.content()
    second.fill("textarea[name=reasons]", "Erkennbar ein Scherz.")
    second.click("button[name=granted][value=true]")
    assert second.locator("textarea[name=reasons]").count() == 0


def test_moving_what_stands_below_the_wrong_thing(site, someone, talk):
    neighbour = someone("nachbarin@example.org", f"/posts/{talk.post}")
    report(neighbour, talk, talk.astray, "Das gehört zum Radweg.")
    time.sleep(3.1)
    neighbour.click("main form.form button")
    moderator = someone("moderation1@example.org", "/office")
    moderator.click("main a[href='/moderation']")
    press(moderator, "?")
    assert moderator.locator("#keys dd").first.is_visible()
    press(moderator, "?")
    assert not moderator.locator("#keys dd").first.is_visible()
    moderator.select_option("#why", "HELD")
    moderator.click("form.narrowing button")
    assert moderator.locator("[data-case]").count() == 0
    moderator.select_option("#why", "REPORTED")
    moderator.click("form.narrowing button")
    case = f"#case-{talk.astray}"
    moderator.focus(case)
    press(moderator, "m")
    assert focused(moderator, f"{case} [name=place]")
    moderator.keyboard.type("Irgendwohin")
    moderator.fill(f"{case} [name=ground]", "Thema")
    moderator.fill(f"{case} [name=facts]", "Es geht um den Radweg.")
    press(moderator, "Control+Enter")
    moderator.wait_for_selector(f"{case} [role=alert]")
    assert moderator.locator(f"{case} [name=facts]").input_value() == "Es geht um den Radweg."
    moderator.fill(f"{case} [name=place]", site.url + site.city.places["post"])
    press(moderator, "Control+Enter")
    moderator.wait_for_function("id => !document.getElementById(id)", arg=case[1:])
    assert "why=REPORTED" in moderator.url
    moderator.goto(site.url + site.city.places["post"])
    assert ASTRAY in moderator.content()


def test_nobody_is_kept_out(site, someone, talk):
    page = someone("nachbarin@example.org", f"/posts/{talk.post}")
    report(page, talk, talk.second, "Unhöflich.")
    time.sleep(3.1)
    page.click("main form.form button")
    found = {}
    moderator = someone("moderation1@example.org", "/moderation")
    for width in (390, 1280):
        for one, places in (
            (page, ("/account/notices", f"/notices/new?thing={talk.comment}", "/moderation/log")),
            (moderator, ("/moderation", "/moderation/rules", "/moderation/figures", "/office")),
        ):
            one.set_viewport_size({"width": width, "height": 900})
            for path in places:
                one.goto(site.url + path)
                one.wait_for_load_state("networkidle")
                found[path, width] = barriers_in_sight(one)
                name = path.partition("?")[0].strip("/").replace("/", "-")
                shot(one, f"{name}-{width}-dark")
                one.emulate_media(color_scheme="light")
                shot(one, f"{name}-{width}")
    assert {where: what for where, what in found.items() if what} == {}
