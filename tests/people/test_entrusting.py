"""Nobody entrusts themselves: a seat of one's own is entered and widened by somebody else."""

import datetime as dt
from dataclasses import replace

import pytest

from rostra.access import EVERYWHERE, GRANTS, SITTING, Office, Permission, system
from rostra.errors import NotPermitted
from rostra.organizations.models import Membership
from rostra.people.models import Account
from rostra.people.seating import SeatDetails, change_seat, end_seat, seat_person
from rostra.people.services import create_account, make_administrator
from rostra.records import now
from support import actors
from support.make.organizations import make_body, make_membership, make_organization
from support.make.people import make_account, make_person

TODAY = now().date()
DAY = dt.timedelta(days=1)


@pytest.fixture
async def body(database):
    return await make_body(database)


async def holding(database, body, office, **details):
    """Somebody with an account and this office: who they are, and their seat."""
    person = await make_person(database, body, name=str(office), family_name=str(office))
    place = await make_organization(database, body, name=f"Amt {office}")
    seat = await make_membership(database, person, place, office=office, **details)
    return actors.account_holder(await make_account(database, person)), person, seat


@pytest.mark.parametrize("office", [Office.ADMINISTRATOR, Office.CLERK])
async def test_nobody_enters_a_seat_for_themselves(database, body, office):
    who, person, _ = await holding(database, body, office)
    committee = await make_organization(database, body, name="Hauptausschuss")
    for taken in (None, *Office):
        async with database.work(who) as work:
            with pytest.raises(NotPermitted):
                await seat_person(work, person.id, committee.id, SeatDetails(office=taken))


@pytest.mark.parametrize("office", [Office.MODERATOR, Office.EDITOR, Office.CLERK, Office.CHAIR])
async def test_an_administrator_turns_their_own_seat_into_no_other(database, body, office):
    who, _, seat = await holding(database, body, Office.ADMINISTRATOR)
    async with database.work(who) as work:
        with pytest.raises(NotPermitted, match="themselves"):
            await change_seat(work, seat.id, SeatDetails(office=office))
    async with database.reading(who) as work:
        assert not work.actor.may_within(Permission.COMMENT_MODERATE, body.id)


async def test_what_was_entrusted_for_a_time_is_not_made_longer_by_its_holder(database, body):
    time = {"start_date": TODAY, "end_date": TODAY + DAY}
    who, _, seat = await holding(database, body, Office.CLERK, voting_right=False, **time)
    kept = SeatDetails(office=Office.CLERK, voting_right=False, **time)
    for wider in (
        replace(kept, end_date=None),
        replace(kept, end_date=TODAY + 2 * DAY),
        replace(kept, start_date=TODAY - DAY),
        replace(kept, start_date=None),
        replace(kept, voting_right=None),
        replace(kept, voting_right=True),
    ):
        async with database.work(who) as work:
            with pytest.raises(NotPermitted, match="themselves"):
                await change_seat(work, seat.id, wider)
    async with database.work(who) as work:
        await change_seat(work, seat.id, replace(kept, role="Leiterin des Ratsbüros"))
    async with database.work(who) as work:
        await end_seat(work, seat.id, TODAY)
    async with database.reading(system) as work:
        left = await work.db.get(Membership, seat.id)
    assert (left.role, left.end_date) == ("Leiterin des Ratsbüros", TODAY)


async def test_who_holds_an_office_may_lay_it_down(database, body):
    who, _, seat = await holding(database, body, Office.ADMINISTRATOR)
    less = SeatDetails(voting_right=False, start_date=seat.start_date, end_date=seat.end_date)
    async with database.work(who) as work:
        await change_seat(work, seat.id, less)
    async with database.reading(who) as work:
        assert not work.actor.may_within(Permission.OFFICE_ENTRUST, body.id)


async def test_a_city_starts_with_one_administrator(database, body):
    """One administrator, made on the server, entrusts all others; a second one entrusts them."""
    async with database.work(system) as work:
        account = await create_account(work, "first@example.org", "Erste", body_id=body.id)
        await make_administrator(work, account.id, body.id)
        first = await work.db.get(Account, account.id)
    who = actors.account_holder(first)
    place = await make_organization(database, body, name="Stadtverwaltung")
    for office in (Office.CLERK, Office.MODERATOR, Office.EDITOR, Office.ADMINISTRATOR):
        person = await make_person(database, body, name=str(office), family_name=str(office))
        async with database.work(who) as work:
            await seat_person(work, person.id, place.id, SeatDetails(office=office))
        given = actors.account_holder(await make_account(database, person))
        async with database.reading(given) as work:
            held = {*work.actor.grants.get(body.id, ()), *work.actor.grants.get(place.id, ())}
        assert held >= GRANTS[office] - SITTING
    async with database.work(who) as work:
        with pytest.raises(NotPermitted):
            await make_administrator(work, first.id, body.id)
    async with database.work(given) as second:
        await seat_person(second, first.person_id, place.id, SeatDetails(office=Office.MODERATOR))
    async with database.reading(who) as work:
        assert work.actor.may_within(Permission.COMMENT_MODERATE, body.id)
        assert Permission.COMMENT_MODERATE not in work.actor.grants[EVERYWHERE]
