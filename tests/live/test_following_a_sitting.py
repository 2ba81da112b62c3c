"""The pages about a sitting that goes on: who sees what on them, and voting by plain forms."""

import re

import pytest

from rostra.access import Office, members_and_clerks, system
from rostra.database import Database
from rostra.people.services import prepared_password
from rostra.sittings.models import Presence, Sitting, Speech, SpeechState
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_membership, make_organization
from support.make.people import make_account, make_person
from support.making import kept, linked
from support.town_hall import PASSWORD, TownHall, serving, settings_for

SECRET = "Zaunkönigreich"


@pytest.fixture
async def town(sqlite_url, tmp_path):
    """A town hall in which a council sits, with the radweg called and a speaker speaking."""
    database = Database(sqlite_url)
    council = await make_organization(database, name="Stadtrat")
    meeting = await make_meeting(database, council, name="12. Sitzung des Stadtrates")
    async with database.work(system) as work:
        closed = await work.audience(members_and_clerks(council.body_id, council.id))
    item = await make_agenda_item(database, meeting, 0, name="Radweg an der Saale")
    await make_agenda_item(
        database, meeting, 1, name=f"Grundstück am {SECRET}", public=False, audience_id=closed
    )
    await linked(database, Sitting(meeting_id=meeting.id, current_item_id=item.id))
    kept_password = await prepared_password(PASSWORD)
    emails = {}
    for who, office in (
        ("chair", Office.CHAIR), ("amsel", Office.MEMBER), ("drossel", Office.MEMBER),
    ):  # fmt: skip
        person = await make_person(database, name=who.title())
        await make_membership(database, person, council, office=office)
        emails[who] = f"{who}@example.org"
        await make_account(database, person, email=emails[who], password_hash=kept_password)
        await linked(database, Presence(meeting_id=meeting.id, person_id=person.id))
    await kept(
        database, Speech, body_id=council.body_id, meeting_id=meeting.id,
        agenda_item_id=item.id, person_id=person.id, state=SpeechState.SPEAKING,
        started=meeting.created, allowed=300,
    )  # fmt: skip
    await make_account(database, email="citizen@example.org", password_hash=kept_password)
    emails["citizen"] = "citizen@example.org"
    async with serving(settings_for(sqlite_url, tmp_path / "data")) as app:
        yield TownHall(app, database, meeting.id, council.body_id, emails, tmp_path)
    await database.close()


async def test_everybody_follows_what_is_public(town):
    async with town.visitor() as somebody:
        for page in ("ticker", "hall"):
            shown = await somebody.get(f"/en/meetings/{town.post}/{page}")
            assert shown.status_code == 200, shown.text
            assert "Item 1: Radweg an der Saale" in shown.text
            assert "Drossel" in shown.text
            assert SECRET not in shown.text
        assert (await somebody.get(f"/meetings/{town.post}/live")).status_code == 404


async def test_a_citizen_gets_no_buttons(town):
    async with town.visitor() as citizen:
        await citizen.log_in(town.emails["citizen"])
        shown = await citizen.get(f"/en/meetings/{town.post}/live")
        assert shown.status_code == 200
        assert "<form" not in main_of(shown.text)
        assert SECRET not in shown.text


def main_of(text):
    return text[text.index("<main") : text.index("</main>")]


def hidden(text, form):
    """The hidden fields of the form with this address."""
    whole = re.search(rf'<form[^>]*action="[^"]*/live/{form}".*?</form>', text, re.S)
    assert whole, f"There is no form to {form}."
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', whole[0]))


async def send(somebody, town, form, **fields):
    """Fill in a form of the page and send it; the page to which it leads."""
    path = f"/en/meetings/{town.post}/live"
    page = (await somebody.get(path)).text
    response = await somebody.post(f"{path}/{form}", {**hidden(page, form), **fields})
    assert response.status_code == 303, response.text
    return (await somebody.get(path)).text


async def test_a_vote_from_its_opening_to_its_announcement_by_plain_forms(town):
    async with town.visitor() as chair, town.visitor("192.0.2.8") as member:
        await chair.log_in(town.emails["chair"])
        await member.log_in(town.emails["amsel"])
        shown = await send(member, town, "move", motionType="DEFER", text="Noch einmal beraten")
        assert "Noch einmal beraten" in shown
        motion = re.search(r'id="motion-([0-9a-f-]+)"', shown)[1]
        shown = await send(chair, town, "open", method="NOMINAL", motion=motion)
        assert "0 of 3 have voted" in shown
        assert "3 disconnected" in shown
        page = (await member.get(f"/en/meetings/{town.post}/live")).text
        fields = {**hidden(page, "cast"), "choice": "yes"}
        path = f"/en/meetings/{town.post}/live/cast"
        for _ in range(2):
            assert (await member.post(path, fields)).status_code == 303
        shown = (await member.get(f"/en/meetings/{town.post}/live")).text
        assert "Your vote is cast." in shown
        assert "Receipt" in shown
        assert "Close the vote" not in shown
        shown = (await chair.get(f"/en/meetings/{town.post}/live")).text
        assert "1 of 3 have voted" in shown
        assert "Amsel" in shown
        await send(chair, town, "cast", choice="no")
        shown = await send(chair, town, "close")
        assert "The vote is closed; the result follows." in shown
        await send(chair, town, "announce")
        async with town.visitor("192.0.2.9") as somebody:
            told = (await somebody.get(f"/en/meetings/{town.post}/ticker?n=99")).text
            assert "Last result" in told


async def test_a_refusal_shows_the_page_again(town):
    async with town.visitor() as member:
        await member.log_in(town.emails["amsel"])
        path = f"/en/meetings/{town.post}/live"
        token = hidden((await member.get(path)).text, "move")
        said = await member.post(f"{path}/open", {**token, "method": "NOMINAL"})
        assert said.status_code == 403
        assert "not permitted" in said.text
