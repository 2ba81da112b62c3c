"""What screens are told: everything at first, then each change, in numbers without a gap."""

import pytest
import sqlalchemy as sa

from rostra.sittings.models import Part, Sitting, SittingChange
from rostra_graphql.execution import Api
from support.sockets import open_socket

ALL_PARTS = sorted(part.name for part in Part)


def names(told):
    return [item["name"] for item in told["meeting"]["agendaItems"]]


async def test_begins_with_everything(hall):
    async with hall.watching() as socket:
        told = await socket.next()
    assert told["kind"] == "SNAPSHOT"
    assert sorted(told["parts"]) == ALL_PARTS
    assert told["after"] is None
    assert names(told) == ["Radweg an der Saale"]


async def test_tells_the_parts_that_changed_and_no_others(hall):
    async with hall.watching() as socket:
        first = await socket.next()
        await hall.change(Part.SPEAKERS)
        told = await socket.next()
        assert (told["kind"], told["parts"]) == ("CHANGE", ["SPEAKERS"])
        assert (told["after"], told["sequence"]) == (first["sequence"], first["sequence"] + 1)
        assert told["meeting"] is None
        await hall.change(Part.AGENDA, Part.SITTING)
        told = await socket.next()
        assert told["parts"] == ["AGENDA", "SITTING"]
        assert names(told) == ["Radweg an der Saale"]


async def test_folds_a_burst_into_few_messages_without_a_gap(hall):
    async with hall.watching() as socket:
        last = (await socket.next())["sequence"]
        goal = last + 30
        for _ in range(30):
            await hall.change(Part.TURNOUT)
        heard = []
        while last < goal:
            told = await socket.next()
            assert told["after"] == last
            last = told["sequence"]
            heard.append(told)
        assert len(heard) <= 15
        assert await socket.silence()


async def test_goes_on_from_a_number_after_a_drop(hall):
    async with hall.watching() as socket:
        last = (await socket.next())["sequence"]
    await hall.change(Part.SPEAKERS)
    await hall.change(Part.MOTIONS)
    async with hall.watching(after=last, inside=False) as socket:
        told = await socket.next()
        assert told["kind"] == "CHANGE"
        assert told["parts"] == ["MOTIONS", "SPEAKERS"]
        assert (told["after"], told["sequence"]) == (last, last + 2)


async def test_says_so_when_nothing_was_missed(hall):
    await hall.change()
    async with hall.watching(after=1, inside=False) as socket:
        told = await socket.next()
        assert (told["kind"], told["parts"], told["sequence"]) == ("CHANGE", [], 1)


@pytest.mark.parametrize("after", [-1, 7, 2_000_000_000])
async def test_begins_anew_from_a_number_that_never_was(hall, after):
    await hall.change()
    async with hall.watching(after=after, inside=False) as socket:
        assert (await socket.next())["kind"] == "SNAPSHOT"


async def test_begins_anew_when_it_was_too_long_ago(small_hall, monkeypatch):
    monkeypatch.setattr("rostra.sittings.watching.FURTHEST_BACK", 3)
    for _ in range(5):
        await small_hall.change()
    async with small_hall.watching(after=1, inside=False) as socket:
        assert (await socket.next())["kind"] == "SNAPSHOT"
    async with small_hall.watching(after=2, inside=False) as socket:
        assert (await socket.next())["kind"] == "CHANGE"


async def test_begins_anew_when_changes_are_missing_from_the_record(small_hall):
    for _ in range(4):
        await small_hall.change()
    await small_hall.write(sa.delete(SittingChange).where(SittingChange.sequence == 3))
    async with small_hall.watching(after=1, inside=False) as socket:
        assert (await socket.next())["kind"] == "SNAPSHOT"


async def test_begins_anew_in_another_numbering(hall):
    await hall.change(audience_id=hall.closed)
    await hall.change()
    async with hall.watching("member", after=1, inside=False) as socket:
        told = await socket.next()
        assert (told["kind"], told["inside"], told["sequence"]) == ("SNAPSHOT", True, 2)


async def test_waits_for_a_sitting_that_has_not_begun(hall):
    await hall.write(sa.delete(Sitting))
    async with hall.watching() as socket:
        assert (await socket.next())["sequence"] == 0
        await hall.write(sa.insert(Sitting).values(meeting_id=hall.meeting))
        await hall.change(Part.SITTING)
        told = await socket.next()
        assert (told["kind"], told["after"], told["sequence"]) == ("CHANGE", 0, 1)


async def test_asks_once_for_all_who_ask_the_same(small_hall, monkeypatch):
    executed = []
    told = Api.told

    async def counted(api, operation, work, telling):
        executed.append(telling)
        return await told(api, operation, work, telling)

    monkeypatch.setattr(Api, "told", counted)
    async with (
        small_hall.watching() as one,
        small_hall.watching("citizen") as two,
        small_hall.watching("member") as three,
        small_hall.watching("other") as four,
    ):
        everybody = (one, two, three, four)
        for socket in everybody:
            await socket.next()
        executed.clear()
        await small_hall.change(Part.AGENDA)
        heard = [await socket.next() for socket in everybody]
        assert len(executed) == 2
        assert heard[0] == heard[1]
        assert heard[2] == heard[3]


async def test_lets_go_of_who_has_had_enough(small_hall):
    async with small_hall.watching() as socket:
        await socket.next()
        await socket.say(type="complete", id="1")
        await small_hall.change()
        assert await socket.silence()


async def test_answers_queries_too_and_sends_mutations_elsewhere(small_hall):
    async with open_socket(small_hall.app) as socket:
        await socket.subscribe("query { meetings { totalCount } }", id="a")
        heard = await socket.hear()
        assert heard["payload"] == {"data": {"meetings": {"totalCount": 1}}}
        assert await socket.hear() == {"id": "a", "type": "complete"}
        await socket.subscribe("mutation { logOut }", id="b")
        assert (await socket.hear())["type"] == "error"
