"""Many are recognised at once as each would be recognised alone."""

import datetime as dt

from rostra.access import ANYBODY, NOBODY, Office, members_and_clerks, system
from rostra.people.actors import actor_of, actors_of
from rostra.people.logins import Terms, hash_of, issue, who_are, who_is
from rostra.people.models import Account, Login
from rostra.records import now
from support.make.organizations import make_membership, make_organization
from support.make.people import make_account, make_person

TODAY = dt.date.today()
TERMS = Terms(dt.timedelta(hours=1), dt.timedelta(days=1))
SEATS = (
    {},
    {"office": Office.CLERK},
    {"office": Office.CHAIR},
    {"office": "something else"},
    {"end_date": TODAY - dt.timedelta(days=1)},
    {"start_date": TODAY + dt.timedelta(days=1)},
    {"audience_id": NOBODY},
)


async def people(database):
    """Accounts of every kind: with and without a person, with every seat, and a closed one."""
    council = await make_organization(database)
    async with database.work(system) as work:
        await work.audience(members_and_clerks(council.body_id, council.id))
    accounts = [await make_account(database), await make_account(database, active=False)]
    for seat in SEATS:
        person = await make_person(database)
        await make_membership(database, person, council, **seat)
        accounts.append(await make_account(database, person))
    return accounts


async def test_each_reads_and_does_what_it_would_alone(database):
    accounts = await people(database)
    async with database.reading(ANYBODY) as work:
        found = await actors_of(work.db, accounts, TODAY)
        for account in accounts:
            assert found[account.id] == await actor_of(work.db, account, TODAY)
    assert len({one.audience_ids for one in found.values()}) > 1


async def test_a_cookie_that_is_over_is_nobodys(database):
    accounts = await people(database)
    async with database.work(system) as work:
        tokens = [await issue(work, one, TERMS) for one in accounts]
        ended = await issue(work, accounts[2], TERMS)
        idle = await issue(work, accounts[2], TERMS)
        await work.flush()
        (await work.db.get(Login, hash_of(ended))).ends = now()
        (await work.db.get(Login, hash_of(idle))).seen = now() - TERMS.idle
    everything = [*tokens, ended, idle, "made up", ""]
    async with database.reading(ANYBODY) as work:
        found = await who_are(work.db, everything, TERMS, TODAY)
        for token in everything:
            alone = await who_is(work.db, token, TERMS, TODAY)
            assert found.get(token) == (alone and alone.actor)
    assert set(found) == {t for t, a in zip(tokens, accounts, strict=True) if a.active}


async def test_the_closed_account_was_looked_at(database):
    accounts = await people(database)
    async with database.reading(ANYBODY) as work:
        closed = await work.db.get(Account, accounts[1].id)
        assert (await actors_of(work.db, [closed], TODAY))[closed.id] == ANYBODY
