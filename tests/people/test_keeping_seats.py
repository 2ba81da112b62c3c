"""Keeping persons, seats and accounts: nobody gives more than they hold, and ends end at once."""

import datetime as dt
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostra.access import (
    ANYBODY,
    BODY_WIDE,
    GRANTS,
    SITTING,
    Actor,
    Office,
    Permission,
    may_give,
    system,
)
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.organizations.models import Membership
from rostra.organizations.services import BodyDetails
from rostra.people import inviting, logins
from rostra.people.accounts import deputies_of
from rostra.people.actors import powers_of
from rostra.people.governing import end_organization, found_body
from rostra.people.keeping import PersonDetails, change_person, enter_person, withdraw_person
from rostra.people.logins import Terms, hash_of
from rostra.people.models import Account, AccountInvitation, Login
from rostra.people.seating import (
    SeatDetails,
    change_seat,
    end_seat,
    name_deputies,
    seat_person,
    withdraw_seat,
)
from rostra.people.services import create_account, log_in, make_administrator
from rostra.records import now
from support import actors
from support.make.organizations import make_body, make_membership, make_organization
from support.make.people import make_account, make_person

TERMS = Terms(idle=dt.timedelta(hours=12), longest=dt.timedelta(days=30))
PASSWORD = "Rathausturm 1891"
TODAY = now().date()
DAY = dt.timedelta(days=1)


@pytest.fixture
async def city(database):
    """A body with a council, a clerk with an account and an administrator with one."""
    body = await make_body(database)
    council = await make_organization(database, body, name="Stadtrat")
    people = {}
    for office in (Office.CLERK, Office.ADMINISTRATOR):
        person = await make_person(database, body, name=str(office), family_name=str(office))
        await make_membership(database, person, council, office=office)
        people[office] = await make_account(database, person)
    return body, council, people


def clerk(city):
    return actors.account_holder(city[2][Office.CLERK])


def administrator(city):
    return actors.account_holder(city[2][Office.ADMINISTRATOR])


async def test_lets_a_clerk_seat_members_and_chairs_but_no_administrator(database, city):
    body, council, _ = city
    async with database.work(clerk(city)) as work:
        person = await enter_person(work, body.id, PersonDetails("Amsel", "Klara"))
        seat = await seat_person(work, person.id, council.id, SeatDetails("Mitglied"))
        assert (person.name, seat.person_id) == ("Klara Amsel", person.id)
    for office in (Office.ADMINISTRATOR, Office.EDITOR, Office.MODERATOR):
        async with database.work(clerk(city)) as work:
            with pytest.raises(NotPermitted):
                await change_seat(work, seat.id, SeatDetails(office=office))
    async with database.work(clerk(city)) as work:
        await change_seat(work, seat.id, SeatDetails(office=Office.CHAIR))
    async with database.work(administrator(city)) as work:
        await change_seat(work, seat.id, SeatDetails(office=Office.EDITOR))
    async with database.work(clerk(city)) as work:
        with pytest.raises(NotPermitted):
            await end_seat(work, seat.id, TODAY)


async def test_lets_no_clerk_take_over_an_administrators_account(database, city):
    body, _council, people = city
    account = people[Office.ADMINISTRATOR]
    for attempt in (
        lambda work: inviting.change_email(work, account.id, "mine@example.org"),
        lambda work: inviting.close_account(work, account.id),
        lambda work: inviting.invite_person(work, account.person_id, "mine@example.org"),
        lambda work: create_account(work, "mine@example.org", "X", person_id=account.person_id),
        lambda work: make_administrator(work, people[Office.CLERK].id, body.id),
    ):
        async with database.work(clerk(city)) as work:
            with pytest.raises(NotPermitted):
                await attempt(work)
    async with database.reading(system) as work:
        kept = await work.db.get(Account, account.id)
    assert (kept.email, kept.active) == (account.email, True)


async def test_lets_no_clerk_reach_into_another_body(database, city):
    elsewhere = await make_body(database, name="Nachbarstadt")
    council = await make_organization(database, elsewhere)
    person = await make_person(database, elsewhere)
    for attempt in (
        lambda work: enter_person(work, elsewhere.id, PersonDetails("Amsel")),
        lambda work: seat_person(work, person.id, council.id, SeatDetails()),
        lambda work: inviting.invite_person(work, person.id, "a@example.org"),
        lambda work: change_person(work, person.id, PersonDetails("Anders")),
    ):
        async with database.work(clerk(city)) as work:
            with pytest.raises(NotPermitted):
                await attempt(work)


async def test_keeps_the_account_of_who_sits_in_another_body_too(database, city):
    body, _, _ = city
    elsewhere = await make_organization(database, await make_body(database, name="Nachbarstadt"))
    person = await make_person(database, body)
    await make_membership(database, person, elsewhere)
    async with database.work(clerk(city)) as work:
        with pytest.raises(NotPermitted):
            await inviting.invite_person(work, person.id, "mine@example.org")


