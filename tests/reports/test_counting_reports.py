"""The figures count what everybody reads, month by month, and how long it takes."""

import datetime as dt

import pytest

from rostra.access import ANYBODY
from rostra.reports.figures import figures, months_back, months_from
from support.make.reports import make_depot, make_report

DAY = dt.timedelta(days=1)


def test_months_follow_each_other():
    assert months_back(dt.date(2026, 1, 31), 2) == dt.date(2025, 11, 1)
    span = months_from(dt.date(2025, 11, 1), dt.date(2026, 2, 3))
    assert [day.month for day in span] == [11, 12, 1, 2]


async def test_they_count_by_month_category_and_state(database):
    depot = await make_depot(database)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    for days, took, values in (
        (3, 1, {"state": "resolved"}), (9, 3, {"state": "resolved"}),
        (9, 8, {"state": "resolved"}), (2, None, {"due": dt.date.today() - DAY}),
        (40, 2, {"state": "rejected"}), (500, None, {}),
        (1, None, {"category_id": depot.roads.id}),
        (1, None, {"state": "unconfirmed", "audience_id": 2}),
    ):  # fmt: skip
        came = now - days * DAY
        closed = None if took is None else came + took * DAY
        await make_report(database, depot, received=came, closed=closed, **values)
    async with database.reading(ANYBODY) as work:
        counted = await figures(work)
        here = await figures(work, depot.body.id)
    assert counted.received == here.received == 6
    assert counted.median_days == 3.0
    assert counted.states == {"resolved": 3, "received": 2, "rejected": 1}
    lamps, roads = counted.categories
    assert (lamps.category_id, lamps.received, lamps.open, lamps.overdue) == (
        depot.lamps.id, 5, 1, 1,
    )  # fmt: skip
    assert (roads.received, roads.median_days) == (1, None)
    assert len(counted.months) == 12
    assert sum(one.received for one in counted.months) == 6
    assert counted.months[-1].month == dt.date.today().replace(day=1)


@pytest.mark.parametrize("months", [0, -3, 5_000])
async def test_any_number_of_months_is_cut_to_what_makes_sense(sqlite_database, months):
    async with sqlite_database.reading(ANYBODY) as work:
        counted = await figures(work, months=months)
    assert 1 <= len(counted.months) <= 120
    assert (counted.received, counted.median_days) == (0, None)
