"""Presiding and keeping the record on the live page, by plain forms and without scripts."""

import datetime as dt
import re
from contextlib import AsyncExitStack
from types import SimpleNamespace

import pytest

from rostra.access import Office, system
from rostra.people.logins import Terms, issue
from support.filling import Somebody
from support.invitations import add_deputy
from support.make.organizations import make_membership, make_organization
from support.make.people import make_account, make_person
from support.sitting import sitting_council
from support.town_hall import COOKIE, TownHall, serving, settings_for

TERMS = Terms(dt.timedelta(hours=1), dt.timedelta(days=1))


@pytest.fixture
async def hall(sqlite_database, sqlite_url, tmp_path):
    """An open sitting of five, four of them in the hall, with chair, clerk and a member at it."""
    council = await sitting_council(sqlite_database, present=4)
    await add_deputy(sqlite_database, council, 4, "Fichte")
    async with sqlite_database.work(system) as work:
        office = await make_organization(work, council.body, name="Ratsbüro")
        clerk = await make_person(work, council.body, name="Rauch")
        await make_membership(work, clerk, office, office=Office.CLERK)
        council.accounts.append(await make_account(work, clerk))
        council.committee = await make_organization(
            work, council.body, name="Bauausschuss", organization_type="Gremium",
        )  # fmt: skip
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(serving(settings_for(sqlite_url, tmp_path / "data")))
        town = TownHall(app, sqlite_database, council.meeting.id, council.body.id, {}, tmp_path)
        people = {}
        for number, name in ((0, "chair"), (1, "member"), (5, "clerk")):
            async with sqlite_database.work(system) as work:
                cookie = await issue(work, council.accounts[number], TERMS)
            visitor = await stack.enter_async_context(town.visitor(f"192.0.2.{number}"))
            visitor.cookies[COOKIE] = cookie
            people[name] = Somebody(visitor, f"/en/meetings/{council.meeting.id}/live")
        yield SimpleNamespace(council=council, **people)


async def test_an_election_goes_on_to_the_run_off_and_the_lot(hall):
    chair, member = hall.chair, hall.member
    assert not await member.offers("elect")
    await chair.send("call-item", item=str(hall.council.items[0].id))
    refused = await chair.is_refused("elect", names=" ", seats="1")
    assert "VOT-2" in refused
    assert re.search(r'<details id="electing" open', refused)
    third = str(hall.council.persons[2].id)
    shown = await chair.send("elect", names="Anna Aue\n\n Bert  Bach ", candidate=third)
    assert "Run-off" not in shown
    assert "The vote is taken in the hall." in await member.look()
    form = await chair.form("count")
    assert sum(name.startswith("number-c") for name in form.fields) == 3
    numbers = {"number-c1": "0", "number-c2": "2", "number-c3": "2", "number-abstention": "0"}
    await chair.send("count", **numbers)
    refused = await chair.is_refused("count", **{**numbers, "number-c1": "9"}, reason="verzählt")
    assert "VOT-1" in refused
    assert 'value="9"' in refused
    await chair.send("close")
    shown = await chair.send("announce")
    assert "Hold the run-off" in shown
    shown = await chair.send("repeat")
    assert "Run-off" in shown
    assert "Anna Aue" in shown
    assert "Calla" not in await vote_of(chair)
    form = await chair.form("count")
    tied = {name: "2" for name in form.fields if name.startswith("number-c")}
    await chair.send("count", **tied, **{"number-abstention": "0"})
    await chair.send("close")
    shown = await chair.send("announce")
    assert "Draw the lot" in shown
    await chair.send("draw-lot")
    assert "Draw the lot" not in await chair.look()
    assert "Los" in await vote_of(chair)


async def vote_of(somebody):
    """What the page shows of the vote."""
    text = await somebody.look()
    return text[text.index('<section class="block" id="vote"') : text.index('id="motions"')]


