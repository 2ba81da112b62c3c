"""The pages of the council office, without JavaScript: offices in words, standing orders."""

import datetime as dt
import re
from contextlib import AsyncExitStack

import httpx
import pytest

from rostra.access import GRANTS, Office, system
from rostra.people.services import prepared_password
from support.make.organizations import make_body, make_membership, make_organization
from support.make.people import make_account, make_person
from support.town_hall import HERE, PASSWORD, Visitor, serving, settings_for

WORDS = re.compile(r'<li data-permission="(\w+)">([^<]+)</li>')


@pytest.fixture
async def body(sqlite_database):
    """A body with a clerk who has a password."""
    body = await make_body(sqlite_database)
    council = await make_organization(sqlite_database, body)
    person = await make_person(sqlite_database, body)
    await make_membership(sqlite_database, person, council, office=Office.CLERK)
    account = await make_account(sqlite_database, person, email="amt@example.org")
    kept = await prepared_password(PASSWORD)
    async with sqlite_database.work(system) as work:
        (await work.db.get(type(account), account.id)).password_hash = kept
    return body


@pytest.fixture
async def visitors(body, sqlite_url, tmp_path):
    """The clerk, and somebody who is not logged in."""
    async with serving(settings_for(sqlite_url, tmp_path / "data")) as app, AsyncExitStack() as all:
        found = []
        for _ in range(2):
            transport = httpx.ASGITransport(app=app)
            client = httpx.AsyncClient(transport=transport, base_url=HERE)
            found.append(Visitor(await all.enter_async_context(client)))
        await found[0].log_in("amt@example.org")
        yield found


async def test_says_in_words_what_each_office_permits(visitors):
    german, english = [
        WORDS.findall((await visitors[0].get(f"{prefix}/office/roles")).text)
        for prefix in ("", "/en")
    ]
    held = sorted(one.name for office in Office for one in GRANTS[office])
    for said in (german, english):
        assert sorted(name for name, _ in said) == held
        assert all(words.strip() for _, words in said)
    for (_, in_german), (_, in_english) in zip(german, english, strict=True):
        assert in_german != in_english


async def test_sets_a_number_from_a_day_on(visitors, body):
    clerk, anybody = visitors
    path = f"/office/{body.id}/rules"
    assert path in (await clerk.get("/office")).text
    assert path not in (await anybody.get("/office")).text
    token = await clerk.token(path)
    typed = {
        "form_token": token,
        "name": "notice_days",
        "value": "61",
        "validFrom": dt.date.today().isoformat(),
        "note": "Beschluss 12/26",
    }
    refused = await clerk.post(path, typed)
    assert refused.status_code == 422
    assert "Die Zahl muss zwischen 0 und 60 liegen" in refused.text
    assert "Beschluss 12/26" in refused.text
    assert re.search(r'name="value"[^>]* value="61"', refused.text)
    typed |= {"form_token": await clerk.token(path), "value": "6"}
    assert (await clerk.post(path, typed)).status_code == 303
    page = (await clerk.get(path)).text
    assert "<strong>6 Tage</strong>" in page
    for raw in ("votes_cast", "two_thirds_legal", "neutral</", "true</", "{number"):
        assert raw not in page
    assert "Beschluss 12/26" in page
    assert 'name="validFrom"' in (await clerk.get(f"{path}?number=election_base")).text
    assert 'name="validFrom"' not in (await anybody.get(f"{path}?number=election_base")).text


async def test_takes_back_a_choice_that_does_not_hold_yet(visitors, body):
    clerk, _ = visitors
    path = f"/office/{body.id}/rules"
    typed = {
        "form_token": await clerk.token(path),
        "name": "non_public_items",
        "value": "absent",
        "validFrom": (dt.date.today() + dt.timedelta(days=9)).isoformat(),
    }
    assert (await clerk.post(path, typed)).status_code == 303
    page = (await clerk.get(path)).text
    assert "Nichts wurde" not in page
    orders = re.search(r'name="orders" value="([^"]+)"', page)[1]
    taken = {"form_token": await clerk.token(path), "orders": orders}
    assert (await clerk.post(f"{path}/withdraw", taken)).status_code == 303
    assert 'name="orders"' not in (await clerk.get(path)).text
