"""What was reported nearby is found, by a box first and by its distance then."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rostra.errors import Invalid
from rostra.reports.places import NEARBY, Point, box_around, metres_between

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
