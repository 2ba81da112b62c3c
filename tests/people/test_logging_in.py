"""Logging in: only our own cookies count, they rotate, they end, and guessing is limited."""

import asyncio
import datetime as dt
import time

import pytest
import sqlalchemy as sa

from rostra.access import PUBLIC, Office, Permission, system
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.organizations.models import Body, Membership, Organization
from rostra.people import attempts, logins
from rostra.people.logins import Terms
from rostra.people.models import Account, Login, LoginAttempt, Person
from rostra.people.passwords import NOBODYS, outdated
from rostra.people.services import (
    change_password,
    create_account,
    end_other_logins,
    log_in,
    log_out,
    prepared_password,
)
from support.keys import password_hash

TERMS = Terms(idle=dt.timedelta(hours=12), longest=dt.timedelta(days=30))
PASSWORD = "Rathausturm 1891"
HOME = "192.0.2.7"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
async def account(database):
    kept = password_hash(PASSWORD)
    async with database.work(system) as work:
        return await create_account(work, "Petra.Muster@Example.org", "Petra Muster", kept)


async def enter(database, password=PASSWORD, email="petra.muster@example.org", **options):
    options.setdefault("address", HOME)
    return await log_in(database, email, password, terms=TERMS, **options)


async def who(database, token, terms=TERMS):
    async with database.reading(system) as work:
        return await logins.who_is(work.db, token, terms, TODAY)


async def all_of(database, model):
    async with database.reading(system) as work:
        return await work.fetch(sa.select(model))


async def test_gives_a_cookie_that_only_we_could_issue(database, account):
    token = await enter(database, email=" PETRA.muster@example.ORG ")
    found = await who(database, token)
    assert (found.account_id, found.display_name) == (account.id, "Petra Muster")
    assert found.actor.account_id == account.id
    assert len(token) >= 43
    (login,) = await all_of(database, Login)
    assert token not in (login.token_hash, login.powers_hash)
    assert await who(database, "chosen-by-the-visitor") is None
    assert await who(database, login.token_hash) is None


async def test_keeps_no_password_and_no_address(database, account):
    await enter(database)
    with pytest.raises(NotPermitted):
        await enter(database, "wrong")
    (kept,) = await all_of(database, Account)
    assert kept.password_hash.startswith("$argon2id$")
    assert PASSWORD not in kept.password_hash
    for attempt in await all_of(database, LoginAttempt):
        assert HOME not in attempt.source_hash
        assert len(attempt.source_hash) == 64


async def test_ends_the_cookie_held_before(database, account):
    before = await enter(database)
    after = await enter(database, previous=before)
    assert before != after
    assert await who(database, before) is None
    assert await who(database, after) is not None


async def test_says_the_same_whatever_is_wrong(database, account):
    async with database.work(system) as work:
        closed = await create_account(work, "closed@example.org", "X", account.password_hash)
        closed.active = False
        await create_account(work, "invited@example.org", "Y")
    sentences = set()
    for email in ("petra.muster@example.org", "nobody@example.org", "", "x" * 9_000):
        with pytest.raises(NotPermitted) as refusal:
            await enter(database, "wrong password", email)
        sentences.add(refusal.value.sentence)
    for email in ("closed@example.org", "invited@example.org"):
        with pytest.raises(NotPermitted) as refusal:
            await enter(database, PASSWORD, email)
        sentences.add(refusal.value.sentence)
    assert len(sentences) == 1


async def test_takes_as_long_for_strangers(sqlite_database):
    database = sqlite_database
    kept = password_hash(PASSWORD)
    async with database.work(system) as work:
        for number in range(4):
            await create_account(work, f"known{number}@example.org", "Known", kept)

    async def took(email):
        began = time.perf_counter()
        with pytest.raises(NotPermitted):
            await enter(database, "wrong password", email)
        return time.perf_counter() - began

    known = min([await took(f"known{n}@example.org") for n in range(4)])
    strange = min([await took(f"strange{n}@example.org") for n in range(4)])
    assert 0.6 < known / strange < 1.6
    assert not outdated(NOBODYS)


