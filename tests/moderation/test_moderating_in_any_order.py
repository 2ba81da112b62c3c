"""Whatever happens in whatever order: nothing hidden is read, and nobody judges themselves."""

import asyncio
import itertools
import shutil

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rostra.access import ANYBODY, system
from rostra.admission.entering import Sender
from rostra.comments.changing import delete_comment, rewrite_comment
from rostra.comments.models import Comment, CommentState, CommentVersion, Thread
from rostra.database import Database
from rostra.errors import Refusal
from rostra.moderation.appealing import appeal, decide_appeal
from rostra.moderation.deciding import Ruling, confirm_block, decide
from rostra.moderation.models import (
    AGAINST_AUTHORS,
    Appeal,
    Decision,
    DecisionState,
    LogEntry,
    Measure,
    Notice,
    NoticeReason,
)
from rostra.moderation.noticing import Complaint, give_notice
from support.actors import account_holder
from support.make.people import make_account
from support.make.posts import make_comment, make_post

NUMBERS = itertools.count()
WORDS = ("Erste Fassung", "Zweite Fassung")
COMPLAINT = Complaint(NoticeReason.HOUSE_RULE, "Das stört.", good_faith=True)
DECIDED = [one for one in Measure if one != Measure.MOVE]


class Moderation(RuleBasedStateMachine):
    """One comment, its author, who gave notice, and three moderators."""

    template = folder = moderating = None

    def __init__(self):
        super().__init__()
        path = self.folder / f"moderation{next(NUMBERS)}.db"
        shutil.copy(self.template, path)
        self.database = Database(f"sqlite+aiosqlite:///{path}")
        self.loop = asyncio.new_event_loop()
        self.run(self.furnish())

    def run(self, coroutine):
        return self.loop.run_until_complete(coroutine)

    async def furnish(self):
        post = await make_post(self.database)
        self.author, self.notifier, *accounts = [await make_account(self.database) for _ in "12345"]
        self.comment = (await make_comment(self.database, post, self.author, text=WORDS[0])).id
        self.moderators = [type(self).moderating(post.body_id, one) for one in accounts]

    def attempt(self, who, verb, *values):
        """Do something, which the rules may refuse in a sentence; nothing else may happen."""

        async def tried():
            try:
                async with self.database.work(who) as work:
                    await verb(work, *values)
            except Refusal:
                pass

        self.run(tried())

    def all_of(self, model, who=system):
        async def fetched():
            async with self.database.reading(who) as work:
                return await work.fetch(work.readable(model))

        return self.run(fetched())

    @rule()
    def notice(self):
        """Somebody gives notice."""
        values = ("comment", self.comment, COMPLAINT, Sender())
        self.attempt(account_holder(self.notifier), give_notice, *values)

    @rule(who=st.integers(0, 2), measure=st.sampled_from(DECIDED), reasons=st.booleans())
    def decision(self, who, measure, reasons):
        """A moderator decides, with reasons or without any."""
        seen = max(self.all_of(Decision), key=lambda one: (one.decided, one.id), default=None)
        ruling = Ruling(measure, *(("Befund", None, "Thema") if reasons else ()))
        values = ("comment", self.comment, ruling, seen and seen.id)
        self.attempt(self.moderators[who], decide, *values)

    @precondition(lambda self: self.all_of(Decision))
    @rule(who=st.integers(0, 2), confirmed=st.booleans())
    def confirm(self, who, confirmed):
        """A moderator confirms what is proposed."""
        last = self.all_of(Decision)[-1]
        self.attempt(self.moderators[who], confirm_block, last.id, confirmed)

    @precondition(lambda self: self.all_of(Decision))
    @rule(by_author=st.booleans())
    def objection(self, by_author):
        """Somebody objects to a decision."""
        who = account_holder(self.author if by_author else self.notifier)
        for decision in self.all_of(Decision):
            self.attempt(who, appeal, decision.id, "Doch.")

    @precondition(lambda self: self.all_of(Appeal))
    @rule(who=st.integers(0, 2), granted=st.booleans())
    def answer(self, who, granted):
        """A moderator answers the objections."""
        for made in self.all_of(Appeal):
            self.attempt(self.moderators[who], decide_appeal, made.id, granted, "Darum.")

    @rule()
    def rewriting(self):
        """The author writes it anew."""
        self.attempt(account_holder(self.author), rewrite_comment, self.comment, WORDS[1])

    @rule()
    def taking_back(self):
        """The author takes it back."""
        self.attempt(account_holder(self.author), delete_comment, self.comment)

    @invariant()
    def nothing_hidden_is_read(self):
        """What is out of sight is read by nobody outside, in no version, and is not counted."""
        shown = self.all_of(Comment, ANYBODY)
        published = [one for one in shown if one.state == CommentState.PUBLISHED]
        assert all(one.text in WORDS for one in published)
        assert all(one.text == "" for one in shown if one not in published)
        if not published:
            assert self.all_of(CommentVersion, ANYBODY) == []
        (thread,) = self.all_of(Thread)
        assert thread.comment_count == len(published)
        for model in (Notice, Decision, Appeal):
            assert self.all_of(model, ANYBODY) == []
        assert self.all_of(Notice, account_holder(self.author)) == []
        assert self.all_of(Decision, account_holder(self.notifier)) == []

    @invariant()
    def everything_has_its_reasons(self):
        """A measure names its ground and facts, stands in the log once, and answers notices."""
        decisions = {one.id: one for one in self.all_of(Decision)}
        for one in decisions.values():
            if one.measure in AGAINST_AUTHORS:
                assert one.ground, "SOR-1"
                assert one.facts, "SOR-1"
        stands = (DecisionState.IN_FORCE, DecisionState.REVERSED)
        in_force = {id for id, one in decisions.items() if one.state in stands}
        assert sorted(one.decision_id for one in self.all_of(LogEntry)) == sorted(in_force)
        answered = {one.decision_id for one in self.all_of(Notice)} - {None}
        assert answered <= in_force

    @invariant()
    def nobody_judges_themselves(self):
        """Neither is a block confirmed nor an appeal answered by who decided before."""
        decisions = {one.id: one for one in self.all_of(Decision)}
        for one in decisions.values():
            assert one.confirmed_by is None or one.confirmed_by != one.decided_by
            if one.measure == Measure.BLOCK and one.state == DecisionState.IN_FORCE:
                assert one.confirmed_by is not None
        for made in self.all_of(Appeal):
            about = decisions[made.decision_id]
            assert made.decided_by is None or made.decided_by not in (
                about.decided_by,
                about.confirmed_by,
            )
            assert (made.decided is None) == (made.reasons is None)

    def teardown(self):
        self.run(self.database.close())
        self.loop.close()


def test_whatever_happens_the_rules_are_kept(sqlite_template, tmp_path, moderating):
    Moderation.template, Moderation.folder = sqlite_template, tmp_path
    Moderation.moderating = staticmethod(moderating)
    Moderation.TestCase.settings = settings(
        max_examples=12,
        stateful_step_count=10,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    Moderation.TestCase("runTest").runTest()
