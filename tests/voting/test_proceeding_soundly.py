"""Motions on procedure under any sequence of what is moved, decided and asked for."""

import asyncio
import datetime as dt
import shutil
import tempfile
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from rostra.access import system
from rostra.database import Database
from rostra.errors import Refusal
from rostra.meetings.models import AgendaItem
from rostra.sittings.calling import call_item
from rostra.sittings.models import Speech, SpeechType
from rostra.sittings.speakers import reopen_speakers
from rostra.sittings.speaking import request_speech
from rostra.voting.announcing import announce_ballot
from rostra.voting.closing import cancel_ballot, close_ballot
from rostra.voting.entering import enter_count
from rostra.voting.manner import METHODS_MOVED
from rostra.voting.models import Ballot, Method, Motion, MotionState, MotionType
from rostra.voting.moving import Moved, make_motion
from rostra.voting.opening import Question, open_ballot
from support.make.meetings import make_agenda_item
from support.make.sittings import make_hall

DAY = dt.date.today()
MEMBERS = 3
GONE = {"taken_off", "deferred"}
TYPES = st.sampled_from(
    [
        MotionType.TAKE_OFF, MotionType.DEFER, MotionType.END_OF_DEBATE,
        MotionType.END_OF_SPEAKERS, MotionType.NOMINAL_VOTE, MotionType.SECRET_VOTE,
        MotionType.ADD_ITEM, MotionType.CLOSE_DOORS, MotionType.OPEN_DOORS,
    ]
)  # fmt: skip
TABLES = (AgendaItem, Motion, Ballot, Speech)


class Proceeding(RuleBasedStateMachine):
    """Three members and two items; a model of what was decided stands beside."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="proceeding-soundly-"))
        shutil.copy(self.template, self.folder / "rostra.db")
        self.loop = asyncio.new_event_loop()
        self.database = Database(f"sqlite+aiosqlite:///{self.folder}/rostra.db")
        self.hall = self.run(make_hall(self.database, MEMBERS, number="1", name="Radweg"))
        self.items = [self.hall.item]
        self.items.append(
            self.run(make_agenda_item(self.database, self.hall.meeting, 1, number="2"))
        )
        self.current = self.items[0].id
        self.manner: dict = {}
        self.closed: set = set()
        self.added = 0

    def run(self, doing):
        """Do something in the loop of this example."""
        return self.loop.run_until_complete(doing)

    def teardown(self) -> None:
        """Let go of the database."""
        self.run(self.database.close())
        self.loop.close()
        shutil.rmtree(self.folder)

    async def rows(self, model, *where):
        """The records of a kind."""
        async with self.database.reading(system) as work:
            return await work.fetch(sa.select(model).where(*where).order_by(model.id))

    async def dump(self):
        """What a refusal must leave as it was."""
        async with self.database.reading(system) as work:
            return [
                sorted(map(repr, await work.rows(sa.select(model.__table__)))) for model in TABLES
            ]

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

    @rule(motion_type=TYPES, yes=st.booleans())
    def moving(self, motion_type, yes):
        """A member moves something, and the council decides at once."""
        item_id = self.current
        given = Moved(motion_type, "Zur Geschäftsordnung")
        motion = self.attempt(self.hall.logins[1], make_motion, item_id, given)
        if motion is None:
            return
        ballot = self.attempt(
            self.hall.chair, open_ballot, item_id, Question(motion_id=motion.id), DAY
        )
        if ballot is None:
            return
        counted = {"yes": MEMBERS} if yes else {"no": MEMBERS}
        self.attempt(self.hall.chair, enter_count, ballot.id, counted)
        self.attempt(self.hall.chair, close_ballot, ballot.id)
        if self.attempt(self.hall.chair, announce_ballot, ballot.id) is None:
            self.attempt(self.hall.chair, cancel_ballot, ballot.id)
        elif yes:
            self.remember(motion_type, item_id)

    def remember(self, motion_type, item_id):
        """What was decided, in the model."""
        if motion_type in METHODS_MOVED:
            self.manner[item_id] = METHODS_MOVED[motion_type]
        if motion_type in (MotionType.END_OF_DEBATE, MotionType.END_OF_SPEAKERS):
            self.closed.add(item_id)
        self.added += motion_type == MotionType.ADD_ITEM

    @rule(method=st.sampled_from([Method.OPEN, Method.NOMINAL, Method.SECRET]))
    def voting(self, method):
        """The chair opens a vote on the item and breaks it off."""
        ballot = self.attempt(
            self.hall.chair, open_ballot, self.current, Question(method, on_devices=False), DAY
        )
        if ballot is not None:
            assert self.manner.get(self.current, method) == method
            self.attempt(self.hall.chair, cancel_ballot, ballot.id)

    @rule(who=st.integers(1, MEMBERS - 1), point=st.booleans())
    def speaking(self, who, point):
        """A member asks to speak."""
        speech_type = SpeechType.POINT_OF_ORDER if point else SpeechType.SPEECH
        speech = self.attempt(self.hall.logins[who], request_speech, self.current, speech_type)
        if speech is not None:
            assert point or self.current not in self.closed

    @rule(who=st.integers(0, MEMBERS - 1))
    def reopening(self, who):
        """Somebody opens the list again."""
        if self.attempt(self.hall.logins[who], reopen_speakers, self.current) is not None:
            assert who == 0
            self.closed.discard(self.current)

    @rule(number=st.integers(0, 5))
    def calling(self, number):
        """The chair goes on to another item."""
        items = self.run(self.rows(AgendaItem))
        item = items[number % len(items)]
        if self.attempt(self.hall.chair, call_item, item.id) is not None:
            assert item.state not in GONE
            self.current = item.id

    @invariant()
    def stands_sound(self):
        """What must hold whatever happened."""
        items = self.run(self.rows(AgendaItem))
        assert len(items) == 2 + self.added
        assert len({one.number for one in items}) == len(items)
        assert sorted(one.order for one in items) == list(range(len(items)))
        assert {one.id for one in items if one.speakers_closed} == self.closed
        ballots = {one.id: one for one in self.run(self.rows(Ballot))}
        for one in items:
            if one.state in GONE:
                assert ballots[one.deciding_ballot_id].agenda_item_id == one.id
                assert ballots[one.deciding_ballot_id].outcome == "accepted"
        made = [one.added_item_id for one in self.run(self.rows(Motion)) if one.added_item_id]
        assert len(set(made)) == len(made) == self.added
        for motion in self.run(self.rows(Motion, Motion.state == MotionState.ACCEPTED)):
            told = [one for one in ballots.values() if one.motion_id == motion.id]
            assert [one.outcome for one in told if one.state == "announced"] == ["accepted"]


def test_no_sequence_of_motions_breaks_a_sitting(sqlite_template):
    Proceeding.template = sqlite_template
    run_state_machine_as_test(
        Proceeding,
        settings=settings(
            max_examples=4,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
