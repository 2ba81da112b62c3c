"""Who writes first shows after that the address is theirs, with a link for that one thing."""

import datetime as dt
from uuid import uuid4

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.events import LoggedEvent
from rostra.people import confirming
from rostra.people.confirming import (
    ask_to_confirm,
    author_of,
    issue_token,
    redeem,
    speaks_at_once,
)
from rostra.people.models import Account, Confirmation
from support.actors import account_holder
from support.make.people import make_account


async def asked(database, email="berta@example.org", thing_kind=None, thing_id=None):
    """The confirmation that a stranger asked for, and the token in the letter."""
    async with database.work(system) as work:
        account = await author_of(work.as_the_public(), email, "Berta")
        link = await ask_to_confirm(work, account, "/posts", thing_kind, thing_id)
        return link, await issue_token(work, link.id)


async def test_a_stranger_gets_an_account_without_a_password(database):
    async with database.work(ANYBODY) as work:
        account = await author_of(work, " Berta@Example.org ", "  Rad\nfahrerin ")
        again = await author_of(work, "berta@example.org", "Jemand anderes")
        assert not speaks_at_once(work, account)
    assert (account.email, account.display_name) == ("berta@example.org", "Rad fahrerin")
    assert again.id == account.id
    assert again.display_name == "Rad fahrerin"
    assert not account.is_confirmed
    assert account.password_hash is None


@pytest.mark.parametrize(
    ("email", "name", "field"),
    [
        ("", "Berta", "email"),
        ("  ", "Berta", "email"),
        ("berta", "Berta", "email"),
        ("berta@example.org", "", "authorName"),
        ("berta@example.org", " \n ", "authorName"),
        ("berta@example.org", "B" * 61, "authorName"),
    ],
)
async def test_what_is_missing_is_named(sqlite_database, email, name, field):
    async with sqlite_database.work(ANYBODY) as work:
        with pytest.raises(Invalid) as refusal:
            await author_of(work, email, name)
    assert refusal.value.field == field


async def test_who_is_logged_in_writes_as_themselves_whatever_address_they_give(database):
    own = await make_account(database, confirmed=None)
    other = await make_account(database)
    async with database.work(account_holder(own)) as work:
        account = await author_of(work, other.email, "Jemand anderes")
        assert account.id == own.id
        assert not speaks_at_once(work, account)
        account.confirmed = work.now
        assert speaks_at_once(work, account)
        assert not speaks_at_once(work, other)


async def test_an_address_does_not_give_away_the_name_of_its_owner(database):
    known = await make_account(database, display_name="Nachteule")
    refused = []
    for email in (known.email, "nobody@example.org"):
        async with database.work(ANYBODY) as work:
            with pytest.raises(Invalid) as refusal:
                await author_of(work, email, "")
        refused.append((refusal.value.field, str(refusal.value)))
    assert refused[0] == refused[1]


async def test_a_closed_account_looks_like_any_other_and_is_never_opened_by_a_link(database):
    closed = await make_account(database, active=False)
    async with database.work(ANYBODY) as work:
        account = await author_of(work, closed.email, "Berta")
        assert (account.id, speaks_at_once(work, account)) == (closed.id, False)
    async with database.work(system) as work:
        account = await work.db.get(type(closed), closed.id)
        link = await ask_to_confirm(work, account, "/")
        token = await issue_token(work, link.id)
    async with database.work(system) as work:
        with pytest.raises(Conflict):
            await redeem(work, token)


async def test_a_link_confirms_the_address_once(database):
    link, token = await asked(database)
    async with database.work(system) as work:
        used, account = await redeem(work, token)
        assert (used.id, account.id) == (link.id, link.account_id)
        assert account.is_confirmed
    async with database.work(system) as work:
        with pytest.raises(Conflict):
            await redeem(work, token)
        assert await issue_token(work, link.id) is None
        told = await work.fetch(sa.select(LoggedEvent.name).order_by(LoggedEvent.position))
    assert told == ["ConfirmationAsked", "AddressConfirmed"]


async def test_a_link_names_one_thing_and_leaves_those_of_others_waiting(database):
    mine, theirs = uuid4(), uuid4()
    _, token = await asked(database, thing_kind="comment", thing_id=mine)
    other, _ = await asked(database, thing_kind="comment", thing_id=theirs)
    async with database.work(system) as work:
        used, _ = await redeem(work, token)
        assert used.thing_id == mine
        left = await work.db.get(Confirmation, other.id)
        assert (left.used, left.thing_id) == (None, theirs)


async def test_a_link_ends_by_itself(database, monkeypatch):
    monkeypatch.setattr(confirming, "LASTS", -dt.timedelta(seconds=1))
    link, token = await asked(database)
    assert token is None
    async with database.work(system) as work:
        ended = await work.db.get(Confirmation, link.id)
        ended.token_hash = confirming.hash_of("erraten")
        await work.flush()
        with pytest.raises(Conflict):
            await redeem(work, "erraten")
        account = await work.db.get(Account, link.account_id)
        assert not account.is_confirmed


async def test_only_the_letter_holds_the_token(database):
    link, token = await asked(database)
    async with database.reading(system) as work:
        kept = await work.db.get(Confirmation, link.id)
        log = await work.fetch(sa.select(LoggedEvent.payload))
    assert kept.token_hash == confirming.hash_of(token)
    assert token not in str([vars(kept), log])


async def test_nobody_but_the_house_makes_a_token(database):
    link, _ = await asked(database)
    own = await make_account(database)
    for who in (ANYBODY, account_holder(own)):
        async with database.work(who) as work:
            with pytest.raises(NotPermitted):
                await issue_token(work, link.id)


async def test_what_is_recorded_with_the_eyes_of_the_house_is_told(database):
    async with database.work(ANYBODY) as work:
        account = await author_of(work, "berta@example.org", "Berta")
        seen = await work.as_the_system()
        await ask_to_confirm(seen, account, "/posts")
    async with database.reading(system) as work:
        (told,) = await work.fetch(sa.select(LoggedEvent))
    assert (told.name, told.actor) == ("ConfirmationAsked", "public")