async def test_ends_rights_with_the_seat_for_logins_that_are_open(database, city):
    body, council, _ = city
    person = await make_person(database, body)
    account = await make_account(database, person)
    for end in (
        lambda work, seat: end_seat(work, seat.id, TODAY - DAY),
        lambda work, seat: withdraw_seat(work, seat.id),
    ):
        seat = await make_membership(database, person, council, office=Office.CLERK)
        async with database.work(system) as work:
            token = await logins.issue(work, account, TERMS)
        async with database.reading(system) as work:
            before = await logins.who_is(work.db, token, TERMS, TODAY)
        assert before.actor.may_within(Permission.MEETING_KEEP, body.id)
        async with database.work(clerk(city)) as work:
            await end(work, seat)
        async with database.reading(system) as work:
            after = await logins.who_is(work.db, token, TERMS, TODAY)
            kept = await work.db.get(Membership, seat.id)
        assert after.changed
        assert not after.actor.may_within(Permission.MEETING_KEEP, body.id)
        assert f"organization:{council.id}" not in after.actor.tokens
        assert kept is not None


async def test_refuses_days_in_disorder_and_a_second_seat_on_the_same_day(database, city):
    body, council, _ = city
    person = await make_person(database, body)
    async with database.work(clerk(city)) as work:
        seat = await seat_person(
            work, person.id, council.id, SeatDetails(start_date=TODAY, end_date=TODAY + 9 * DAY)
        )
    for details, refusal in (
        (SeatDetails(start_date=TODAY, end_date=TODAY - DAY), Invalid),
        (SeatDetails(start_date=TODAY + 9 * DAY), Conflict),
        (SeatDetails(), Conflict),
        (SeatDetails(end_date=TODAY), Conflict),
        (SeatDetails(office="emperor", start_date=TODAY + 20 * DAY), Invalid),
    ):
        async with database.work(clerk(city)) as work:
            with pytest.raises(refusal):
                await seat_person(work, person.id, council.id, details)
    async with database.work(clerk(city)) as work:
        later = SeatDetails(start_date=TODAY + 10 * DAY)
        assert (await seat_person(work, person.id, council.id, later)).id != seat.id


async def test_refuses_what_was_made_from_something_older(database, city):
    body, _, _ = city
    person = await make_person(database, body)
    async with database.work(clerk(city)) as work:
        changed = await change_person(work, person.id, PersonDetails("Erste"), person.modified)
        seen = changed.modified
    async with database.work(clerk(city)) as work:
        with pytest.raises(Conflict):
            await change_person(work, person.id, PersonDetails("Zweite"), person.modified)
    async with database.work(clerk(city)) as work:
        assert (
            await change_person(work, person.id, PersonDetails("Dritte"), seen)
        ).name == "Dritte"


async def test_ends_with_an_organization_only_what_was_confirmed(database, city):
    body, _, _ = city
    committee = await make_organization(database, body, name="Bauausschuss")
    person = await make_person(database, body, name="Klara Amsel")
    seat = await make_membership(database, person, committee)
    async with database.work(clerk(city)) as work:
        with pytest.raises(Conflict, match="Klara Amsel"):
            await end_organization(work, committee.id, TODAY)
    async with database.work(clerk(city)) as work:
        await end_organization(work, committee.id, TODAY, (seat.id,))
    async with database.reading(system) as work:
        assert (await work.db.get(Membership, seat.id)).end_date == TODAY


async def test_names_deputies_in_order(database, city):
    body, council, _ = city
    people = [await make_person(database, body, name=f"P{one}") for one in range(3)]
    seat = await make_membership(database, people[0], council)
    async with database.work(clerk(city)) as work:
        await name_deputies(work, seat.id, [people[2].id, people[1].id])
        with pytest.raises(Invalid):
            await name_deputies(work, seat.id, [people[0].id])
    async with database.reading(ANYBODY) as work:
        assert [one.name for one in await deputies_of(work, seat.id)] == ["P2", "P1"]


async def test_opens_an_account_once_with_the_link(database, city):
    body, _, _ = city
    person = await make_person(database, body)
    async with database.work(clerk(city)) as work:
        account = await inviting.invite_person(work, person.id, "Klara@example.org")
    async with database.work(system) as work:
        old = await inviting.issue_invitation(work, account.id)
    async with database.work(system) as work:
        token = await inviting.issue_invitation(work, account.id)
        kept = await work.fetch(sa.select(AccountInvitation.token_hash))
    assert token not in kept
    assert hash_of(token) in kept
    with pytest.raises(Conflict):
        await inviting.take_account(database, old, PASSWORD, TERMS)
    with pytest.raises(Invalid):
        await inviting.take_account(database, token, "short", TERMS)
    await inviting.take_account(database, token, PASSWORD, TERMS)
    with pytest.raises(Conflict):
        await inviting.take_account(database, token, PASSWORD + "!", TERMS)
    assert await log_in(database, "klara@example.org", PASSWORD, address="192.0.2.1", terms=TERMS)


