"""The relay hands every event to every subscriber, in order, and again after a failure."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import system
from rostra.events import Event
from rostra.relay import Relay, Subscription


@dataclass(frozen=True)
class SomethingHappened(Event):
    body: UUID


class Listener:
    name = "listener"

    def __init__(self, failures=0):
        self.heard = []
        self.failures = failures

    async def handle(self, database, events):
        if self.failures:
            self.failures -= 1
            raise ValueError("not today")
        self.heard += [event.position for event in events]


async def log_some(database, count):
    for _ in range(count):
        async with database.work(system) as work:
            work.record(SomethingHappened(UUID(int=7)))


async def test_delivers_in_order_and_once(database):
    await log_some(database, 5)
    listener = Listener()
    relay = Relay(database, [listener])
    await relay.drain()
    await log_some(database, 2)
    await relay.drain()
    assert listener.heard == [1, 2, 3, 4, 5, 6, 7]


async def test_goes_on_where_it_stopped(database):
    await log_some(database, 3)
    first = Relay(database, [Listener()])
    await first.drain()
    await first.stop()
    await log_some(database, 1)
    listener = Listener()
    await Relay(database, [listener]).drain()
    assert listener.heard == [4]


async def test_keeps_the_reason_of_a_failure_and_tries_again(database):
    await log_some(database, 2)
    listener = Listener(failures=1)
    relay = Relay(database, [listener])
    await relay.drain()
    async with database.reading(system) as work:
        (subscription,) = await work.fetch(sa.select(Subscription))
    assert subscription.failure == "ValueError: not today"
    assert subscription.attempts == 1
    assert subscription.not_before is not None
    async with database.work(system) as work:
        await work.change(sa.update(Subscription).values(not_before=None))
    await relay.drain()
    assert listener.heard == [1, 2]


async def test_one_failing_subscriber_does_not_hold_up_the_others(database):
    await log_some(database, 1)
    bad, good = Listener(failures=9), Listener()
    bad.name = "bad"
    await Relay(database, [bad, good]).drain()
    assert good.heard == [1]


async def test_two_relays_never_serve_one_subscriber_together(database):
    await log_some(database, 1)
    gate = asyncio.Event()

    class Slow(Listener):
        async def handle(self, database, events):
            await gate.wait()
            await super().handle(database, events)

    slow, other = Slow(), Listener()
    running = asyncio.create_task(Relay(database, [slow]).drain())
    await asyncio.sleep(0.3)
    await Relay(database, [other]).drain()
    gate.set()
    await running
    assert (slow.heard, other.heard) == ([1], [])


async def test_wakes_when_something_is_committed(database):
    listener = Listener()
    relay = Relay(database, [listener])
    await relay.start()
    await log_some(database, 1)
    for _ in range(100):
        if listener.heard:
            break
        await asyncio.sleep(0.02)
    await relay.stop()
    assert listener.heard == [1]
