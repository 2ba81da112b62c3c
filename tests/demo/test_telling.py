"""Telling the demo city's story: on every day of the year, the same each time."""

import datetime as dt
from itertools import pairwise

import pytest

from rostra_frontend.demo.building import Plot
from rostra_frontend.demo.dates import Calendar, council_days, easter, is_free
from rostra_frontend.demo.stories import stories

DAYS = [dt.date(2026, 1, 7) + dt.timedelta(days=23 * step) for step in range(32)]


def told(plot):
    return [
        (one.key, point.number, point.name, point.text, point.result, point.tally)
        for one in plot.sittings
        for point in one.points
    ]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_comes_out_as_it_is_written(today):
    plot = Plot.of(today)
    slots = plot.calendar.slots
    assert max(day for slot, day in slots.items() if slot < 0) < today <= slots[1]
    free = [one.key for one in plot.sittings if is_free(one.day) and one.day != today]
    assert not free
    for paper in plot.papers:
        days = [sitting.day for sitting, _ in paper.stations]
        assert len(days) == len(paper.text.route), paper.text.key
        assert days == sorted(days)
        assert paper.day < today
        assert paper.stations[-1][0].group == paper.text.route[-1]


def test_is_the_same_each_time():
    today = dt.date(2026, 5, 5)
    assert told(Plot.of(today)) == told(Plot.of(today))


def test_rests_in_summer():
    days = council_days(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    assert {day.month for day in days}.isdisjoint({7, 8})
    assert len(days) == 20
    assert all(day.weekday() == 2 for day in days)


def test_knows_when_easter_is():
    assert easter(2025) == dt.date(2025, 4, 20)
    assert easter(2027) == dt.date(2027, 3, 28)


def test_numbers_the_meetings_of_a_term_one_after_another():
    plot = Plot.of(dt.date(2026, 5, 5))
    for group in {one.group for one in plot.sittings}:
        numbers = [one.number for one in plot.sittings if one.group == group]
        assert all(after == before + 1 for before, after in pairwise(numbers))


def test_gives_the_council_thirty_seats_and_the_mayor():
    plot = Plot.of(dt.date(2026, 5, 5))
    for day in Calendar.of(dt.date(2026, 5, 5)).slots.values():
        seats = [one for one in plot.seats if one.group == "stadtrat" and one.in_force(day)]
        assert len([one for one in seats if one.voting]) == 31


def test_gives_each_speech_once():
    speeches = [text for one in stories().papers for text in one.debate.values() if len(text) > 90]
    assert len(set(speeches)) == len(speeches)
    reasons = [one.reasons for one in stories().papers]
    assert all(reasons)
    assert len(set(reasons)) == len(reasons)


def test_names_only_who_is_there():
    told = stories()
    people = {one.key for one in told.people.everybody}
    groups = {one.key for one in told.city.organization}
    papers = {one.key for one in told.papers}
    for one in told.papers:
        assert {*one.route, *one.debate, *one.outcome_at, *one.stance_at} <= groups
        assert {*one.debate} <= {*one.route}
        assert {*one.stance} <= groups
        assert {*one.bias, *one.stance_person} <= people
        assert {*one.relates, one.amends or one.key} <= papers
        assert one.by in groups or one.person in people
    assert {one.paper for one in told.posts if one.paper} <= papers
    assert {one.by for one in told.posts} <= groups