async def test_ends_by_itself(database, account):
    token = await enter(database)
    moment = dt.datetime.now(dt.UTC).replace(microsecond=0)

    async def after(**values):
        async with database.work(system) as work:
            await work.change(sa.update(Login).values(**values))
        return await who(database, token)

    assert await after(seen=moment - dt.timedelta(hours=11)) is not None
    assert await after(seen=moment - dt.timedelta(hours=13)) is None
    assert await after(seen=moment, ends=moment + dt.timedelta(minutes=1)) is not None
    assert await after(ends=moment) is None
    await enter(database)
    assert len(await all_of(database, Login)) == 1


async def test_notes_its_use_only_now_and_then(database, account):
    token = await enter(database)
    assert not (await who(database, token)).stale
    async with database.work(system) as work:
        early = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
        await work.change(sa.update(Login).values(seen=early))
    assert (await who(database, token)).stale
    async with database.work(system) as work:
        await logins.note_use(work, token)
    assert not (await who(database, token)).stale


async def test_ends_when_the_account_is_closed(database, account):
    token = await enter(database)
    async with database.work(system) as work:
        (await work.db.get(Account, account.id)).active = False
    assert await who(database, token) is None


async def test_log_out_ends_it_on_the_server(database, account):
    token, other = await enter(database), await enter(database)
    actor = (await who(database, token)).actor
    async with database.work(actor) as work:
        await log_out(work, token)
    assert await who(database, token) is None
    assert await who(database, other) is not None


async def test_can_end_all_others(database, account):
    token, other = await enter(database), await enter(database)
    actor = (await who(database, token)).actor
    async with database.work(actor) as work:
        kept = await end_other_logins(work, token, TERMS)
    assert [await who(database, one) is None for one in (token, other, kept)] == [True, True, False]


async def test_asks_for_rotation_when_powers_rise(database, account):
    async with database.work(system) as work:
        body = Body(name="Stadt", audience_id=PUBLIC)
        work.add(body)
        await work.flush()
        office = Organization(body_id=body.id, name="Ratsbüro", audience_id=PUBLIC)
        person = Person(body_id=body.id, name="Petra Muster", audience_id=PUBLIC)
        work.add(office, person)
        await work.flush()
        (await work.db.get(Account, account.id)).person_id = person.id
    token = await enter(database)
    assert not (await who(database, token)).changed
    async with database.work(system) as work:
        work.add(
            Membership(
                body_id=body.id,
                person_id=person.id,
                organization_id=office.id,
                office=Office.CLERK,
                audience_id=PUBLIC,
            )
        )
    found = await who(database, token)
    assert found.changed
    assert found.actor.may_within(Permission.MEETING_KEEP, body.id)
    (before,) = await all_of(database, Login)
    async with database.work(system) as work:
        renewed = await logins.renew(work, token, TERMS)
    assert await who(database, token) is None
    assert not (await who(database, renewed)).changed
    (after,) = await all_of(database, Login)
    assert after.ends == before.ends
    async with database.work(system) as work:
        assert await logins.renew(work, token, TERMS) is None


async def test_guessing_is_stopped_even_for_the_right_password(database, account):
    for _ in range(attempts.FROM_HERE):
        with pytest.raises(NotPermitted, match="belong together"):
            await enter(database, "wrong")
    with pytest.raises(NotPermitted, match="too many"):
        await enter(database)
    assert await enter(database, address="198.51.100.1")
    with pytest.raises(NotPermitted, match="too many"):
        await enter(database)


async def test_guessing_at_strangers_looks_the_same(database, account):
    for _ in range(attempts.FROM_HERE):
        with pytest.raises(NotPermitted, match="belong together"):
            await enter(database, "wrong", "nobody@example.org")
    with pytest.raises(NotPermitted, match="too many"):
        await enter(database, "wrong", "nobody@example.org")


async def test_many_guesses_at_once_do_not_slip_through(database, account):
    tries = [enter(database, "wrong") for _ in range(attempts.FROM_HERE * 3)]
    refusals = [str(one) for one in await asyncio.gather(*tries, return_exceptions=True)]
    checked = [sentence for sentence in refusals if "belong together" in sentence]
    assert len(checked) == attempts.FROM_HERE