async def test_the_clerk_enters_what_is_called_out_and_corrects_it(hall):
    clerk, council = hall.clerk, hall.council
    await clerk.send("call-next")
    await clerk.send("open", method="NOMINAL", onDevices="false", majority="TWO_THIRDS_PRESENT")
    assert "Your name is called" in await hall.member.look()
    one, two = (str(person.id) for person in council.persons[:2])
    shown = await clerk.send("enter-votes", **{f"vote-{one}": "yes", f"vote-{two}": "no"})
    assert "2 of 4 have voted" in shown
    assert "two thirds of those present" in shown
    assert f'id="vote-{one}-yes"' not in shown
    again = {"id": "-again", f"vote-{two}": "yes"}
    assert "why it is corrected" in await clerk.is_refused("enter-votes", **again)
    shown = await clerk.send("enter-votes", **again, reason="verhört")
    assert "verhört" in shown
    await clerk.send("cancel")
    shown = await clerk.send("repeat")
    assert "0 of 4 have voted" in shown


async def test_items_are_put_off_referred_and_dealt_with_in_another_order(hall):
    chair, items = hall.chair, [str(item.id) for item in hall.council.items]
    await chair.send("call-next")
    shown = await chair.send("debate-together", other=items[1])
    assert "Debated together with" in shown
    assert "Debate it by itself" in shown
    await chair.send("debate-together")
    assert (await chair.form("debate-together")).choices["other"]
    await chair.send("bring-forward", item=items[3], before=items[2])
    shown = await chair.look()
    assert shown.index(items[3], shown.index('id="agenda"')) < shown.rindex(f"call-{items[2]}")
    form = await chair.form("put-off")
    assert str(hall.council.committee.id) in form.choices["organization"]
    assert "which committee" in await chair.is_refused("put-off", state="REFERRED")
    shown = await chair.send(
        "put-off", state="REFERRED", organization=str(hall.council.committee.id)
    )
    assert "verwiesen: Bauausschuss" in shown
    await chair.send("call-next")
    await chair.send("set-aside", item=items[3])
    shown = await chair.send("open-doors")
    assert "Go on behind closed doors" in shown
    shown = await chair.send("close-doors")
    assert "Go on in public" in shown
    shown = await chair.send("interrupt-sitting", "reason", reason="Lüften")
    assert "Lüften" in shown
    await chair.send("resume-sitting")
    assert f"call-{items[1]}" in await chair.look()


async def test_the_hall_is_kept_with_deputies_guests_bias_and_times(hall):
    clerk, council = hall.clerk, hall.council
    persons = [str(person.id) for person in council.persons]
    form = await clerk.form("arrive")
    assert not await hall.member.offers("arrive")
    assert "Fichte" not in await hall.member.look()
    (deputy,) = [one for one in form.choices["person"] if one.endswith("/" + persons[4])]
    shown = await clerk.send("arrive", person=deputy)
    assert "Fichte" in shown
    assert "for Esche" in shown
    stay = (await clerk.form("correct-presence")).choices["stay"][0]
    assert not await hall.chair.offers("correct-presence")
    shown = await clerk.send("correct-presence", stay=stay, arrived="00:00", here="true")
    assert "since 00:00" in shown
    await clerk.send("call-next")
    shown = await clerk.send("exclude", person=persons[1], leftTheRoom="true")
    assert "Buche takes no part and has left the room" in shown
    assert "4 of 5 may vote" in shown
    await clerk.send("revoke-bias")
    shown = await clerk.send("guest", guest="Frau Dr. Linde", minutes="7")
    assert "Frau Dr. Linde" in shown
    await clerk.send("request-for", person=persons[2])
    for _ in range(2):
        await clerk.send("call-speaker")
        await clerk.send("stop-speaker")
    assert "Speaking times by person" in await clerk.look()
    shown = await clerk.send("establish-quorum")
    assert "5 of 5" in shown


async def test_a_motion_says_only_what_belongs_to_its_sort(hall):
    chair, member = hall.chair, hall.member
    await chair.send("call-next")
    typed = {"text": "Bitte vertagen", "amended": "Etwas anderes", "itemName": "Noch ein Punkt"}
    await member.send("move", motionType="DEFER", **typed)
    shown = await member.send(
        "move", motionType="REFER", refersTo=str(hall.council.committee.id), **typed
    )
    assert "to: Bauausschuss" in shown
    await member.send("withdraw")
    await chair.send("lapse")
    assert "lapsed" in await chair.look()
