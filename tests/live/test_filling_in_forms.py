"""What is filled into the forms of a sitting becomes what the mutations take."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from rostra_frontend.page import Inputs
from rostra_frontend.pages.sittings.live import filling

BERLIN = ZoneInfo("Europe/Berlin")
HERE = Inputs(zone=BERLIN)
STAY = "id|2026-01-15T17:02:00+00:00|2026-01-15T20:30:00+00:00"


def test_numbers_are_taken_choice_by_choice():
    typed = {"number-yes": ["3"], "number-no": [" "], "number-c1": ["x"], "reason": ["1"]}
    assert filling.numbers(typed, HERE) == {
        "numbers": [{"choice": "yes", "number": 3}, {"choice": "c1", "number": -1}]
    }


def test_candidates_are_those_ticked_and_those_written_down():
    typed = {"candidate": ["a", "b"], "names": ["Anna  Aue\r\n\r\n Bert Bach "]}
    assert filling.candidates(typed, HERE) == {
        "candidates": [
            {"person": "a"},
            {"person": "b"},
            {"name": "Anna Aue"},
            {"name": "Bert Bach"},
        ]
    }


def test_a_motion_leaves_out_what_belongs_to_another_sort():
    assert filling.motion({"motionType": ["DEFER"]}, HERE) == {
        "amended": None, "refersTo": None, "itemName": None,
    }  # fmt: skip
    assert "amended" not in filling.motion({"motionType": ["AMENDMENT"]}, HERE)


def test_who_comes_may_stand_in_for_somebody():
    assert filling.arrival({"person": ["a"]}, HERE) == {"person": "a", "standsInFor": None}
    assert filling.arrival({"person": ["a/b"]}, HERE) == {"person": "a", "standsInFor": "b"}


def test_a_guest_has_minutes_or_the_time_of_the_standing_orders():
    assert filling.speaking_time({"minutes": ["3"]}, HERE) == {"seconds": 180}
    assert filling.speaking_time({"minutes": [""]}, HERE) == {"seconds": None}


@pytest.mark.parametrize(
    ("typed", "arrived", "left"),
    [
        ({}, "2026-01-15T17:02:00+00:00", "2026-01-15T20:30:00+00:00"),
        ({"arrived": ["18:15"]}, "2026-01-15T18:15:00+01:00", "2026-01-15T20:30:00+00:00"),
        ({"left": ["19:00"]}, "2026-01-15T17:02:00+00:00", "2026-01-15T19:00:00+01:00"),
        ({"left": ["00:20"]}, "2026-01-15T17:02:00+00:00", "2026-01-16T00:20:00+01:00"),
        ({"here": ["true"], "left": ["19:00"]}, "2026-01-15T17:02:00+00:00", None),
    ],
)
def test_the_times_of_a_stay_are_those_of_its_day_in_the_city(typed, arrived, left):
    taken = filling.stay({"stay": [STAY], **typed}, HERE)
    assert taken == {"presence": "id", "arrived": arrived, "left": left}


def test_nobody_leaves_on_a_day_that_is_still_to_come():
    now = dt.datetime.now(BERLIN).replace(microsecond=0)
    came = now.replace(hour=23, minute=59)
    taken = filling.stay({"stay": [f"id|{came.isoformat()}|"], "left": ["23:58"]}, HERE)
    assert taken["left"] == now.replace(hour=23, minute=58, second=0).isoformat()
