"""The door: who comes too fast, too often or twice with the same proof does not pass."""

import asyncio
import datetime as dt

import altcha.v2
import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.admission import entering, proof, rates
from rostra.admission.banning import refuse_banned
from rostra.admission.entering import AGAIN, Visit, admit
from rostra.admission.keys import key_named, signature
from rostra.admission.models import Ban, Deed, Screen, ScreeningRule, Trace
from rostra.admission.screening import reasons_to_hold
from rostra.errors import NotPermitted
from support import actors
from support.make.organizations import make_body
from support.make.people import make_account
from support.making import kept

HOME = "192.0.2.7"
MINUTE = dt.timedelta(minutes=1)


async def opened(work, ago=MINUTE):
    moment = str(int((work.now - ago).timestamp()))
    return f"{moment}.{signature(await key_named(work, entering.KEY), moment)}"


async def solved(database):
    async with database.work(ANYBODY) as work:
        given = await proof.challenge(work, cost=1)
    asked = altcha.v2.Challenge.from_dict(given)
    return altcha.v2.Payload(asked, altcha.v2.solve_challenge(asked)).to_base64()


async def come(database, deed=Deed.COMMENT, account=None, who=ANYBODY, ago=MINUTE, **visit):
    async with database.work(who) as work:
        given = {"address": HOME, "opened": await opened(work, ago), **visit}
        await admit(work, deed, Visit(**given), account)


async def test_lets_a_stranger_in_with_a_proof_and_never_twice_with_the_same(database):
    shown = await solved(database)
    await come(database, proof=shown)

    with pytest.raises(NotPermitted, match=AGAIN):
        await come(database, proof=shown)


async def test_lets_one_of_many_in_who_show_the_same_proof_at_once(database):
    shown = await solved(database)
    tries = (come(database, proof=shown) for _ in range(4))

    fates = await asyncio.gather(*tries, return_exceptions=True)

    assert sorted(type(fate).__name__ for fate in fates) == ["NoneType"] + ["NotPermitted"] * 3


@pytest.mark.parametrize(
    "visit",
    [
        {"website": "https://buy.example"},
        {"ago": dt.timedelta(seconds=1)},
        {"ago": dt.timedelta(days=2)},
        {"opened": ""},
        {"opened": "1.abc"},
        {"opened": "ü.ü"},
        {"proof": "e30="},
        {"proof": "nothing"},
        {"proof": "bnVsbA=="},
    ],
)
async def test_says_the_same_to_every_bot_and_counts_nothing(database, visit):
    with pytest.raises(NotPermitted) as refused:
        await come(database, **visit)

    assert refused.value.sentence == AGAIN
    async with database.reading(system) as work:
        assert await work.count(sa.select(Trace)) == 0


async def test_is_stricter_without_a_proof_and_by_the_neighbourhood(database):
    for number in range(rates.RATES[Deed.REPORT].unproven):
        await come(database, Deed.REPORT, address=f"192.0.2.{number}")

    with pytest.raises(NotPermitted, match="wait an hour"):
        await come(database, Deed.REPORT, address="192.0.2.99")
    await come(database, Deed.REPORT, address="198.51.100.1")
    await come(database, Deed.REPORT, proof=await solved(database))


async def test_leaves_an_owner_what_strangers_did_in_the_name_of_their_address(database):
    account = await make_account(database)
    async with database.work(system) as work:
        found = await work.db.get(type(account), account.id)
        found.confirmed = work.now
    for number in range(rates.RATES[Deed.LETTER].recipient):
        await come(database, Deed.LETTER, account, address=f"10.0.{number}.1")

    with pytest.raises(NotPermitted, match="wait an hour"):
        await come(database, Deed.LETTER, account, address="10.0.99.1")
    owner = actors.account_holder(account)
    async with database.work(owner) as work:
        own = await work.db.get(type(account), account.id)
        await admit(work, Deed.LETTER, Visit(HOME), own)


