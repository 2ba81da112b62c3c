"""No sequence of steps breaks a sitting, and what is refused changes nothing."""

import asyncio
import shutil

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

from rostra.access import PUBLIC, system
from rostra.database import Database
from rostra.errors import Refusal
from rostra.events import LoggedEvent
from rostra.meetings.models import AgendaItem, ItemState
from rostra.records import Record
from rostra.sittings import calling, finding, hall, holding, speaking
from rostra.sittings.models import (
    Pause,
    Presence,
    Sitting,
    SittingChange,
    SittingState,
    Speech,
    SpeechState,
)
from support.invitations import ZONE
from support.make.meetings import make_agenda_item
from support.sitting import invited_council

WATCHED = (
    "sittings", "sitting_changes", "pauses", "quorum_findings", "presences", "exclusions",
    "speeches", "agenda_items", "meetings", "events",
)  # fmt: skip
numbers = st.integers(0, 4)
people = st.integers(0, 4)


class Sittings(RuleBasedStateMachine):
    """Chair, clerk and members do whatever comes to their minds, in any order."""

    template = ""
    folder = None

    def __init__(self):
        super().__init__()
        self.loop = asyncio.new_event_loop()
        path = self.folder / "sitting.db"
        for left in self.folder.glob("sitting.db*"):
            left.unlink()
        shutil.copy(self.template, path)
        self.database = Database(f"sqlite+aiosqlite:///{path}")
        self.council = self.run(self.prepared())

    async def prepared(self):
        """An invited council, one of whose items stands below another."""
        council = await invited_council(self.database)
        async with self.database.work(system) as work:
            item = await make_agenda_item(
                work, council.meeting, 4, name="Bauabschnitt 1", public=True,
                audience_id=PUBLIC, parent_id=council.items[1].id,
            )  # fmt: skip
        council.items.append(item)
        return council

    def run(self, doing):
        return self.loop.run_until_complete(doing)

    def teardown(self):
        self.run(self.database.close())
        self.loop.close()

    async def dump(self):
        """Everything that a sitting consists of."""
        async with self.database.reading(system) as work:
            return {
                name: sorted(map(str, await work.rows(sa.select(Record.metadata.tables[name]))))
                for name in WATCHED
            }

    async def attempt(self, who, verb, *arguments, **named):
        """Do it, or see that its refusal changed nothing."""
        before = await self.dump()
        try:
            async with self.database.work(who) as work:
                await verb(work, *arguments, **named)
        except Refusal:
            assert await self.dump() == before

    def who(self, number):
        return self.council.chair if number == 0 else self.council.member(number)

    @rule(verb=st.sampled_from(["open_sitting", "interrupt_sitting", "resume_sitting"]),
          number=st.sampled_from([0, 0, 0, 1]))  # fmt: skip
    def hold(self, verb, number):
        self.run(self.attempt(self.who(number), getattr(holding, verb), self.council.meeting.id))

    @rule()
    def close(self):
        self.run(self.attempt(self.council.clerk, holding.close_sitting, self.council.meeting.id))

    @rule(item=numbers, aside=st.booleans())
    def call(self, item, aside):
        id = self.council.items[item].id
        self.run(self.attempt(self.council.chair, calling.call_item, id, set_aside=aside))

    @rule(item=numbers, verb=st.sampled_from(["finish_item", "close_doors", "open_doors"]))
    def decide(self, item, verb):
        id = self.council.items[item].id
        self.run(self.attempt(self.council.chair, getattr(calling, verb), id))

    @rule(item=numbers, other=st.one_of(st.none(), numbers))
    def join(self, item, other):
        ids = [self.council.items[item].id, None if other is None else self.council.items[other].id]
        self.run(self.attempt(self.council.chair, calling.debate_together, *ids))

    @rule()
    def call_the_next(self):
        self.run(self.attempt(self.council.chair, calling.call_next_item, self.council.meeting.id))

    @rule()
    def establish_the_quorum(self):
        meeting_id = self.council.meeting.id
        self.run(self.attempt(self.council.chair, finding.establish_quorum, meeting_id, ZONE))

    @rule(item=numbers, state=st.sampled_from(ItemState))
    def put_off(self, item, state):
        id, committee = self.council.items[item].id, self.council.organization.id
        self.run(self.attempt(self.council.chair, calling.put_off, id, state, committee))

    @rule(item=numbers, other=numbers)
    def bring_forward(self, item, other):
        ids = self.council.items[item].id, self.council.items[other].id
        self.run(self.attempt(self.council.chair, calling.bring_forward, *ids))

    @rule(person=people)
    def arrive(self, person):
        ids = self.council.meeting.id, self.council.persons[person].id
        self.run(self.attempt(self.council.clerk, hall.arrive, *ids, ZONE))

    @rule(person=people)
    def leave(self, person):
        ids = self.council.meeting.id, self.council.persons[person].id
        self.run(self.attempt(self.council.clerk, hall.leave, *ids))

    @rule(item=numbers, person=people)
    def disclose(self, item, person):
        self.run(self.attempt(self.who(person), hall.disclose_bias, self.council.items[item].id))

    @rule(item=numbers, person=people)
    def ask_to_speak(self, item, person):
        self.run(
            self.attempt(self.who(person), speaking.request_speech, self.council.items[item].id)
        )

    @rule(verb=st.sampled_from(["call_speaker", "stop_speaker", "withdraw_speech"]),
          number=st.integers(0, 5), person=people)  # fmt: skip
    def speak(self, verb, number, person):
        async def nth():
            async with self.database.reading(system) as work:
                return await work.fetch(sa.select(Speech.id).order_by(Speech.position))

        ids = self.run(nth())
        if ids:
            speech = ids[number % len(ids)]
            self.run(self.attempt(self.who(person), getattr(speaking, verb), speech))

    @invariant()
    def nothing_is_broken(self):
        self.run(self.checked())

    async def checked(self):
        async with self.database.reading(system) as work:
            sittings = await work.fetch(sa.select(Sitting))
            items = await work.fetch(
                sa.select(AgendaItem).order_by(AgendaItem.order, AgendaItem.id)
            )
            speeches = await work.fetch(sa.select(Speech))
            presences = await work.fetch(sa.select(Presence))
            pauses = await work.fetch(sa.select(Pause))
            changes = await work.fetch(sa.select(SittingChange).order_by(SittingChange.sequence))
            events = await work.fetch(
                sa.select(LoggedEvent.position).order_by(LoggedEvent.position)
            )
        sitting = sittings[0] if sittings else None
        check_items(sitting, items)
        check_speeches(sitting, speeches)
        lasting = [one for one in pauses if one.ended is None]
        paused = sitting is not None and sitting.state == SittingState.INTERRUPTED
        assert len(lasting) == (1 if paused else 0)
        for one in lasting:
            assert (one.audience_id == PUBLIC) is not sitting.behind_closed_doors
        here = [one.person_id for one in presences if one.left is None]
        assert len(here) == len(set(here))
        assert all(one.left is None or one.left >= one.arrived for one in presences)
        assert [one.sequence for one in changes] == list(range(1, len(changes) + 1))
        public = [one.public_sequence for one in changes if one.public_sequence]
        assert public == list(range(1, len(public) + 1))
        if sitting is not None:
            assert (sitting.sequence, sitting.public_sequence) == (len(changes), len(public))
        assert events == list(range(1, len(events) + 1))


