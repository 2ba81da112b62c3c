"""The places for questions are shared: nobody alone takes all of them from the others."""

from contextlib import AsyncExitStack

import pytest

from rostra_graphql.live.door import household
from rostra_graphql.live.hub import MOST_OWN_QUESTIONS

QUESTION = "subscription ($uuid: UUID!) { sitting(uuid: $uuid) { %s: kind } }"


async def ask_all_one_may(stack, hall, who="", **details):
    """Ask as many different questions as one may, from two sockets; the refusal of one more."""
    told = {}
    for start in (0, MOST_OWN_QUESTIONS // 2):
        socket = await stack.enter_async_context(hall.socket(who, **details))
        for number in range(start, start + MOST_OWN_QUESTIONS // 2 + 1):
            await socket.subscribe(QUESTION % f"k{number}", id=str(number), uuid=str(hall.meeting))
            told = await socket.hear()
    return told


@pytest.mark.parametrize("who", ["", "citizen"])
async def test_who_has_asked_enough_leaves_places_to_others(small_hall, who):
    async with AsyncExitStack() as stack:
        refused = await ask_all_one_may(stack, small_hall, who)
        assert refused["payload"][0]["extensions"]["limit"] == "questions"
        other = "member" if who else ""
        reader = await stack.enter_async_context(small_hall.socket(other, address="192.0.2.80"))
        await reader.subscribe(QUESTION % "kind", uuid=str(small_hall.meeting))
        assert (await reader.hear())["type"] == "next"


async def test_what_others_ask_already_can_always_be_asked(small_hall):
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(small_hall.socket(address="192.0.2.80"))
        await first.subscribe(QUESTION % "kind", uuid=str(small_hall.meeting))
        assert (await first.hear())["type"] == "next"
        await ask_all_one_may(stack, small_hall)
        again = await stack.enter_async_context(small_hall.socket())
        await again.subscribe(QUESTION % "kind", uuid=str(small_hall.meeting))
        assert (await again.hear())["type"] == "next"


def test_a_household_counts_once_however_many_addresses_it_has():
    assert household("2001:db8:1:200::1") == household("2001:db8:1:2ff:ffff::9")
    assert household("2001:db8:1:200::1") != household("2001:db8:1:300::1")
    assert household("::ffff:192.0.2.7") == household("192.0.2.7") == "192.0.2.7"
    assert household("unix") == "unix"
