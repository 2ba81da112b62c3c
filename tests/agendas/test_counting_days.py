"""The days that count before a meeting: by the calendar of the city, whatever the clocks do."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra.agendas.deadlines import (
    day_in,
    first_meeting_by,
    full_days_between,
    in_time,
    last_notice,
    last_receipt,
    presumed_receipt,
    quarter_of,
)
from rostra.agendas.models import Channel
from rostra.organizations.rules import DEFAULTS, with_numbers

ZONE = ZoneInfo("Europe/Berlin")
DAYS = st.dates(dt.date(2000, 1, 20), dt.date(2100, 12, 1))


def day(text):
    """A day as ISO writes it."""
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "meeting", "kept"),
    [
        ("2026-03-01", "2026-03-06", True),  # the example of INV-2
        ("2026-03-02", "2026-03-06", False),
        ("2026-02-26", "2026-03-03", True),  # February with 28 days
        ("2026-02-27", "2026-03-03", False),
        ("2028-02-27", "2028-03-03", True),  # and with 29
        ("2026-12-29", "2027-01-03", True),  # across the year
        ("2026-12-30", "2027-01-03", False),
        ("2026-03-26", "2026-03-31", True),  # summer time begins on the 29th
        ("2026-10-22", "2026-10-27", True),  # and ends on the 25th
        ("2026-10-23", "2026-10-27", False),
    ],
)
def test_four_full_days_lie_between(received, meeting, kept):
    assert in_time(day(received), day(meeting), DEFAULTS, urgent=False) is kept
    assert (full_days_between(day(received), day(meeting)) >= 4) is kept


@pytest.mark.parametrize(
    ("received", "kept"), [("2026-03-29", True), ("2026-03-30", False), ("2026-03-31", False)]
)
def test_an_urgent_one_comes_by_the_second_day_before(received, kept):
    assert in_time(day(received), day("2026-03-31"), DEFAULTS, urgent=True) is kept


def test_a_moment_belongs_to_the_day_of_the_city():
    late = dt.datetime(2026, 3, 28, 23, 30, tzinfo=dt.UTC)  # half past midnight in the city
    assert day_in(late, ZONE) == day("2026-03-29")
    summer = dt.datetime(2026, 10, 24, 22, 15, tzinfo=dt.UTC)  # a quarter past midnight
    assert day_in(summer, ZONE) == day("2026-10-25")
    winter = dt.datetime(2026, 10, 25, 22, 15, tzinfo=dt.UTC)  # a quarter past eleven at night
    assert day_in(winter, ZONE) == day("2026-10-25")


def test_notice_and_first_meeting():
    assert last_notice(day("2026-03-03"), DEFAULTS, urgent=False) == day("2026-02-27")
    assert last_notice(day("2026-03-03"), DEFAULTS, urgent=True) == day("2026-03-01")
    assert first_meeting_by(day("2026-06-20"), DEFAULTS) == day("2026-07-04")
    assert [quarter_of(day(one)) % 4 for one in ("2026-03-31", "2026-04-01", "2026-12-31")] == [
        0, 1, 3,
    ]  # fmt: skip


def test_what_nothing_proves_is_presumed():
    sent = day("2026-02-26")
    assert presumed_receipt(sent, Channel.ELECTRONIC, DEFAULTS) == sent
    assert presumed_receipt(sent, Channel.POST, DEFAULTS) == day("2026-03-02")


@given(meeting=DAYS, days=st.integers(0, 14))
def test_the_last_day_is_the_last(meeting, days):
    rules = with_numbers(DEFAULTS, {"notice_days": days})
    last = last_receipt(meeting, rules, urgent=False)
    assert full_days_between(last, meeting) == days
    assert in_time(last, meeting, rules, urgent=False)
    assert not in_time(last + dt.timedelta(days=1), meeting, rules, urgent=False)