def check_items(sitting, items):
    """One item at most is called, it is the current one, and the doors are as it needs."""
    assert [one.order for one in items] == list(range(len(items)))
    called = [one.id for one in items if one.state == ItemState.CALLED]
    current = sitting.current_item_id if sitting else None
    assert called == ([current] if current else [])
    if sitting and current:
        item = next(one for one in items if one.id == current)
        assert sitting.behind_closed_doors is (item.public is False)
    by_id = {one.id: one for one in items}
    for item in items:
        assert (item.audience_id == PUBLIC) is (item.public is True)
        joined = by_id.get(item.debated_with_id)
        assert joined is None or joined.audience_id == item.audience_id
    if sitting and sitting.state == SittingState.CLOSED:
        assert current is None


def check_speeches(sitting, speeches):
    """One speaks at most, while the sitting is open, to the item that is called."""
    speaking_now = [one for one in speeches if one.state == SpeechState.SPEAKING]
    assert len(speaking_now) <= 1
    for one in speaking_now:
        assert sitting.state == SittingState.OPEN
        assert one.started
        assert one.ended is None
    for one in speeches:
        if one.state == SpeechState.WAITING:
            assert sitting.state != SittingState.CLOSED


@pytest.mark.long
def test_no_sequence_of_steps_breaks_a_sitting(sqlite_template, tmp_path):
    Sittings.template, Sittings.folder = sqlite_template, tmp_path
    run_state_machine_as_test(
        Sittings,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
