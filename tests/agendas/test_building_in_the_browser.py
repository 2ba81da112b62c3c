"""The pages of the agenda builder and of requests for items, without JavaScript."""

import re
from contextlib import AsyncExitStack

import httpx
import pytest
import sqlalchemy as sa

from rostra.access import Office, system
from rostra.agendas.models import Fate, ItemRequest
from rostra.meetings.models import AgendaItem, Meeting
from rostra.people.services import prepared_password
from support.invitations import SECRET, evening_in, make_council
from support.make.organizations import make_membership, make_organization
from support.make.papers import make_consultation, make_paper
from support.make.people import make_account, make_person
from support.town_hall import HERE, PASSWORD, Visitor, serving, settings_for

ITEM = re.compile(
    r'<span class="number"[^>]*>([\d.]+)</span>\s*<div class="about">\s*'
    r'<span class="name"[^>]*>(.*?)</span>'
)


@pytest.fixture
async def council(sqlite_database):
    """A council whose clerk and members have passwords."""
    council = await make_council(sqlite_database, days=20)
    office = await make_organization(
        sqlite_database, council.body, name="Ratsbüro", organization_type="Verwaltungsbereich"
    )
    clerk = await make_person(sqlite_database, council.body, name="Ulla Amt")
    await make_membership(sqlite_database, clerk, office, office=Office.CLERK, voting_right=False)
    account = await make_account(sqlite_database, clerk, email="amt@example.org")
    kept = await prepared_password(PASSWORD)
    async with sqlite_database.work(system) as work:
        for one in [account, *council.accounts]:
            (await work.db.get(type(one), one.id)).password_hash = kept
        paper = await make_paper(work, council.body, name="Haushalt", audience_id=1)
        await make_consultation(work, paper, None, council.organization, audience_id=1)
    return council


@pytest.fixture
async def site(council, sqlite_url, tmp_path):
    """The site, to which everybody comes with a browser of their own."""
    async with serving(settings_for(sqlite_url, tmp_path / "data")) as app, AsyncExitStack() as all:

        async def browser(email=None):
            transport = httpx.ASGITransport(app=app)
            client = httpx.AsyncClient(transport=transport, base_url=HERE)
            visitor = Visitor(await all.enter_async_context(client))
            if email:
                await visitor.log_in(email)
            return visitor

        yield browser


async def step(visitor, place, verb, /, **fields):
    """Take a step in building with the agenda as the page shows it."""
    page = (await visitor.get(f"{place}/edit")).text
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    revision = re.search(r'name="revision" value="([^"]+)"', page)[1]
    fields = {"form_token": token, "revision": revision, **fields}
    return await visitor.post(f"{place}/{verb}", fields)


async def shown(visitor, place):
    """The numbers and names on the page of the builder."""
    return ITEM.findall((await visitor.get(f"{place}/edit")).text)


async def test_builds_an_agenda_step_by_step(site, council):
    clerk, member, anybody = (
        await site("amt@example.org"), await site(council.accounts[1].email), await site(),
    )  # fmt: skip
    place = f"/meetings/{council.meeting.id}/agenda"
    assert (await anybody.get(f"{place}/edit")).status_code == 404
    assert (await member.get(f"{place}/edit")).status_code == 404
    first = await shown(clerk, place)
    assert first == [
        ("1", "Eröffnung"), ("2", "Radweg an der Saale"), ("3", "Anfragen"), ("4", SECRET)
    ]  # fmt: skip

    items = [str(one.id) for one in council.items]
    done = [
        await step(clerk, place, "add", name="Bericht", public="false", itemType="INFORMATION"),
        await step(clerk, place, "shift", item=items[1], up="true"),
        await step(clerk, place, "move", item=items[0], target=items[1], place="BELOW"),
        await step(clerk, place, "change", item=items[2], name="Fragen", timeLimit="30"),
        await step(clerk, place, "standing"),
        await step(clerk, place, "take_out", item=items[3]),
    ]
    assert [one.status_code for one in done] == [303] * len(done), [one.text for one in done]
    assert done[0].headers["location"] == f"{place}/edit"
    built = await shown(clerk, place)
    assert ("4.1", "Eröffnung") in built
    assert SECRET not in str(built)
    for _ in done:
        assert (await step(clerk, place, "undo")).status_code == 303
    assert await shown(clerk, place) == first
    assert (await step(clerk, place, "undo")).status_code == 409


