"""A whole sitting in real browsers: from the invitation to the minutes that a visitor reads."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from support.council_site import Hall
from support.invitations import SECRET, SECRET_PAPER
from support.printed import text_of


def build(hall: Hall, clerk: Page) -> None:
    """The clerk adds an item, thinks again, and takes the step back."""
    clerk.goto(hall.meeting("/agenda/edit"))
    expect(clerk.locator("ol.agenda > li")).to_have_count(4)
    add_item(clerk, "Bericht der Verwaltung", "INFORMATION")
    expect(clerk.locator("ol.agenda > li")).to_have_count(5)
    clerk.click("#undo")
    expect(clerk.locator("ol.agenda > li")).to_have_count(4)


def add_item(clerk: Page, name: str, item_type: str) -> None:
    """Put a new item into the public part."""
    clerk.fill("#new-name", name)
    clerk.select_option("#new-type", item_type)
    clerk.get_by_role("button", name="öffentlichen Teil").first.click()


def invite(clerk: Page, meeting: str) -> None:
    """The clerk looks before, and sends the invitation."""
    clerk.goto(f"{meeting}/invite")
    clerk.get_by_role("button", name="Einladung versenden").click()
    clerk.goto(f"{meeting}/answers")
    expect(clerk.locator("table tbody tr")).to_have_count(5)


def answer(hall: Hall, members: list[Page]) -> None:
    """Everybody says that they will come."""
    for member in members:
        member.goto(hall.meeting("/invitation"))
        expect(member.locator("main")).to_contain_text(SECRET)
        member.check("input[name=answer][value=COMING]")
        member.locator("#answer button").click()
        expect(member.locator("main")).to_contain_text("Antwort ändern")


def press(page: Page, name: str, within: str = "main") -> None:
    """Press a button of the live view whose id begins so."""
    page.locator(f"{within} button[id^='{name}-']").first.click()


def call_vote(chair: Page, method: str) -> None:
    """The chair calls a vote on the resolution."""
    chair.locator("#opening > summary").click()
    chair.select_option("#method", method)
    chair.click("#open-vote")


def cast(member: Page, choice: str) -> None:
    """A member votes on the screen that shows the vote by itself."""
    member.locator(f"#choice-{choice}").check()
    member.locator("button[id^='cast-']").click()
    expect(member.locator("#vote")).to_contain_text("Ihre Stimme ist abgegeben")


def decide(hall: Hall, chair: Page, members: list[Page], votes: list[str], method: str) -> None:
    """A vote from its call to its announcement."""
    call_vote(chair, method)
    for member, choice in zip(members, votes, strict=True):
        cast(member, choice)
    expect(chair.locator(".turnout")).to_contain_text("5")
    press(chair, "close", "#vote")
    press(chair, "announce", "#vote")


@pytest.mark.browser
@pytest.mark.long
def test_from_the_invitation_to_the_minutes(hall):
    clerk = hall.enter("clerk@example.org")
    members = [hall.enter(f"member{number}@example.org") for number in range(5)]
    chair, speaker = members[0], members[1]
    visitor = hall.outside()

    build(hall, clerk)
    invite(clerk, hall.meeting())
    answer(hall, members)
    visitor.goto(hall.meeting("/ticker"))

    hall.pass_days(11)
    for page in members:
        page.goto(hall.meeting("/live"))
    press(chair, "open-sitting")
    expect(speaker.locator("#standing")).not_to_be_empty()
    press(chair, "enter-expected")
    expect(chair.locator("#attendance")).to_contain_text("5 Personen im Saal")
    chair.locator("#agenda button").nth(1).click()
    expect(visitor.locator("#subject")).to_contain_text("Radweg an der Saale")

    press(speaker, "request")
    press(chair, "call-speaker")
    expect(visitor.locator("main")).to_contain_text("Buche")
    press(chair, "stop-speaker")

    # one drops out before the vote, comes back, and votes all the same
    members[4].context.set_offline(True)
    call_vote(chair, "NOMINAL")
    for member, choice in zip(members[:4], ("yes", "yes", "no", "abstention"), strict=True):
        cast(member, choice)
    expect(chair.locator(".turnout")).to_contain_text("4 von 5")
    members[4].context.set_offline(False)
    cast(members[4], "yes")
    press(chair, "close", "#vote")
    press(chair, "announce", "#vote")
    expect(visitor.locator("main")).to_contain_text("3 Ja, 1 Nein, 1 Enthaltung")

    decide_secretly(hall, chair, members, visitor)
    press(chair, "close-sitting")
    expect(visitor.locator("#subject")).to_contain_text("geschlossen")

    keep_minutes(hall, clerk, chair)
    later = hold_next(hall, clerk, chair)
    publish(hall, clerk, later, visitor)


def decide_secretly(hall: Hall, chair: Page, members: list[Page], visitor: Page) -> None:
    """A secret vote behind closed doors: the visitor learns that doors are closed and no more."""
    chair.locator("#agenda button").last.click()
    expect(chair.locator("#subject")).to_contain_text(SECRET)
    expect(visitor.locator("main")).not_to_contain_text("Radweg an der Saale wird")
    decide(hall, chair, members, ["yes", "no", "yes", "yes", "no"], "SECRET")
    expect(chair.locator("#vote")).to_contain_text("3 Ja, 2 Nein")
    text = visitor.locator("body").inner_text()
    assert not re.search(f"{SECRET}|{SECRET_PAPER}|Kastanie|3 Ja, 2 Nein", text)


def keep_minutes(hall: Hall, clerk: Page, chair: Page) -> None:
    """The minutes write themselves; the clerk adds a sentence; both sign."""
    edit = hall.meeting("/minutes/edit")
    clerk.goto(edit)
    clerk.click("form[action$='/minutes/draft'] button")
    expect(clerk.locator("main")).to_contain_text("Buche")
    expect(clerk.locator("main")).to_contain_text("3 Ja, 1 Nein, 1 Enthaltung")
    clerk.locator("minutes-entry textarea").nth(1).fill("Frau Buche lobt die Linienführung.")
    with clerk.expect_response(re.compile("/minutes/save|/graphql")):
        clerk.locator("minutes-entry button").nth(1).click()
    clerk.wait_for_load_state()
    clerk.goto(edit)
    expect(clerk.locator("minutes-entry textarea").nth(1)).to_have_value(
        re.compile("Linienführung")
    )
    chair.goto(edit)
    chair.locator("form[action$='/minutes/sign'] button").first.click()
    expect(chair.locator("#settling + ul")).to_contain_text("Amsel")
    clerk.goto(edit)
    clerk.locator("form[action$='/minutes/sign'] button").first.click()
    expect(clerk.locator("main .head")).to_contain_text("unterzeichnet")


def hold_next(hall: Hall, clerk: Page, chair: Page) -> str:
    """The next meeting approves the minutes; its address."""
    clerk.goto(f"{hall.url}/office/meetings/new")
    clerk.select_option("#organization", str(hall.council.organization.id))
    clerk.fill("[name=day]", (dt.date.today() + dt.timedelta(days=30)).isoformat())
    clerk.locator("main form.form button").last.click()
    clerk.wait_for_url("**/agenda/edit")
    later = clerk.url.removesuffix("/agenda/edit")
    expect(clerk.locator("ol.agenda")).to_contain_text("Genehmigung der Niederschrift")
    invite(clerk, later)
    chair.goto(f"{later}/live")
    press(chair, "open-sitting")
    for person in hall.council.persons[:3]:
        chair.select_option("#arriving", str(person.id))
        chair.click("#arrive")
        expect(chair.locator("#present")).to_contain_text(person.name)
    chair.locator("#agenda li", has_text="Genehmigung").locator("button").click()
    call_vote(chair, "OPEN")
    for name, number in (("yes", "3"), ("no", "0"), ("abstention", "0")):
        chair.fill(f"#number-{name}", number)
    chair.locator("#vote button[id^='count-']").click()
    press(chair, "close", "#vote")
    press(chair, "announce", "#vote")
    expect(chair.locator("#vote")).to_contain_text("einstimmig")
    return later


def publish(hall: Hall, clerk: Page, later: str, visitor: Page) -> None:
    """What the next meeting approved is published; a visitor reads no word of the closed part."""
    clerk.goto(hall.meeting("/minutes/edit"))
    clerk.locator("form[action$='/minutes/approve'] button").click()
    expect(clerk.locator("main .head")).to_contain_text("genehmigt")
    clerk.locator("form[action$='/minutes/publish'] button").click()
    expect(clerk.locator("main .head")).to_contain_text("veröffentlicht")
    assert later
    visitor.goto(hall.meeting())
    expect(visitor.locator("main")).to_contain_text("3 Ja, 1 Nein, 1 Enthaltung")
    reply = visitor.request.get(hall.meeting("/minutes.pdf"))
    assert reply.status == 200
    printed = text_of(reply.body())
    assert "Linienführung" in printed
    for words in (SECRET, SECRET_PAPER, "Kastanie", "3 Ja, 2 Nein"):
        assert words not in printed
        assert words not in visitor.content()
