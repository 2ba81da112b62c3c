"""Everybody keeps their own account: name, language, and which logins are open."""

import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.errors import Invalid, NotFound, NotPermitted
from rostra.events import LoggedEvent
from rostra.people import logins
from rostra.people.devices import device_of
from rostra.people.logins import Terms
from rostra.people.models import Account, Login
from rostra.people.own import change_own_account, end_own_login, open_logins
from support.actors import account_holder
from support.make.people import make_account
from support.town_hall import town_hall

TERMS = Terms(idle=dt.timedelta(hours=12), longest=dt.timedelta(days=30))
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0"
)


async def begin(database, account, browser):
    async with database.work(system) as work:
        return await logins.issue(work, await work.db.get(Account, account.id), TERMS, browser)


async def listed(database, account, token=""):
    async with database.reading(account_holder(account)) as work:
        return [one for one in await open_logins(work, token, TERMS)]


@pytest.mark.parametrize(
    ("browser", "device"),
    [
        (FIREFOX, "Firefox, Windows"),
        (SAFARI, "Safari, iPhone"),
        (EDGE, "Edge, Windows"),
        ("curl/8.5.0", ""),
        ("", ""),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
    ],
)
def test_of_a_browser_two_words_are_kept(browser, device):
    assert device_of(browser) == device


async def test_everybody_sees_their_own_logins_and_nobody_elses(database):
    account, other = await make_account(database), await make_account(database)
    here = await begin(database, account, FIREFOX)
    await begin(database, account, SAFARI)
    foreign = await begin(database, other, EDGE)

    told = await listed(database, account, here)

    assert [(one.login.device, one.current) for one in told] == [
        ("Firefox, Windows", True),
        ("Safari, iPhone", False),
    ]
    assert here not in {one.mark for one in told}
    (theirs,) = await listed(database, other, foreign)
    async with database.work(account_holder(account)) as work:
        with pytest.raises(NotFound):
            await end_own_login(work, theirs.mark)
    async with database.reading(ANYBODY) as work:
        with pytest.raises(NotPermitted):
            await open_logins(work, here, TERMS)


async def test_a_login_that_is_ended_opens_nothing_any_more(database):
    account = await make_account(database)
    here, there = [await begin(database, account, one) for one in (FIREFOX, SAFARI)]
    (mark,) = [one.mark for one in await listed(database, account, here) if not one.current]
    async with database.work(account_holder(account)) as work:
        await end_own_login(work, mark)
    async with database.reading(system) as work:
        assert await logins.login_of(work.db, there, TERMS) is None
        assert await logins.login_of(work.db, here, TERMS) is not None
    async with database.work(account_holder(account)) as work:
        with pytest.raises(NotFound):
            await end_own_login(work, mark)


async def test_a_login_stays_the_same_one_with_another_cookie(database):
    account = await make_account(database)
    token = await begin(database, account, SAFARI)
    (before,) = await listed(database, account, token)
    async with database.work(system) as work:
        renewed = await logins.renew(work, token, TERMS)
    (after,) = await listed(database, account, renewed)
    for name in ("device", "created", "ends"):
        assert getattr(after.login, name) == getattr(before.login, name)
    assert after.mark != before.mark


async def test_what_has_ended_by_itself_is_not_listed(database):
    account = await make_account(database)
    await begin(database, account, SAFARI)
    async with database.work(system) as work:
        await work.change(sa.update(Login).values(seen=work.now - TERMS.idle))
    assert await listed(database, account) == []


async def test_a_name_and_a_language_hold_from_now_on(database):
    account = await make_account(database, display_name="Ada")
    async with database.work(account_holder(account)) as work:
        await change_own_account(work, "  Nacht\neule ", "en")
    async with database.work(account_holder(account)) as work:
        await change_own_account(work, "Nacht eule", "en")
    async with database.reading(system) as work:
        kept = await work.db.get(Account, account.id)
        told = await work.fetch(sa.select(LoggedEvent.name))
    assert (kept.display_name, kept.language) == ("Nacht eule", "en")
    assert told == ["AccountChanged"]


@pytest.mark.parametrize(
    ("name", "language", "field"),
    [(" ", "de", "displayName"), ("A" * 61, "de", "displayName"), ("Ada", "fr", "language")],
)
async def test_what_does_not_fit_is_named(sqlite_database, name, language, field):
    account = await make_account(sqlite_database)
    async with sqlite_database.work(account_holder(account)) as work:
        with pytest.raises(Invalid) as refusal:
            await change_own_account(work, name, language)
    assert refusal.value.field == field
    async with sqlite_database.work(ANYBODY) as work:
        with pytest.raises(NotPermitted):
            await change_own_account(work, "Ada", "de")


async def test_on_the_page_of_the_account(sqlite_url, tmp_path):
    async with (
        town_hall(sqlite_url, tmp_path / "data") as hall,
        hall.visitor() as here,
        hall.visitor() as there,
    ):
        for one in (here, there):
            await one.log_in(hall.emails["citizen"])
        page = (await here.get("/account")).text
        assert page.count("Diese Anmeldung beenden") == 1
        form = {"form_token": await here.token("/account")}
        sent = await here.post("/account/name", {**form, "displayName": "Eule", "language": "en"})
        assert (sent.status_code, sent.headers["Location"]) == (303, "/account#name")
        assert 'value="Eule"' in (await here.get("/account")).text
        refused = await here.post("/account/name", {**form, "displayName": " ", "language": "de"})
        assert refused.status_code == 422
        assert "Bitte geben Sie einen Namen oder ein Pseudonym an." in refused.text
        ended = await here.post("/account/logins/others", form)
        assert ended.headers["Location"] == "/account#logins"
        page = (await here.get("/account")).text
        assert "diese Anmeldung" in page
        assert "Alle anderen beenden" not in page
        assert "Bitte melden Sie sich an." in (await there.get("/account")).text
