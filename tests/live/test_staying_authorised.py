"""Who may not read is not told; a right that ends in mid-stream ends what was told by it."""

import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.meetings.models import Meeting
from rostra.people.models import Account, Login
from rostra.sittings.models import Part
from support.sockets import Closed

PUBLIC_ITEM = "Radweg an der Saale"
SECRET = "Ankauf des Grundstücks am Zaunkönigreich"


def names(told):
    return [item["name"] for item in told["meeting"]["agendaItems"]]


@pytest.mark.parametrize("who", ["", "citizen", "editor"])
async def test_outsiders_hear_nothing_of_what_happens_behind_closed_doors(hall, who):
    async with hall.watching(who) as socket:
        told = await socket.next()
        assert names(told) == [PUBLIC_ITEM]
        assert told["inside"] is False
        for _ in range(3):
            await hall.change(Part.SPEAKERS, audience_id=hall.closed)
        assert await socket.silence()
        await hall.change(Part.AGENDA)
        told = await socket.next()
        assert (told["after"], told["sequence"], told["parts"]) == (0, 1, ["AGENDA"])


@pytest.mark.parametrize("who", ["member", "chair", "clerk"])
async def test_those_inside_hear_everything(hall, who):
    async with hall.watching(who) as socket:
        told = await socket.next()
        assert names(told) == [PUBLIC_ITEM, SECRET]
        await hall.change(Part.AGENDA, audience_id=hall.closed)
        told = await socket.next()
        assert (told["inside"], told["after"], told["sequence"]) == (True, 0, 1)
        assert names(told) == [PUBLIC_ITEM, SECRET]


async def test_what_somebody_inside_may_not_read_comes_without_parts(hall):
    async with hall.database.work(system) as work:
        for_the_chair = await work.audience({f"person:{hall.accounts['chair'].person_id}"})
    async with hall.watching("member") as member, hall.watching("chair") as chair:
        await member.next()
        await chair.next()
        await hall.change(Part.TURNOUT, audience_id=for_the_chair)
        assert (await member.next())["parts"] == []
        assert (await chair.next())["parts"] == ["TURNOUT"]


async def test_a_mandate_that_ends_takes_its_rights_in_mid_stream(hall):
    async with hall.watching("member") as socket, hall.watching("other") as other:
        assert SECRET in names(await socket.next())
        await other.next()
        await hall.leave_council("member")
        await hall.change(Part.AGENDA, audience_id=hall.closed)
        told = await socket.next()
        assert (told["kind"], told["inside"]) == ("SNAPSHOT", False)
        assert names(told) == [PUBLIC_ITEM]
        assert told["sequence"] == 0
        assert SECRET in names(await other.next())
        await hall.change(Part.SPEAKERS, audience_id=hall.closed)
        assert await socket.silence()


async def test_a_meeting_that_is_no_longer_public_ends_for_the_public(hall):
    async with hall.watching() as socket, hall.watching("member") as member:
        await socket.next()
        await member.next()
        closing = sa.update(Meeting).where(Meeting.id == hall.meeting)
        await hall.write(closing.values(audience_id=hall.closed))
        await hall.change(Part.AGENDA, audience_id=hall.closed)
        told = await socket.next()
        assert (told["kind"], told["parts"], told["meeting"]) == ("END", [], None)
        assert told["sequence"] == 0
        assert await socket.hear() == {"id": "1", "type": "complete"}
        assert (await member.next())["kind"] == "CHANGE"
        await hall.change()
        assert await socket.silence()


async def end_login(hall):
    await hall.write(sa.delete(Login).where(Login.account_id == hall.accounts["member"].id))


async def close_account(hall):
    account = sa.update(Account).where(Account.id == hall.accounts["member"].id)
    await hall.write(account.values(active=False))


@pytest.mark.parametrize("end", [end_login, close_account])
async def test_a_login_that_ends_closes_the_socket(hall, end):
    async with hall.watching("member") as socket:
        await socket.next()
        await end(hall)
        await hall.change(Part.AGENDA, audience_id=hall.closed)
        told = await socket.next()
        assert (told["kind"], told["meeting"], told["sequence"]) == ("END", None, 0)
        assert (await socket.hear())["type"] == "complete"
        with pytest.raises(Closed) as closed:
            await socket.hear()
        assert closed.value.code == 4403


async def test_a_right_that_ends_is_noticed_without_any_change(small_hall, monkeypatch):
    monkeypatch.setattr("rostra_graphql.live.hub.CHECK_ANYHOW", 0.3)
    async with small_hall.watching("member") as socket:
        await socket.next()
        await small_hall.leave_council("member")
        told = await socket.next()
        assert (told["kind"], names(told)) == ("SNAPSHOT", [PUBLIC_ITEM])


@pytest.mark.parametrize("who", ["", "citizen", "editor"])
async def test_a_meeting_that_is_not_for_somebody_looks_absent(hall, who):
    closing = sa.update(Meeting).where(Meeting.id == hall.meeting)
    await hall.write(closing.values(audience_id=hall.closed))
    async with hall.watching(who) as socket:
        hidden = await socket.hear()
        nowhere = str(hall.council.id)
        await socket.subscribe("subscription ($uuid: UUID!) { sitting(uuid: $uuid) { kind } }",
                               uuid=nowhere)  # fmt: skip
        absent = await socket.hear()
    assert hidden == absent
    assert hidden["payload"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_nothing_that_depends_on_the_viewer_is_shared(hall):
    query = """subscription ($uuid: UUID!) { sitting(uuid: $uuid) { kind
        meeting { viewerMay(permission: MEETING_KEEP) } } }"""
    async with hall.watching("clerk", query) as clerk, hall.watching("member", query) as member:
        assert (await clerk.next())["meeting"]["viewerMay"] is True
        assert (await member.next())["meeting"]["viewerMay"] is False


async def test_who_presides_knows_who_is_connected_and_nobody_else_does(small_hall):
    query = "query ($uuid: UUID!) { personsWatching(uuid: $uuid) { name } }"

    async def connected(socket):
        await socket.subscribe(query, id="who", uuid=str(small_hall.meeting))
        while (heard := await socket.hear())["id"] != "who":
            pass
        await socket.hear()
        found = heard["payload"]["data"]["personsWatching"]
        return found and sorted(one["name"] for one in found)

    async with small_hall.watching("chair") as chair:
        await chair.next()
        async with small_hall.watching("member") as member, small_hall.watching() as visitor:
            await member.next()
            await visitor.next()
            assert await connected(chair) == ["Chair", "Member"]
            assert await connected(member) is None
            assert await connected(visitor) is None
        assert await connected(chair) == ["Chair"]
