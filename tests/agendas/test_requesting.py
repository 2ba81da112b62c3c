"""Requests for items by a faction or a quarter of the members (AGD-1)."""

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.agendas.building import take_out_item
from rostra.agendas.models import Fate, ItemRequest
from rostra.agendas.preflight import preflight
from rostra.agendas.requests import (
    accept_request,
    refuse_request,
    request_item,
    sign_request,
    withdraw_request,
)
from rostra.agendas.support import open_requests_for
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.meetings.models import Meeting
from support import actors
from support.invitations import ZONE, evening_in, make_council
from support.make.organizations import make_membership, make_organization
from support.make.people import make_account, make_person

TITLE = "Bericht zum Freibad"


@pytest.fixture
async def council(database):
    """A council with a meeting in twelve days."""
    return await make_council(database, days=12)


async def asked(database, council, number=1, **choices):
    """A request of a member."""
    async with database.work(council.member(number)) as work:
        return await request_item(work, council.organization.id, TITLE, ZONE, **choices)


async def waiting(database, council):
    """The requests that the clerk has to put on the agenda."""
    async with database.reading(council.clerk) as work:
        meeting = await work.find(Meeting, council.meeting.id)
        return [one.title for one in await open_requests_for(work, meeting, ZONE)]


async def test_counts_when_a_quarter_of_the_members_signed(database, council):
    request = await asked(database, council)
    assert request.meeting_id is None
    assert await waiting(database, council) == []
    async with database.work(council.clerk) as work:
        with pytest.raises(Conflict, match="AGD-1"):
            await accept_request(work, request.id, council.meeting.id, ZONE)
    async with database.work(council.member(2)) as work:
        signed = await sign_request(work, request.id, ZONE)
        assert signed.meeting_id == council.meeting.id
        with pytest.raises(Conflict, match="already"):
            await sign_request(work, request.id, ZONE)
    assert await waiting(database, council) == [TITLE]
    async with database.reading(council.clerk) as work:
        look = await preflight(work, council.meeting.id, ZONE)
    assert [one.about for one in look.findings if one.rule == "AGD-1"] == [(TITLE,)]


async def test_is_for_the_meeting_after_when_it_comes_late(database, council):
    request = await asked(database, council)
    async with database.work(system) as work:
        meeting = await work.find(Meeting, council.meeting.id)
        meeting.start = evening_in(9)
    async with database.work(council.member(2)) as work:
        assert (await sign_request(work, request.id, ZONE)).meeting_id is None
    assert await waiting(database, council) == []
    async with database.work(system) as work:
        (await work.find(Meeting, council.meeting.id)).start = evening_in(10)
    assert await waiting(database, council) == [TITLE]


async def test_of_a_faction_needs_no_other_signature(database, council):
    faction = await make_organization(database, council.body, name="Fraktion Fluss")
    with pytest.raises(NotPermitted):
        await asked(database, council, faction_id=faction.id)
    await make_membership(database, council.persons[1], faction)
    request = await asked(database, council, faction_id=faction.id)
    assert await waiting(database, council) == [TITLE]
    async with database.reading(council.member(2)) as work:
        with pytest.raises(NotFound):
            await work.find(ItemRequest, request.id)


async def test_is_read_by_those_who_may_sign_and_by_clerks_only(database, council):
    await asked(database, council)
    outsider = await make_account(database, await make_person(database, council.body))
    for who, count in (
        (ANYBODY, 0), (actors.account_holder(outsider), 0),
        (council.member(3), 1), (council.clerk, 1),
    ):  # fmt: skip
        async with database.reading(who) as work:
            assert len(await work.fetch(work.readable(ItemRequest))) == count


async def test_is_refused_to_those_without_a_vote_and_without_a_person(database, council):
    guest = await make_person(database, council.body, name="Beratend")
    await make_membership(database, guest, council.organization, voting_right=False)
    account = await make_account(database, guest)
    for who in (
        actors.account_holder(account), actors.councillor_of(council.organization), council.clerk
    ):  # fmt: skip
        with pytest.raises(NotPermitted):
            async with database.work(who) as work:
                await request_item(work, council.organization.id, TITLE, ZONE)
    async with database.reading(system) as work:
        assert await work.fetch(sa.select(ItemRequest)) == []


async def test_is_accepted_refused_or_withdrawn_once(database, council):
    first = await asked(database, council)
    second = await asked(database, council)
    with pytest.raises(NotPermitted):
        async with database.work(council.member(2)) as work:
            await withdraw_request(work, first.id)
    async with database.work(council.member(1)) as work:
        assert (await withdraw_request(work, first.id)).fate == Fate.WITHDRAWN
    with pytest.raises(Invalid):
        async with database.work(council.clerk) as work:
            await refuse_request(work, second.id, " ")
    async with database.work(council.clerk) as work:
        refused = await refuse_request(work, second.id, "Nicht zuständig.")
        assert (refused.fate, refused.fate_reason) == (Fate.REFUSED, "Nicht zuständig.")
        for id in (first.id, second.id):
            with pytest.raises(Conflict, match="decided already"):
                await accept_request(work, id, council.meeting.id, ZONE)
    with pytest.raises(Conflict):
        async with database.work(council.member(2)) as work:
            await sign_request(work, second.id, ZONE)


async def test_waits_again_when_its_item_is_taken_out(database, council):
    request = await asked(database, council)
    async with database.work(council.member(2)) as work:
        await sign_request(work, request.id, ZONE)
    async with database.work(council.clerk) as work:
        item = await accept_request(work, request.id, council.meeting.id, ZONE)
        assert (item.name, item.number) == (TITLE, "3")
    assert await waiting(database, council) == []
    async with database.work(council.clerk) as work:
        await take_out_item(work, item.id, None)
    assert await waiting(database, council) == [TITLE]
    async with database.work(council.clerk) as work:
        await accept_request(work, request.id, council.meeting.id, ZONE)
        with pytest.raises(Conflict, match="decided already"):
            await accept_request(work, request.id, council.meeting.id, ZONE)
