"""Whatever comes to the door in whatever order: no rate is exceeded, nothing counts twice."""

import asyncio
import datetime as dt
import itertools
import shutil
from uuid import uuid4

import altcha.v2
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from rostra.access import ANYBODY, system
from rostra.admission import proof, rates
from rostra.admission.entering import Visit, admit
from rostra.admission.models import Deed, SolvedChallenge, Trace
from rostra.database import Database
from rostra.errors import Conflict, NotPermitted
from rostra.people.confirming import LASTS, ask_to_confirm, issue_token, redeem
from rostra.people.models import Account, Confirmation
from support.actors import account_holder
from support.make.people import make_account
from support.make.reports import visit_to

NUMBERS = itertools.count()
FEW = rates.Rate(account=3, recipient=2, neighbourhood=4, unproven=2)
NETWORKS = (("192.0.2.1", "192.0.2.200"), ("2001:db8::1", "2001:db8:0:7::9"))
PLACES = st.tuples(st.integers(0, 1), st.integers(0, 1))
WINDOW = rates.WINDOW // dt.timedelta(minutes=1)
LINK_LASTS = LASTS // dt.timedelta(minutes=1)


class Door(RuleBasedStateMachine):
    """Two neighbourhoods, somebody known, somebody whose address strangers use, and letters."""

    fresh = None
    """Makes the address of a fresh database."""

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.database = Database(type(self).fresh())
        self.clock = 0
        self.done = []
        self.unused, self.used = [], []
        self.links = {}
        self.run(self.furnish())

    def run(self, coroutine):
        return self.loop.run_until_complete(coroutine)

    async def furnish(self):
        moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        self.known = await make_account(self.database, confirmed=moment)
        self.named = [await make_account(self.database) for _ in range(2)]

    def teardown(self):
        self.run(self.database.close())
        self.loop.close()

    async def come(self, address, account=None, shown="", who=ANYBODY):
        """Whether somebody passes the door."""
        try:
            async with self.database.work(who) as work:
                opened = (await visit_to(work)).opened
                own = await work.db.get(Account, account.id) if account else None
                visit = Visit(address, opened=opened, proof=shown)
                await admit(work, Deed.COMMENT, visit, own)
        except NotPermitted:
            return False
        return True

    def expect(self, passed, limits):
        """Passing agrees with what was counted within the window, and is counted itself."""
        lately = [source for source, at in self.done if self.clock - at < WINDOW]
        assert passed == all(lately.count(source) < most for source, most in limits)
        if passed:
            self.done += [(source, self.clock) for source, _ in limits]

    @rule(place=PLACES, recipient=st.sampled_from([None, 0, 1]), proven=st.booleans())
    def a_stranger_comes(self, place, recipient, proven):
        network, house = place
        limits = [(f"near {network}", FEW.neighbourhood)]
        if not proven:
            limits.append((f"unproven {network}", FEW.unproven))
        if recipient is not None:
            limits.append((f"recipient {recipient}", FEW.recipient))
        account = None if recipient is None else self.named[recipient]
        shown = self.a_proof() if proven else ""
        passed = self.run(self.come(NETWORKS[network][house], account, shown))
        self.expect(passed, limits)
        if passed and proven:
            self.used.append(self.unused.pop())

    def a_proof(self):
        """A proof that nobody has used; one that was shown in vain is used the next time."""
        if not self.unused:
            self.unused.append(self.run(self.solved()))
        return self.unused[-1]

    async def solved(self):
        async with self.database.work(ANYBODY) as work:
            asked = altcha.v2.Challenge.from_dict(await proof.challenge(work, cost=1))
        return altcha.v2.Payload(asked, altcha.v2.solve_challenge(asked)).to_base64()

    @rule(place=PLACES, one=st.integers(0, 20))
    def a_used_proof_is_never_taken_again(self, place, one):
        if self.used:
            shown = self.used[one % len(self.used)]
            assert not self.run(self.come(NETWORKS[place[0]][place[1]], shown=shown))

    @rule(place=PLACES)
    def the_known_answer_for_themselves_alone(self, place):
        who = account_holder(self.known)
        passed = self.run(self.come(NETWORKS[place[0]][place[1]], self.known, who=who))
        self.expect(passed, [("known", FEW.account)])

    @rule(one=st.integers(0, 1))
    def a_letter_is_sent(self, one):
        async def sent():
            thing = uuid4()
            async with self.database.work(system) as work:
                account = await work.db.get(Account, self.named[one].id)
                asked = await ask_to_confirm(work, account, "/", "comment", thing)
                return await issue_token(work, asked.id), thing

        token, thing = self.run(sent())
        self.links[token] = [self.named[one].id, thing, self.clock, False]

    @rule(one=st.integers(0, 20))
    def a_link_confirms_once_and_its_own_thing_alone(self, one):
        if not self.links:
            return
        token = list(self.links)[one % len(self.links)]
        account_id, thing, sent, used = self.links[token]

        async def opened():
            async with self.database.work(system) as work:
                asked, account = await redeem(work, token)
                return account.id, asked.thing_id

        try:
            confirmed = self.run(opened())
        except Conflict:
            assert used or self.clock - sent >= LINK_LASTS
        else:
            assert not used
            assert self.clock - sent < LINK_LASTS
            assert confirmed == (account_id, thing)
            self.links[token][3] = True

    @rule(minutes=st.sampled_from([20, 40, 60, 4 * 24 * 60]))
    def time_passes(self, minutes):
        """What is kept lies further back; proofs are signed with their time and stay."""
        past = dt.timedelta(minutes=minutes)

        async def aged():
            async with self.database.work(system) as work:
                for trace in await work.fetch(sa.select(Trace)):
                    trace.at -= past
                for asked in await work.fetch(sa.select(Confirmation)):
                    asked.ends -= past

        self.run(aged())
        self.clock += minutes

    @invariant()
    def what_is_kept_is_what_counts_and_tells_no_address(self):
        async def kept():
            async with self.database.reading(system) as work:
                traces = await work.fetch(sa.select(Trace))
                solved = await work.count(sa.select(SolvedChallenge))
                links = await work.fetch(sa.select(Confirmation))
                return traces, solved, links

        traces, solved, links = self.run(kept())
        assert solved == len(self.used)
        assert sum(one.used is not None for one in links) == sum(
            used for *_, used in self.links.values()
        )
        written = " ".join(trace.source_hash for trace in traces)
        assert not [one for one in itertools.chain(*NETWORKS) if one in written]
        assert len(traces) <= len(self.done)

    @rule(place=PLACES)
    def the_next_deed_leaves_nothing_older_than_the_window(self, place):
        network, house = place
        limits = [(f"near {network}", FEW.neighbourhood), (f"unproven {network}", FEW.unproven)]
        passed = self.run(self.come(NETWORKS[network][house]))
        self.expect(passed, limits)

        async def oldest():
            async with self.database.reading(system) as work:
                over = sa.select(Trace).where(Trace.at <= work.now - rates.WINDOW)
                return await work.count(over), await work.count(sa.select(Trace))

        if passed:
            lately = [one for one in self.done if self.clock - one[1] < WINDOW]
            assert self.run(oldest()) == (0, len(lately))


def explore(fresh, monkeypatch, examples):
    """Try many orders, each on a fresh database."""
    monkeypatch.setitem(rates.RATES, Deed.COMMENT, FEW)
    monkeypatch.setattr(Door, "fresh", staticmethod(fresh))
    wanted = settings(
        max_examples=examples,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Door, settings=wanted)


@pytest.mark.long
def test_in_any_order_on_sqlite(sqlite_template, tmp_path, monkeypatch):
    def fresh():
        path = tmp_path / f"door{next(NUMBERS)}.db"
        shutil.copy(sqlite_template, path)
        return f"sqlite+aiosqlite:///{path}"

    explore(fresh, monkeypatch, 25)


@pytest.mark.long
def test_in_any_order_on_postgresql(postgres, monkeypatch):
    made = []

    def fresh():
        made.append(f"door_{next(NUMBERS)}")
        postgres.execute(f"CREATE DATABASE {made[-1]} TEMPLATE template_rostra")
        return postgres.url(made[-1])

    try:
        explore(fresh, monkeypatch, 10)
    finally:
        for name in made:
            postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")