async def test_opens_no_account_with_a_link_that_ended(database, city):
    body, _, _ = city
    person = await make_person(database, body)
    async with database.work(clerk(city)) as work:
        account = await inviting.invite_person(work, person.id, "klara@example.org")
    async with database.work(system) as work:
        token = await inviting.issue_invitation(work, account.id)
        await work.flush()
        await work.change(sa.update(AccountInvitation).values(ends=work.now))
    with pytest.raises(Conflict):
        await inviting.take_account(database, token, PASSWORD, TERMS)


async def test_issues_no_link_for_a_clerk(database, city):
    async with database.work(clerk(city)) as work:
        with pytest.raises(NotPermitted):
            await inviting.issue_invitation(work, city[2][Office.CLERK].id)


async def test_closes_an_account_with_its_open_logins(database, city):
    body, council, _ = city
    person = await make_person(database, body)
    await make_membership(database, person, council)
    account = await make_account(database, person)
    async with database.work(system) as work:
        await logins.issue(work, account, TERMS)
    async with database.work(clerk(city)) as work:
        await inviting.close_account(work, account.id)
    async with database.reading(system) as work:
        left = await work.fetch(sa.select(Login).where(Login.account_id == account.id))
    assert left == []


async def test_withdraws_only_who_never_sat_anywhere(database, city):
    body, council, _ = city
    person = await make_person(database, body)
    seat = await make_membership(database, person, council)
    async with database.work(clerk(city)) as work:
        with pytest.raises(Conflict):
            await withdraw_person(work, person.id)
    async with database.work(clerk(city)) as work:
        await withdraw_seat(work, seat.id)
    async with database.work(clerk(city)) as work:
        await withdraw_person(work, person.id)
    async with database.work(clerk(city)) as work:
        with pytest.raises(NotFound):
            await change_person(work, person.id, PersonDetails("Anders"))


async def test_founds_another_body_that_the_founder_keeps(database, city):
    body, _, _people = city
    async with database.work(clerk(city)) as work:
        district = await found_body(work, body.id, BodyDetails("Ortsteil Nord"))
    async with database.work(clerk(city)) as work:
        assert work.actor.may_within(Permission.PERSON_KEEP, district.id)
        assert not work.actor.may_within(Permission.BODY_IMPORT, district.id)
    councillor = await make_account(database, await make_person(database, body))
    async with database.work(actors.account_holder(councillor)) as work:
        with pytest.raises(NotPermitted):
            await found_body(work, body.id, BodyDetails("Freistaat"))


async def test_lets_who_keeps_the_house_close_every_account(database, city):
    body, _, people = city
    async with database.work(clerk(city)) as work:
        district = await found_body(work, body.id, BodyDetails("Ortsteil Nord"))
    office = await make_organization(database, district)
    ruler = await make_person(database, district)
    await make_membership(database, ruler, office, office=Office.ADMINISTRATOR)
    theirs = await make_account(database, ruler, email="nord@example.org")
    async with database.work(administrator(city)) as work:
        assert not (await inviting.close_account(work, people[Office.CLERK].id)).active
        assert not (await inviting.close_account(work, theirs.id)).active
        assert (await inviting.reopen_account(work, theirs.id)).active
        with pytest.raises(NotPermitted):
            await inviting.change_email(work, theirs.id, "anders@example.org")
    async with database.work(actors.account_holder(theirs)) as work:
        for account in people.values():
            with pytest.raises(NotPermitted):
                await inviting.close_account(work, account.id)


OFFICES = st.sampled_from(Office)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=st.lists(st.tuples(OFFICES, st.integers(0, 3)), max_size=4), given_=OFFICES,
       place=st.integers(0, 3))  # fmt: skip
def test_gives_no_permission_that_the_giver_does_not_hold(held, given_, place):
    """Two bodies of two organizations each: whatever is given stays within what is held."""
    bodies = [UUID(int=1), UUID(int=2)]
    rooms = [UUID(int=10 + one) for one in range(4)]
    account = Account(id=UUID(int=99), email="a@b", display_name="A", person_id=UUID(int=98))
    seats = [
        Membership(organization_id=rooms[at], body_id=bodies[at // 2], office=office)
        for office, at in held
    ]
    tokens, grants = powers_of(account, seats)
    giver = Actor("giver", tokens, frozenset(), grants=grants)
    body, room = bodies[place // 2], rooms[place]
    entrusted = giver.may_within(Permission.OFFICE_ENTRUST, body)
    if not may_give(giver, given_, body, room):
        assert not entrusted
        return
    gained = GRANTS[given_] - SITTING
    for permission in gained:
        places = [body] if given_ in BODY_WIDE else [body, room]
        assert entrusted or giver.may_within(permission, *places)
    if given_ is Office.ADMINISTRATOR:
        assert (Office.ADMINISTRATOR, place // 2) in {(office, at // 2) for office, at in held}
