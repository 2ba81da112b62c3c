"""What is withdrawn stays as a tombstone, and nowhere else."""

from uuid import UUID

import pytest

from rostra.access import system
from rostra.kinds import READABLE
from support.make.meetings import make_agenda_item, make_ballot
from support.make.organizations import make_membership
from support.make.papers import make_consultation, make_paper
from support.publishing import (
    ENTRY,
    LISTS,
    ROOT,
    everything,
    first_body,
    got,
    inside,
    listed,
    make_council,
    reading,
)
from support.schemas import GRAVE

LIST_OF = {
    "council": "organization", "otto": "person", "meeting": "meeting", "paper": "paper",
    "decision": "agendaItem", "consultation": "consultation", "hall": "locationList",
    "term": "legislativeTermList", "seat": "membership",
}  # fmt: skip
SINCE = "2019-01-01T00:00:00+01:00"


async def withdraw(database, council, name):
    record = getattr(council, name)
    async with database.work(system) as work:
        work.withdraw(await work.find(READABLE[record.kind], record.id))


@pytest.mark.parametrize("name", LIST_OF)
async def test_leaves_a_tombstone_at_its_address(database, name):
    council = await make_council(database)
    async with reading(database) as client:
        alive = await got(client, council.address(name))
        await withdraw(database, council, name)
        stone = await got(client, council.address(name))
    assert set(stone) == set(GRAVE)
    assert stone["deleted"] is True
    assert {stone[field] == alive[field] for field in ("id", "type", "created")} == {True}
    assert stone["modified"] > alive["modified"]


@pytest.mark.parametrize("name", LIST_OF)
async def test_is_listed_for_those_alone_who_synchronise(database, name):
    council = await make_council(database)
    address = council.address(name)
    await withdraw(database, council, name)
    async with reading(database) as client:
        where = (await first_body(client))[LIST_OF[name]]
        plain = await listed(client, where, created_since=SINCE)
        assert address not in [one["id"] for one in plain]
        found = {one["id"]: one for one in await listed(client, where, modified_since=SINCE)}
        assert found[address] == await got(client, address)
        assert len(found) == len(plain) + 1
        page = await got(client, where, modified_since=SINCE)
        assert page["pagination"]["totalElements"] == len(found)
        late = {"modified_since": "2101-01-01T00:00:00+01:00"}
        assert await listed(client, where, **late) == []
        later = await listed(client, where, modified_since=SINCE, created_since="2100" + SINCE[4:])
        assert later == []


@pytest.mark.parametrize("name", LIST_OF)
async def test_is_named_by_nobody_any_more(database, name):
    council = await make_council(database)
    address = council.address(name)
    async with reading(database) as client:
        assert address in await all_text(client)
        await withdraw(database, council, name)
        assert address not in await all_text(client)


async def all_text(client):
    """Everything that the lists say, and every object in them on its own, as one text."""
    found = [one for things in (await everything(client)).values() for one in inside(things)]
    addresses = {one["id"] for one in found}
    return " ".join([(await client.get(address)).text for address in addresses] + [str(found)])


async def test_dates_those_in_which_it_was_embedded(database):
    council = await make_council(database)
    parents = {"decision": "meeting", "seat": "klara", "term": "body", "consultation": "paper"}
    async with reading(database) as client:
        for child, parent in parents.items():
            before = await got(client, council.address(parent))
            await withdraw(database, council, child)
            after = await got(client, council.address(parent))
            assert after["modified"] > before["modified"]


async def test_a_ballot_dates_its_item_and_the_meeting_around_it(database):
    council = await make_council(database)
    async with reading(database) as client:
        before = await got(client, council.address("meeting"))
        await make_ballot(database, council.opening)
        after = await got(client, council.address("meeting"))
    assert after["modified"] > before["modified"]
    assert after["agendaItem"][0]["modified"] > before["agendaItem"][0]["modified"]
    assert after["agendaItem"][1]["modified"] == before["agendaItem"][1]["modified"]


async def test_what_happens_behind_closed_doors_leaves_no_date(database):
    council = await make_council(database)
    async with reading(database) as client:
        before = await everything(client)
        async with database.work(system) as work:
            inside = {"audience_id": await work.audience({"organization:1"})}
            item = await make_agenda_item(work, council.meeting, 7, **inside)
            await make_ballot(work, item, **inside)
            await make_ballot(work, council.opening, **inside)
            await make_consultation(work, council.paper, item, **inside)
            await make_membership(work, council.otto, council.council, **inside)
        async with database.work(system) as work:
            (await work.find(READABLE["agenda_item"], item.id)).name = "Anders"
            work.withdraw(await work.find(READABLE["agenda_item"], item.id))
        assert await everything(client) == before


async def test_organizations_list_the_tombstones_of_their_meetings(database):
    council = await make_council(database)
    await withdraw(database, council, "meeting")
    await withdraw(database, council, "consultation")
    async with reading(database) as client:
        organization = await got(client, council.address("council"))
        faction = await got(client, council.address("faction"))
        for name in ("meeting", "consultation"):
            assert await listed(client, organization[name]) == []
            (stone,) = await listed(client, organization[name], modified_since=SINCE)
            assert stone["deleted"] is True
            assert await listed(client, faction[name], modified_since=SINCE) == []


async def test_comes_back_whole_when_it_is_public_again(database):
    council = await make_council(database)
    async with reading(database) as client:
        before = await got(client, council.address("paper"))
        await withdraw(database, council, "paper")
        async with database.work(system) as work:
            (await work.find(READABLE["paper"], council.paper.id)).audience_id = 1
        after = await got(client, council.address("paper"))
    assert {k: v for k, v in after.items() if k != "modified"} == {
        k: v for k, v in before.items() if k != "modified"
    }


async def test_a_withdrawn_body_is_a_tombstone_without_lists(database):
    council = await make_council(database)
    async with reading(database) as client:
        body = await first_body(client)
        await withdraw(database, council, "body")
        assert (await got(client, council.address("body")))["deleted"] is True
        entry = await got(client, ENTRY)
        assert await listed(client, entry["body"]) == []
        (stone,) = await listed(client, entry["body"], modified_since=SINCE)
        assert stone["id"] == body["id"]
        for field in LISTS:
            assert (await client.get(body[field])).status_code == 404


async def test_what_never_was_public_and_what_never_was_look_the_same(database):
    council = await make_council(database)
    async with database.work(system) as work:
        hidden = await make_paper(
            work, council.body, audience_id=await work.audience({"organization:1"})
        )
    async with reading(database) as client:
        secret = await client.get(f"{ROOT}/paper/{hidden.id}")
        nothing = await client.get(f"{ROOT}/paper/{UUID(int=5)}")
        other_kind = await client.get(f"{ROOT}/meeting/{council.paper.id}")
    assert secret.status_code == nothing.status_code == other_kind.status_code == 404
    assert secret.content == nothing.content == other_kind.content
    assert dict(secret.headers) == dict(nothing.headers)