async def test_loses_nothing_in_a_conflict(site, council):
    clerk = await site("amt@example.org")
    place = f"/meetings/{council.meeting.id}/agenda"
    clash = await step(clerk, place, "add", name="Mein langer Titel", revision="0" * 16)
    assert clash.status_code == 409
    assert "Mein langer Titel" in clash.text
    assert [number for number, _ in ITEM.findall(clash.text)] == ["1", "2", "3", "4"]
    item = str(council.items[0].id)
    clash = await step(clerk, place, "change", item=item, name="Begrüßung", revision="0" * 16)
    assert 'value="Begrüßung"' in clash.text


async def test_puts_a_paper_that_is_due_on_the_agenda(site, council):
    clerk = await site("amt@example.org")
    place = f"/meetings/{council.meeting.id}/agenda"
    page = (await clerk.get(f"{place}/edit")).text
    (due,) = set(re.findall(r'name="consultation" value="([^"]+)">\s*<label', page))
    await step(clerk, place, "attach", consultation=due, item="", public="true")
    assert ("3", "Haushalt") in await shown(clerk, place)
    await step(clerk, place, "detach", consultation=due)
    page = (await clerk.get(f"{place}/edit")).text
    assert re.findall(r'name="consultation" value="([^"]+)">\s*<label', page) == [due]


async def test_enters_a_meeting(site, council, sqlite_database):
    clerk, member = await site("amt@example.org"), await site(council.accounts[1].email)
    async with sqlite_database.work(system) as work:
        organization = await work.find(type(council.organization), council.organization.id)
        organization.organization_type = "Gremium"
    path, day = "/office/meetings/new", str(evening_in(40).date())
    assert (await (await site()).get(path)).status_code == 404
    assert "<select" not in (await member.get(path)).text
    token = await clerk.token(path)
    fields = {
        "form_token": token, "organization": str(council.organization.id), "day": day,
        "begins": "17:00", "standing": "true",
    }  # fmt: skip
    wrong = await clerk.post(path, {**fields, "begins": "fünf"})
    assert wrong.status_code == 422
    made = await clerk.post(path, fields)
    assert made.status_code == 303, made.text
    assert len(await shown(clerk, made.headers["location"].removesuffix("/edit"))) == 5
    assert (await member.get(made.headers["location"])).status_code == 404
    refused = await member.post(path, {**fields, "form_token": await member.token("/account")})
    assert refused.status_code in (403, 404)
    async with sqlite_database.reading(system) as work:
        assert len(await work.fetch(sa.select(Meeting))) == 2


async def test_members_ask_and_the_office_decides(site, council, sqlite_database):
    clerk, asker, signer = [
        await site(one)
        for one in ("amt@example.org", council.accounts[1].email, council.accounts[2].email)
    ]
    here = f"/organizations/{council.organization.id}"
    path = f"{here}/requests"
    assert path in (await asker.get(here)).text
    assert path not in (await (await site()).get(here)).text
    asked = await asker.post(
        path, {"form_token": await asker.token(path), "title": "Freibad", "faction": ""}
    )
    assert asked.status_code == 303, asked.text
    assert "Freibad" not in (await (await site()).get(path)).text
    async with sqlite_database.reading(system) as work:
        (request,) = await work.fetch(sa.select(ItemRequest))
    fields = {"request": str(request.id)}
    token = await signer.token(path)
    signed = await signer.post(f"{path}/sign", {"form_token": token, **fields})
    assert signed.status_code == 303
    builder = (await clerk.get(f"/meetings/{council.meeting.id}/agenda/edit")).text
    assert "AGD-1" in builder
    token = await clerk.token("/office/requests")
    accepted = await clerk.post(
        "/office/requests/accept",
        {"form_token": token, **fields, "meeting": str(council.meeting.id), "public": "true"},
    )
    assert accepted.status_code == 303, accepted.text
    async with sqlite_database.reading(system) as work:
        (request,) = await work.fetch(sa.select(ItemRequest))
        item = await work.find(AgendaItem, request.agenda_item_id)
    assert (request.fate, item.name, item.number) == (Fate.ACCEPTED, "Freibad", "3")
    assert "Freibad" in (await clerk.get("/office/requests")).text
    again = await clerk.post(
        "/office/requests/refuse", {"form_token": token, **fields, "reason": "Nein"}
    )
    assert again.status_code == 409
