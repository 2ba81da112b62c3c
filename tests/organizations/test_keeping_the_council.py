"""Keeping bodies, terms, places, organizations and the numbers of the standing orders."""

import datetime as dt

import pytest

from rostra.access import ANYBODY
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.organizations.numbers import (
    BY_NAME,
    NUMBERS,
    orders_of,
    read_number,
    set_standing_orders,
    withdraw_standing_orders,
)
from rostra.organizations.rules import DEFAULTS, NAMES, rules_of
from rostra.organizations.services import (
    BodyDetails,
    LocationDetails,
    TermDetails,
    change_body,
    keep_location,
    keep_term,
)
from rostra.people.governing import OrganizationDetails, change_organization, enter_organization
from rostra.records import now
from rostra_graphql.standing_orders import spelled
from support import actors
from support.asking import api_of, ask, refused
from support.make.organizations import make_body, make_organization

TODAY = now().date()
DAY = dt.timedelta(days=1)


@pytest.fixture
async def body(database):
    return await make_body(database)


def test_knows_every_number_of_the_rules():
    assert set(BY_NAME) == set(NAMES)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda one: one.name)
def test_takes_each_default_as_it_is_typed(number):
    assert read_number(number.name, spelled(number.default) or "") == number.default


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notice_days", "-1"),
        ("notice_days", "four"),
        ("request_share", "nan"),
        ("request_share", "1.1"),
        ("secret_votes", "perhaps"),
        ("election_base", "everybody"),
        ("reference_scheme", "{number.__class__}"),
        ("reference_scheme", "{number:>999999999}"),
        ("reference_scheme", "always the same"),
        ("resolution_scheme", "{number}-{type}"),
        ("colour", "blue"),
    ],
)
def test_refuses_a_number_that_makes_no_sense(name, text):
    with pytest.raises(Invalid) as refusal:
        read_number(name, text)
    assert refusal.value.field == name


async def test_keeps_what_held_before(database, body):
    committee = await make_organization(database, body)
    async with database.work(actors.clerk_of(body)) as work:
        await set_standing_orders(work, body.id, {"notice_days": "7"}, TODAY - 90 * DAY, TODAY)
        await set_standing_orders(work, body.id, {"notice_days": "5"}, TODAY + DAY, TODAY)
        await set_standing_orders(
            work, body.id, {"notice_days": "3"}, TODAY, TODAY, committee.id, "Beschluss 12"
        )
    async with database.reading(ANYBODY) as work:
        held = [
            (await rules_of(work, body.id, place, day)).notice_days
            for place, day in (
                (None, TODAY - 91 * DAY), (None, TODAY), (None, TODAY + DAY),
                (committee.id, TODAY),
            )
        ]  # fmt: skip
    assert held == [DEFAULTS.notice_days, 7, 5, 3]


async def test_changes_no_past_and_nothing_twice(database, body):
    async with database.work(actors.clerk_of(body)) as work:
        await set_standing_orders(work, body.id, {"notice_days": "7"}, TODAY, TODAY)
    async with database.work(actors.clerk_of(body)) as work:
        with pytest.raises(Invalid):
            await set_standing_orders(work, body.id, {"post_days": "7"}, TODAY - DAY, TODAY)
        with pytest.raises(Conflict):
            await set_standing_orders(work, body.id, {"notice_days": "8"}, TODAY, TODAY)
    async with database.reading(ANYBODY) as work:
        (orders,) = await orders_of(work, body.id, None)
    async with database.work(actors.clerk_of(body)) as work:
        with pytest.raises(Conflict):
            await withdraw_standing_orders(work, orders.id, TODAY)
        later = await set_standing_orders(work, body.id, {"notice_days": "9"}, TODAY + DAY, TODAY)
        await withdraw_standing_orders(work, later.id, TODAY)
    async with database.reading(ANYBODY) as work:
        assert (await rules_of(work, body.id, None, TODAY + DAY)).notice_days == 7


async def test_is_refused_to_everybody_else(database, body):
    council = await make_organization(database, body)
    for who in (ANYBODY, actors.councillor_of(council), actors.editor_of(council)):
        async with database.work(who) as work:
            for attempt in (
                set_standing_orders(work, body.id, {"notice_days": "1"}, TODAY, TODAY),
                change_body(work, body.id, BodyDetails("Anders")),
                keep_term(work, body.id, TermDetails("9.", TODAY)),
                keep_location(work, body.id, LocationDetails("Saal")),
                enter_organization(work, body.id, OrganizationDetails("Club")),
            ):
                with pytest.raises(NotPermitted):
                    await attempt


async def test_keeps_terms_apart(database, body):
    async with database.work(actors.clerk_of(body)) as work:
        term = await keep_term(work, body.id, TermDetails("8.", TODAY, TODAY + 9 * DAY))
        with pytest.raises(Conflict, match="8"):
            await keep_term(work, body.id, TermDetails("9.", TODAY + 9 * DAY))
        await keep_term(work, body.id, TermDetails("9.", TODAY + 10 * DAY))
        with pytest.raises(Conflict):
            longer = TermDetails("8.", TODAY, TODAY + 10 * DAY)
            await keep_term(work, body.id, longer, term.id)


async def test_lets_no_organization_belong_to_itself(database, body):
    async with database.work(actors.clerk_of(body)) as work:
        above = await enter_organization(work, body.id, OrganizationDetails("Stadtrat"))
        below = await enter_organization(
            work, body.id, OrganizationDetails("Ausschuss", sub_organization_of_id=above.id)
        )
        with pytest.raises(Invalid):
            circle = OrganizationDetails("Stadtrat", sub_organization_of_id=below.id)
            await change_organization(work, above.id, circle)


KEEP = """mutation ($body: UUID!) {
  enterOrganization(body: $body, input: {name: "Kulturausschuss"}) { name modified }
  setStandingOrders(input: {body: $body, validFrom: "2999-01-01",
    numbers: [{name: "notice_days", value: "6"}]}) { validFrom numbers { name value } }
}"""
READ = """query ($body: UUID!) {
  ruleNumbers(body: $body, day: "2999-01-02") { name rule value default choices }
  offices { name bodyWide permissions }
}"""


async def test_is_done_over_the_api(database, body):
    api = api_of(database)
    done = await ask(api, KEEP, actors.clerk_of(body), body=str(body.id))
    assert done["enterOrganization"]["name"] == "Kulturausschuss"
    shown = await ask(api, READ, body=str(body.id))
    first = shown["ruleNumbers"][0]
    assert (first["rule"], first["value"], first["default"]) == ("INV-2", "6", "4")
    assert {one["name"] for one in shown["offices"]} >= {"clerk", "administrator"}
    error = await refused(api, KEEP, body=str(body.id))
    assert error["extensions"]["code"] == "NOT_PERMITTED"