async def test_guessing_from_everywhere_and_at_everybody_is_stopped(database):
    async with database.work(system) as work:
        for number in range(attempts.AT_ACCOUNT):
            await attempts.count(work, "petra@example.org", f"10.0.{number}.1")
    async with database.work(system) as work:
        with pytest.raises(NotPermitted):
            await attempts.count(work, "petra@example.org", "10.0.200.1")
    async with database.work(system) as work:
        for number in range(attempts.FROM_NEIGHBOURHOOD):
            await attempts.count(work, f"{number}@example.org", f"192.0.2.{number}")
    async with database.work(system) as work:
        with pytest.raises(NotPermitted):
            await attempts.count(work, "one.more@example.org", "192.0.2.254")


async def test_an_address_that_reads_like_a_limit_locks_nobody_out(database, account):
    near = attempts.neighbourhood(HOME)
    for typed in (f"petra.muster@example.org {near}", near):
        for number in range(attempts.FROM_HERE):
            with pytest.raises(NotPermitted, match="belong together"):
                await enter(database, "wrong", typed, address=f"198.51.{number}.1")
    async with database.reading(system) as work:
        mine = [source for source, _ in attempts.limits_of("petra.muster@example.org", HOME)]
        marks = sa.select(LoginAttempt.id).where(LoginAttempt.source_hash.in_(mine))
        assert await work.count(marks) == 0
    assert await enter(database)


async def test_guesses_are_forgotten_after_the_window(database, account):
    for _ in range(attempts.FROM_HERE):
        with pytest.raises(NotPermitted):
            await enter(database, "wrong")
    async with database.work(system) as work:
        before = dt.datetime.now(dt.UTC) - attempts.WINDOW - dt.timedelta(seconds=2)
        await work.change(sa.update(LoginAttempt).values(at=before))
    assert await enter(database)
    assert await all_of(database, LoginAttempt) == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:203:4::1", "2001:db8:1:200::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("unix", "unknown"),
        ("", "unknown"),
    ],
)
def test_neighbours_are_told_by_their_address(address, expected):
    assert attempts.neighbourhood(address) == expected


async def test_changing_the_password_ends_all_logins(database, account):
    token = await enter(database)
    with pytest.raises(Invalid) as refusal:
        await change_password(database, account.id, "wrong", "Ein neuer Anfang", HOME, TERMS)
    assert refusal.value.field == "oldPassword"
    new = await change_password(database, account.id, PASSWORD, "Ein neuer Anfang", HOME, TERMS)
    assert await who(database, token) is None
    assert await who(database, new) is not None
    with pytest.raises(NotPermitted):
        await enter(database)
    assert await enter(database, "Ein neuer Anfang")


@pytest.mark.parametrize(
    "password", ["", "kurz", "aaaaaaaaaaaaaa", "Petra Muster 1", "muster@example.org!", "x" * 300]
)
async def test_refuses_a_weak_password(password):
    with pytest.raises(Invalid):
        await prepared_password(password, "petra.muster@example.org", "Petra Muster", "muster")


@pytest.mark.parametrize("email", ["", "petra", "a@b@c", "a b@example.org", "@x", "x@", "a@\x00b"])
async def test_refuses_what_is_no_address(database, email):
    async with database.work(system) as work:
        with pytest.raises(Invalid):
            await create_account(work, email, "Petra")


async def test_there_is_one_account_for_an_address(database, account):
    async with database.work(system) as work:
        with pytest.raises(Conflict):
            await create_account(work, "petra.MUSTER@example.org", "Doppelgängerin")


async def test_creating_accounts_is_for_administrators(database, account):
    actor = (await who(database, await enter(database))).actor
    async with database.work(actor) as work:
        with pytest.raises(NotPermitted):
            await create_account(work, "friend@example.org", "Friend")
        with pytest.raises(NotFound):
            await create_account(work, "friend@example.org", "F", person_id=account.id)