async def test_leaves_who_is_logged_in_what_the_neighbours_used_up(database, monkeypatch):
    few = rates.Rate(account=2, recipient=9, neighbourhood=3, unproven=3)
    monkeypatch.setitem(rates.RATES, Deed.COMMENT, few)
    account = await make_account(database)
    async with database.work(system) as work:
        found = await work.db.get(type(account), account.id)
        found.confirmed = work.now
    for _ in range(few.neighbourhood):
        await come(database)
    with pytest.raises(NotPermitted, match="wait an hour"):
        await come(database)

    async def say():
        async with database.work(actors.account_holder(account)) as work:
            await admit(
                work, Deed.COMMENT, Visit(HOME), await work.db.get(type(account), account.id)
            )

    for _ in range(few.account):
        await say()
    with pytest.raises(NotPermitted, match="wait an hour"):
        await say()


async def test_keeps_no_address_and_nothing_beyond_the_window(database):
    await come(database)
    async with database.work(system) as work:
        for trace in await work.fetch(sa.select(Trace)):
            assert HOME not in trace.source_hash
            trace.at = work.now - rates.WINDOW
    await come(database, address="198.51.100.1")

    async with database.reading(system) as work:
        assert await work.count(sa.select(Trace)) == 2


async def test_refuses_the_banned_until_it_ends_or_is_lifted(database):
    body, account = await make_body(database), await make_account(database)
    async with database.work(system) as work:
        ban = Ban(body_id=body.id, account_id=account.id, begins=work.now - MINUTE)
        work.add(ban)
        await work.flush()
        with pytest.raises(NotPermitted):
            await refuse_banned(work, account, body.id)
        ban.ends = work.now + MINUTE
        await work.flush()
        with pytest.raises(NotPermitted):
            await refuse_banned(work, account, body.id)
        ban.lifted = work.now
        await refuse_banned(work, account, body.id)
        ban.lifted, ban.ends = None, work.now - dt.timedelta(seconds=1)
        await refuse_banned(work, account, body.id)


async def test_a_ban_holds_for_its_account_in_its_body_alone(database):
    here, there = await make_body(database), await make_body(database)
    account, other = await make_account(database), await make_account(database)
    async with database.work(system) as work:
        work.add(Ban(body_id=here.id, account_id=account.id, begins=work.now - MINUTE))
        await work.flush()
        await refuse_banned(work, account, there.id)
        await refuse_banned(work, other, here.id)
        with pytest.raises(NotPermitted):
            await refuse_banned(work, account, here.id)


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("So ein DU\u00adMM\u200bKOPF!", ["words"]),
        ("Dummkopfig ist das nicht", []),
        ("A\u0308RGERNIS", ["words"]),
        ("https://a.example und www.b.example", ["links"]),
        ("https://a.example", []),
    ],
)
async def test_holds_what_the_rules_of_the_city_name(database, text, reasons):
    body, account = await make_body(database), await make_account(database)
    for screen, terms in (
        (Screen.WORDS, {"words": ["Dummkopf", "Ärgernis"]}),
        (Screen.LINKS, {"number": 1}),
        (Screen.RATE, {"number": 5}),
    ):
        await kept(database, ScreeningRule, body_id=body.id, screen=screen, terms=terms)

    async with database.work(ANYBODY) as work:
        assert await reasons_to_hold(work, body.id, account, text) == reasons


async def test_holds_who_is_new_or_writes_too_much_until_the_rule_is_put_aside(database):
    body, account = await make_body(database), await make_account(database)
    rules = [
        await kept(database, ScreeningRule, body_id=body.id, screen=screen, terms={"number": 2})
        for screen in (Screen.NEW_AUTHOR, Screen.RATE)
    ]

    async def reasons(published):
        async with database.work(ANYBODY) as work:
            return await reasons_to_hold(work, body.id, account, "Gut.", published)

    assert await reasons(1) == ["new_author"]
    assert await reasons(2) == []
    for _ in range(3):
        await come(database, account=account)
    assert await reasons(0) == ["rate", "new_author"]
    async with database.work(system) as work:
        for rule in rules:
            (await work.find(ScreeningRule, rule.id)).active = False
    assert await reasons(0) == []
