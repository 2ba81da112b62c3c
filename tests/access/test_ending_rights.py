"""The rights of a seat end with it, at that moment, over every way into the house."""

import asyncio
import datetime as dt

import httpx
import pytest

from rostra.access import Office, members_and_clerks
from rostra.people.seating import end_seat, withdraw_seat
from support import actors
from support.keys import password_hash
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_body, make_membership, make_organization
from support.make.people import make_account, make_person
from support.making import within
from support.town_hall import HERE, PASSWORD, Visitor, serving, settings_for

SECRET = "Quittenwiese"
EMAIL = "amsel@example.org"
YESTERDAY = dt.date.today() - dt.timedelta(days=1)
ASKED = """query ($item: UUID!, $meeting: UUID!) {
  agendaItem(uuid: $item) { name }
  meeting(uuid: $meeting) { agendaItems { name } }
  search(query: "Quittenwiese") { totalCount hits { title { text } } }
}"""


@pytest.fixture
async def council(database):
    """A meeting with a non-public item, a member with a seat, and the clerk's account."""
    body = await make_body(database)
    town = await make_organization(database, body, name="Stadtrat")
    async with within(database) as work:
        secret = await work.audience(members_and_clerks(body.id, town.id))
    meeting = await make_meeting(database, town, name="12. Sitzung")
    item = await make_agenda_item(
        database, meeting, 1, name=f"Kauf der {SECRET}", public=False, audience_id=secret
    )
    member = await make_person(database, body, name="Klara Amsel")
    seat = await make_membership(database, member, town)
    await make_account(database, member, email=EMAIL, password_hash=password_hash(PASSWORD))
    person = await make_person(database, body, name="Uwe Schreiber")
    await make_membership(database, person, town, office=Office.CLERK)
    clerk = await make_account(database, person, email="amt@example.org")
    return meeting, item, seat, clerk


async def ways(visitor, meeting, item):
    """What somebody hears of the item by its page, the agenda's, the search's and the API."""
    own, agenda, found = [
        await visitor.get(path)
        for path in (
            f"/agenda-items/{item.id}", f"/meetings/{meeting.id}", f"/search?q={SECRET.lower()}"
        )
    ]  # fmt: skip
    sent = {"query": ASKED, "variables": {"item": str(item.id), "meeting": str(meeting.id)}}
    crumbs = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    headers = {"Cookie": crumbs, "Sec-Fetch-Site": "same-origin", "Origin": HERE}
    api = await visitor.client.post("/graphql", json=sent, headers=headers)
    assert "errors" not in api.json(), api.text
    return {
        "page": SECRET in own.text, "agenda": SECRET in agenda.text,
        "search": "Kauf der" in found.text, "api": api.text.count(SECRET),
        "hits": api.json()["data"]["search"]["totalCount"], "status": own.status_code,
    }  # fmt: skip


@pytest.mark.parametrize(
    "verb",
    [
        pytest.param(lambda work, seat: end_seat(work, seat.id, YESTERDAY), id="ended"),
        pytest.param(lambda work, seat: withdraw_seat(work, seat.id), id="withdrawn"),
    ],
)
async def test_end_with_the_seat_for_the_very_next_request(
    database, database_url, council, tmp_path, verb
):
    meeting, item, seat, clerk = council
    everything = {
        "page": True, "agenda": True, "search": True, "api": 3, "hits": 1, "status": 200,
    }  # fmt: skip
    nothing = {
        "page": False, "agenda": False, "search": False, "api": 0, "hits": 0, "status": 404,
    }  # fmt: skip
    async with serving(settings_for(database_url, tmp_path / "data")) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            member = Visitor(client)
            await member.log_in(EMAIL)
            for _ in range(100):
                heard = await ways(member, meeting, item)
                if heard["search"]:
                    break
                await asyncio.sleep(0.1)
            assert heard == everything

            async with database.work(actors.account_holder(clerk)) as work:
                await verb(work, seat)

            assert await ways(member, meeting, item) == nothing
            assert "Abmelden" in (await member.get("/account")).text
