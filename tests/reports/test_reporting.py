"""Write first, confirm after: what waits is nobody's business, and numbers have no gaps."""

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, GRANTS, NOBODY, PUBLIC, Office, role_token, system
from rostra.admission.models import Ban, Screen, ScreeningRule
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.events import LoggedEvent
from rostra.people.models import Account, Confirmation
from rostra.reports.hiding import hide, publish_held, restore
from rostra.reports.models import Report, ReportContact, ReportEntry, ReportState, ReportWords
from rostra.reports.queries import report_called
from rostra.reports.writing import Defect, Sender, release_report, write_report
from support import actors
from support.make.reports import make_depot, make_report, visit_to
from support.making import kept

LAMP = Defect("Die Laterne brennt nicht.", "Am Anger 3", 50.98, 11.03, "0361 1234")


@pytest.fixture
async def depot(database):
    return await make_depot(database)


async def hand_in(database, depot, who=ANYBODY, defect=LAMP, **sender):
    given = {"name": "Nachtwandler", "email": "nacht@example.org", **sender}
    async with database.work(who) as work:
        visit = await visit_to(work)
        return (
            await write_report(work, depot.lamps.id, defect, Sender(visit=visit, **given))
        ).report


async def release(database, report, who=ANYBODY):
    async with database.work(who) as work:
        account = await work.db.get(Account, report.author_id)
        await release_report(work, report.id, account)


def moderator_of(body):
    token = role_token(Office.MODERATOR, body.id)
    return actors.holder("moderator", {token}, {body.id: GRANTS[Office.MODERATOR]})


async def read(database, report, who=ANYBODY):
    async with database.reading(who) as work:
        return await work.find(Report, report.id)


async def names_of_events(database):
    async with database.reading(system) as work:
        return await work.fetch(sa.select(LoggedEvent.name).order_by(LoggedEvent.position))


async def test_what_a_stranger_reports_waits_for_the_letter(database, depot):
    report = await hand_in(database, depot)

    assert report.state == ReportState.UNCONFIRMED
    assert report.number is None
    for who in (ANYBODY, depot.editor, depot.citizen):
        with pytest.raises(NotFound):
            await read(database, report, who)
    async with database.reading(system) as work:
        asked = await work.first(sa.select(Confirmation))
    assert (asked.thing_kind, asked.thing_id) == ("report", report.id)
    assert await names_of_events(database) == ["ConfirmationAsked", "ReportHandedIn"]


async def test_the_letter_makes_it_public_with_a_number_and_a_day(database, depot):
    first, second = [await hand_in(database, depot) for _ in range(2)]
    await release(database, second)
    await release(database, first)
    await release(database, first)

    found = [await read(database, one) for one in (second, first)]
    assert [one.number for one in found] == [1, 2]
    assert found[0].state == ReportState.RECEIVED
    assert (found[0].due - found[0].received.date()).days in (9, 10, 11)
    async with database.reading(ANYBODY) as work:
        assert (await report_called(work, found[0].reference)).id == second.id
        assert (await report_called(work, str(first.id))).id == first.id
        assert await report_called(work, "2026-99999") is None
        assert await report_called(work, "nothing") is None


async def test_nobody_releases_what_another_reported(database, depot):
    report = await hand_in(database, depot)
    with pytest.raises(Conflict):
        async with database.work(ANYBODY) as work:
            await release_report(work, report.id, depot.author)


async def test_who_is_confirmed_reports_at_once(database, depot):
    report = await hand_in(database, depot, depot.citizen)
    assert (await read(database, report)).author_name == "Nachtwandler"
    assert "ConfirmationAsked" not in await names_of_events(database)


async def test_how_to_reach_them_is_for_the_department_alone(database, depot):
    report = await hand_in(database, depot)
    own = actors.editor_of(depot.department)
    async with database.reading(own) as work:
        assert await work.fetch(work.readable(ReportContact)) == []
    await release(database, report)
    async with database.reading(own) as work:
        (contact,) = await work.fetch(work.readable(ReportContact))
    assert (contact.email, contact.phone) == ("nacht@example.org", "0361 1234")
    for who in (ANYBODY, depot.citizen, actors.editor_of(depot.other), moderator_of(depot.body)):
        async with database.reading(who) as work:
            assert await work.fetch(work.readable(ReportContact)) == []


async def test_the_same_form_twice_makes_one_report(database, depot):
    one = await hand_in(database, depot, key="a")
    again = await hand_in(database, depot, key="a")
    other = await hand_in(database, depot, key="b")
    assert one.id == again.id != other.id


@pytest.mark.parametrize(
    ("defect", "field"),
    [
        (Defect("  ", "Am Anger 3"), "text"),
        (Defect("x" * 5_001, "Am Anger 3"), "text"),
        (Defect("Dunkel"), "address"),
        (Defect("Dunkel", "x" * 301), "address"),
        (Defect("Dunkel", latitude=50.9), "latitude"),
        (Defect("Dunkel", latitude=95.0, longitude=11.0), "latitude"),
    ],
)
async def test_what_is_missing_is_named(sqlite_database, defect, field):
    depot = await make_depot(sqlite_database)
    with pytest.raises(Invalid) as refused:
        await hand_in(sqlite_database, depot, defect=defect)
    assert refused.value.field == field


async def test_nothing_new_in_a_category_that_is_over(sqlite_database):
    depot = await make_depot(sqlite_database)
    async with sqlite_database.work(system) as work:
        (await work.db.get(type(depot.lamps), depot.lamps.id)).active = False
    with pytest.raises(Conflict):
        await hand_in(sqlite_database, depot)


async def test_what_a_rule_holds_waits_for_a_moderator(database, depot):
    await kept(
        database, ScreeningRule, body_id=depot.body.id, screen=Screen.WORDS,
        terms={"words": ["Laterne"]}, audience_id=NOBODY,
    )  # fmt: skip
    report = await hand_in(database, depot, depot.citizen)
    assert report.state == ReportState.HELD
    with pytest.raises(NotFound):
        await read(database, report)
    async with database.work(moderator_of(depot.body)) as work:
        await publish_held(work, report.id)
    assert (await read(database, report)).number == 1


async def test_who_is_banned_does_not_report(database, depot):
    async with database.work(system) as work:
        work.add(Ban(body_id=depot.body.id, account_id=depot.author.id))
    with pytest.raises(NotPermitted):
        await hand_in(database, depot, depot.citizen)


async def test_hidden_words_keep_their_place_and_come_back(database, depot):
    report = await make_report(database, depot, year=2026, number=7)
    async with database.work(moderator_of(depot.body)) as work:
        await hide(work, report.id)
    found = await read(database, report)
    assert (found.text, found.address, found.latitude, found.author_name) == ("", None, None, None)
    assert found.number == 7
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(ReportWords)) == []
    async with database.reading(depot.citizen) as work:
        (words,) = await work.fetch(work.readable(ReportWords))
    assert words.text == "Die Laterne brennt nicht."
    with pytest.raises(NotPermitted):
        async with database.work(depot.editor) as work:
            await restore(work, report.id)
    async with database.work(moderator_of(depot.body)) as work:
        await restore(work, report.id)
    assert (await read(database, report)).address == "Am Anger 3"


async def test_a_report_begins_its_history(database, depot):
    await hand_in(database, depot, depot.citizen)
    async with database.reading(ANYBODY) as work:
        (entry,) = await work.fetch(work.readable(ReportEntry))
    assert (entry.state, entry.audience_id) == (ReportState.RECEIVED, PUBLIC)
