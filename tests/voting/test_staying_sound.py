"""A ballot under any sequence of what chair, clerk and members may try."""

import asyncio
import datetime as dt
import shutil
import tempfile
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from rostra.access import ANYBODY, system
from rostra.database import Database
from rostra.errors import Refusal
from rostra.meetings.models import AgendaItem
from rostra.records import Record
from rostra.voting.announcing import announce_ballot
from rostra.voting.casting import cast_vote
from rostra.voting.closing import cancel_ballot, close_ballot
from rostra.voting.entering import enter_count, enter_votes
from rostra.voting.models import Ballot, BallotState, CastVote, Elector, Method, SecretTally, Vote
from rostra.voting.opening import Question, open_ballot, repeat_ballot
from support.make.sittings import make_hall, set_rules

DAY = dt.date.today()
MEMBERS = 4
CHOICE = st.sampled_from(["yes", "no", "abstention", "invalid", "perhaps"])
WHO = st.integers(0, MEMBERS - 1)
METHODS = st.sampled_from([Method.OPEN, Method.NOMINAL, Method.SECRET])


class Voting(RuleBasedStateMachine):
    """One item, four members, and whatever they do; a model of votes stands beside."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="voting-sound-"))
        shutil.copy(self.template, self.folder / "rostra.db")
        self.loop = asyncio.new_event_loop()
        self.database = Database(f"sqlite+aiosqlite:///{self.folder}/rostra.db")
        self.hall = self.run(make_hall(self.database, MEMBERS))
        self.run(set_rules(self.database, self.hall, secret_votes=True))
        self.ballot = None
        self.cast: dict[int, str] = {}

    def run(self, doing):
        """Do something in the loop of this example."""
        return self.loop.run_until_complete(doing)

    def teardown(self) -> None:
        """Let go of the database."""
        self.run(self.database.close())
        self.loop.close()
        shutil.rmtree(self.folder)

    async def dump(self):
        """All tables, row by row."""
        async with self.database.reading(system) as work:
            return {
                table.name: sorted(map(repr, await work.rows(sa.select(table))))
                for table in Record.metadata.sorted_tables
            }

    def attempt(self, who, verb, *rest):
        """Try something; what is refused leaves everything as it was."""

        async def tried():
            async with self.database.work(who) as work:
                return await verb(work, *rest)

        before = self.run(self.dump())
        try:
            return self.run(tried())
        except Refusal:
            assert self.run(self.dump()) == before
            return None

    def ballot_id(self):
        """The last ballot, or an id that is none."""
        return self.ballot.id if self.ballot else self.hall.item.id

    @rule(method=METHODS, who=WHO)
    def opening(self, method, who):
        opened = self.attempt(
            self.hall.logins[who], open_ballot, self.hall.item.id, Question(method), DAY
        )
        if opened is not None:
            assert who == 0
            self.ballot, self.cast = opened, {}

    @rule(who=WHO, choice=CHOICE, key=st.sampled_from(["key number one", "key number two"]))
    def voting(self, who, choice, key):
        receipt = self.attempt(self.hall.logins[who], cast_vote, self.ballot_id(), choice, key)
        if receipt is not None:
            self.cast.setdefault(who, choice)

    @rule(who=WHO, choice=CHOICE)
    def entering(self, who, choice):
        votes = {self.hall.members[who].id: choice}
        if self.attempt(self.hall.chair, enter_votes, self.ballot_id(), votes, "berichtigt"):
            self.cast[who] = choice

    @rule(yes=st.integers(0, 3), no=st.integers(0, 3))
    def counting(self, yes, no):
        numbers = {"yes": yes, "no": no}
        if self.attempt(self.hall.chair, enter_count, self.ballot_id(), numbers, "neu gezählt"):
            self.cast = dict(enumerate(["yes"] * yes + ["no"] * no))

    @rule(who=WHO)
    def closing(self, who):
        assert (
            self.attempt(self.hall.logins[who], close_ballot, self.ballot_id()) is None or not who
        )

    @rule(who=WHO)
    def announcing(self, who):
        told = self.attempt(self.hall.logins[who], announce_ballot, self.ballot_id())
        if told is not None:
            said = list(self.cast.values())
            assert (told.yes, told.no) == (said.count("yes"), said.count("no"))
            assert told.abstention == said.count("abstention")
            assert (told.outcome == "accepted") == (told.yes > told.no)

    @rule(again=st.booleans())
    def breaking_off(self, again):
        if self.attempt(self.hall.chair, cancel_ballot, self.ballot_id()) is not None:
            self.cast = {}
        if again:
            repeated = self.attempt(self.hall.chair, repeat_ballot, self.ballot_id(), DAY)
            if repeated is not None:
                self.ballot, self.cast = repeated, {}

    @invariant()
    def stands_sound(self):
        """What must hold whatever happened."""
        self.run(self.check())

    async def check(self):
        """The numbers add up, are told only when announced, and no vote lies about."""
        async with self.database.reading(ANYBODY) as work:
            ballots = await work.fetch(work.readable(Ballot))
            item = await work.find(AgendaItem, self.hall.item.id)
            under_way = [one for one in ballots if one.state in ("open", "closed")]
            assert len(under_way) <= 1
            for one in ballots:
                told = (one.yes, one.no, one.abstention, one.not_participating)
                if one.state == BallotState.ANNOUNCED:
                    assert sum(told) + (one.invalid or 0) == one.entitled
                else:
                    assert set(told) == {None}
                    assert one.outcome == "none"
            if not any(one.state == BallotState.ANNOUNCED for one in ballots):
                assert item.result is None
            waiting = [one.id for one in under_way]
            for kept in (CastVote, SecretTally):
                assert not await work.count(
                    sa.select(kept.ballot_id).where(kept.ballot_id.not_in(waiting))
                )
            named = [
                one.id for one in ballots if one.method == "nominal" and one.state == "announced"
            ]
            assert not await work.count(sa.select(Vote.choice).where(Vote.ballot_id.not_in(named)))
            assert not await work.count(
                sa.select(Elector.person_id).where(Elector.voted, Elector.excluded)
            )


def test_no_sequence_breaks_a_ballot_and_no_refusal_changes_anything(sqlite_template):
    Voting.template = sqlite_template
    run_state_machine_as_test(
        Voting,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
