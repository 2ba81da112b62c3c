"""The department deals with a report: its course with reasons, the dialogue, who reads what."""

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostra.access import ANYBODY, system
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.reports.handling import (
    Step,
    add_to_report,
    answer_report,
    move_report,
    note_report,
    reassign_report,
)
from rostra.reports.models import EntryKind, Report, ReportContact, ReportEntry, ReportState
from rostra.reports.queries import overdue_reports
from rostra.reports.states import CLOSED, FOLLOWING, WAITING
from support import actors
from support.apart import apart
from support.make.reports import make_depot, make_report, visit_to

NOW = ReportState


@pytest.fixture
async def depot(database):
    return await make_depot(database)


async def move(database, who, report, state, reason="Weil.", responsible="Landkreis"):
    async with database.work(who) as work:
        return await move_report(work, report.id, Step(state, reason, responsible))


async def entries(database, who=ANYBODY):
    async with database.reading(who) as work:
        found = work.readable(ReportEntry).order_by(ReportEntry.id)
        return [(one.entry_kind, one.state, one.text) for one in await work.fetch(found)]


async def test_a_rejection_says_why_and_who_is_responsible(database, depot):
    report = await make_report(database, depot)
    with pytest.raises(Invalid):
        await move(database, depot.editor, report, NOW.REJECTED, reason="")
    with pytest.raises(Invalid):
        await move(database, depot.editor, report, NOW.REJECTED, responsible="")
    done = await move(database, depot.editor, report, NOW.REJECTED, "Privatweg", "Eigentümer")
    assert (done.reason, done.responsible) == ("Privatweg", "Eigentümer")
    assert done.closed is not None
    assert await entries(database) == [(EntryKind.STATE, NOW.REJECTED, "Privatweg")]


async def test_its_author_reopens_it_and_nobody_else(database, depot):
    report = await make_report(database, depot)
    await move(database, depot.editor, report, NOW.RESOLVED)
    for who in (ANYBODY, actors.councillor_of(depot.department), actors.editor_of(depot.other)):
        with pytest.raises(NotPermitted):
            await move(database, who, report, NOW.REOPENED)
    again = await move(database, depot.citizen, report, NOW.REOPENED, "Brennt wieder nicht")
    assert (again.state, again.closed) == (NOW.REOPENED, None)
    assert again.due == dt.date.today() + dt.timedelta(days=10)
    with pytest.raises(NotPermitted):
        await move(database, depot.citizen, report, NOW.RESOLVED)


async def test_what_was_closed_long_ago_stays_closed(database, depot):
    closed = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(days=30)
    report = await make_report(database, depot, state=NOW.RESOLVED, closed=closed)
    with pytest.raises(Conflict):
        await move(database, depot.citizen, report, NOW.REOPENED)


async def test_notes_are_for_the_department_and_go_with_the_report(database, depot):
    report = await make_report(database, depot)
    async with database.work(depot.editor) as work:
        await note_report(work, report.id, "Schlüssel beim Hausmeister")
        await answer_report(work, report.id, "Wir kommen morgen.")
    other = actors.editor_of(depot.other)
    assert await entries(database) == [(EntryKind.ANSWER, None, "Wir kommen morgen.")]
    assert len(await entries(database, depot.citizen)) == 1
    assert len(await entries(database, other)) == 1
    async with database.work(depot.editor) as work:
        await reassign_report(work, report.id, "Ein Schlagloch", depot.roads.id)
    assert len(await entries(database, other)) == 3
    assert len(await entries(database, depot.editor)) == 2
    with pytest.raises(NotPermitted):
        await move(database, depot.editor, report, NOW.RESOLVED)
    await move(database, other, report, NOW.RESOLVED)


async def test_a_note_leaves_no_date_on_what_everybody_reads(database, depot):
    report = await make_report(database, depot)
    past = report.modified - dt.timedelta(days=1)
    async with database.work(system) as work:
        await work.change(sa.update(Report).values(modified=past))
    async with database.work(depot.editor) as work:
        await note_report(work, report.id, "Schlüssel beim Hausmeister")
    async with database.reading(ANYBODY) as work:
        assert (await work.find(Report, report.id)).modified == past


async def test_handing_over_hands_the_contact_over(database, depot):
    report = await make_report(database, depot)
    async with database.work(depot.editor) as work:
        await reassign_report(work, report.id, "Euer Gebiet", None, depot.other.id)
    async with database.work(actors.editor_of(depot.other)) as work:
        with pytest.raises(Conflict):
            await reassign_report(work, report.id, "Noch einmal", None, depot.other.id)
        assert (await work.find(Report, report.id)).category_id == depot.lamps.id
        assert await work.fetch(work.readable(ReportContact)) == []


async def test_its_author_adds_to_it_and_strangers_do_not(database, depot):
    report = await make_report(database, depot)
    async with database.work(depot.citizen) as work:
        await add_to_report(work, report.id, "Sie flackert.", await visit_to(work))
    with pytest.raises(NotPermitted):
        async with database.work(depot.editor) as work:
            await add_to_report(work, report.id, "Sie flackert.", await visit_to(work))
    assert await entries(database) == [(EntryKind.MESSAGE, None, "Sie flackert.")]


@pytest.mark.parametrize("state", sorted(WAITING))
async def test_what_waits_is_not_dealt_with(sqlite_database, state):
    depot = await make_depot(sqlite_database)
    report = await make_report(sqlite_database, depot, state=state)
    with pytest.raises(Conflict):
        await move(sqlite_database, depot.editor, report, NOW.RESOLVED)


async def test_a_department_sees_what_it_should_have_closed(database, depot):
    late = dt.date.today() - dt.timedelta(days=1)
    report = await make_report(database, depot, due=late)
    await make_report(database, depot, due=late, state=NOW.RESOLVED)
    await make_report(database, depot, due=late, organization_id=depot.other.id)
    async with database.reading(depot.editor) as work:
        assert [one.id for one in await overdue_reports(work, depot.body.id)] == [report.id]
    async with database.reading(actors.clerk_of(depot.body)) as work:
        assert len(await overdue_reports(work, depot.body.id)) == 2
    async with database.reading(ANYBODY) as work:
        assert await overdue_reports(work, depot.body.id) == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(ReportState),
        st.sampled_from(["", "Weil."]),
        st.sampled_from(["", "Kreis"]),
        st.sampled_from(["editor", "citizen"]),
    ),
    max_size=8,
)  # fmt: skip


@given(steps=STEPS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_way_leads_past_the_rules(sqlite_url, steps):
    """Whatever is tried: only what may follow does, with what is owed, by who may."""

    async def story():
        from rostra.database import Database

        database = Database(sqlite_url)
        depot = await make_depot(database)
        report = await make_report(database, depot)
        state, told = ReportState.RECEIVED, 0
        for after, reason, responsible, who in steps:
            may = who == "editor" or after == NOW.REOPENED
            owed = (after not in {NOW.REJECTED, NOW.REOPENED} or reason) and (
                after not in {NOW.REJECTED, NOW.REFERRED} or responsible
            )
            passes = bool(may and after in FOLLOWING[state] and owed)
            try:
                await move(database, getattr(depot, who), report, after, reason, responsible)
            except (Conflict, Invalid, NotPermitted):
                assert not passes
            else:
                assert passes
                state, told = after, told + 1
        async with database.reading(ANYBODY) as work:
            found = await work.find(Report, report.id)
            assert found.state == state
            assert (found.closed is not None) is (state in CLOSED)
            mine = work.readable(ReportEntry).where(ReportEntry.report_id == report.id)
            assert await work.count(mine) == told
        await database.close()

    apart(story())
