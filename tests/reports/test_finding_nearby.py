"""What was reported nearby is found, by a box first and by its distance then."""

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostra.access import ANYBODY, system
from rostra.database import Database
from rostra.errors import Invalid
from rostra.reports.models import Report
from rostra.reports.nearby import reported_near
from rostra.reports.places import NEARBY, Point, box_around, metres_between
from support.apart import apart
from support.make.reports import make_depot, make_report

ANYWHERE = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
STEP = st.floats(-0.002, 0.002)


def beside(point, north, east):
    latitude = max(-90.0, min(90.0, point.latitude + north))
    return Point(latitude, (point.longitude + east + 180) % 360 - 180)


@given(ANYWHERE, st.lists(st.tuples(STEP, STEP), max_size=30))
@settings(max_examples=200)
def test_the_box_misses_nothing(here, steps):
    others = [beside(here, *step) for step in steps]
    near = [other for other in others if metres_between(here, other) <= NEARBY]
    box = box_around(here, NEARBY)
    assert [other for other in near if not box.holds(other)] == []


def test_the_box_is_hardly_larger_than_the_circle():
    here = Point(50.98, 11.03)
    box = box_around(here, NEARBY)
    assert NEARBY <= metres_between(here, Point(box.north, here.longitude)) < NEARBY * 1.01
    assert NEARBY * 0.99 < metres_between(here, Point(here.latitude, box.east)) < NEARBY * 1.01


@given(ANYWHERE, ANYWHERE)
@settings(max_examples=50)
def test_the_way_back_is_as_long(one, other):
    assert metres_between(one, other) == pytest.approx(metres_between(other, one))


def test_a_degree_of_latitude_is_111_kilometres():
    assert metres_between(Point(50, 11), Point(51, 11)) == pytest.approx(111_195, abs=1)


def test_across_the_date_line_it_is_near():
    assert metres_between(Point(0, 179.9999), Point(0, -179.9999)) < NEARBY
    assert box_around(Point(0, 179.9999), NEARBY).holds(Point(0, -179.9999))


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 0), (0, 181), (float("nan"), 0)])
def test_no_place_beyond_the_map(latitude, longitude):
    with pytest.raises(Invalid):
        Point(latitude, longitude)


HERE = st.builds(Point, st.floats(-85, 85), st.floats(-180, 180))
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)


@given(HERE, st.lists(st.tuples(STEP, STEP), max_size=12))
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_found_is_what_lies_within_50_metres(sqlite_url, here, steps):
    """The index and the distance find the same as looking at everything."""
    points = [beside(here, *step) for step in steps]

    async def story():
        database = Database(sqlite_url)
        async with database.work(system) as work:  # what examples before have left
            await work.change(sa.update(Report).values(hidden=NOW))
        depot = await make_depot(database)
        made = {}
        for point in points:
            report = await make_report(
                database, depot, latitude=point.latitude, longitude=point.longitude
            )
            made[report.id] = point
        async with database.reading(ANYBODY) as work:
            found = await reported_near(work, here)
        near = {id for id, point in made.items() if metres_between(here, point) <= NEARBY}
        assert {one.report.id for one in found} == near
        assert [one.metres for one in found] == sorted(one.metres for one in found)
        await database.close()

    apart(story())


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"state": "in_progress"}, True),
        ({"state": "resolved", "closed": NOW - dt.timedelta(days=3)}, True),
        ({"state": "resolved", "closed": NOW - dt.timedelta(days=90)}, False),
        ({"state": "unconfirmed", "audience_id": 2}, False),
        ({"hidden": NOW}, False),
    ],
)
async def test_what_is_open_or_was_closed_lately_is_shown(database, values, shown):
    depot = await make_depot(database)
    await make_report(database, depot, **values)
    async with database.reading(ANYBODY) as work:
        found = await reported_near(work, Point(50.98, 11.03))
    assert bool(found) is shown


async def test_the_same_address_is_enough(database):
    depot = await make_depot(database)
    await make_report(database, depot, latitude=None, longitude=None)
    async with database.reading(ANYBODY) as work:
        (found,) = await reported_near(work, None, "  am  anger 3 ")
        assert found.metres is None
        assert await reported_near(work, None, "Am Anger 4") == []
