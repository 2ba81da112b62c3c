"""The half circle of seats: as many as there are votes, none upon another, all in the picture."""

import math

from hypothesis import given
from hypothesis import strategies as st

from rostra_frontend.layout.chamber import HEIGHT, WIDTH, chamber, seat_size


@given(st.integers(0, 120), st.integers(0, 60), st.integers(0, 40))
def test_every_vote_has_a_seat(yes, abstention, no):
    seats = chamber(("yes", yes), ("abstention", abstention), ("no", no))
    sides = [seat.side for seat in seats]
    assert [sides.count(side) for side in ("yes", "abstention", "no")] == [yes, abstention, no]


@given(st.integers(1, 220))
def test_seats_do_not_touch_and_stand_in_the_picture(count):
    seats = chamber(("member", count))
    size = seat_size(count)
    for number, seat in enumerate(seats):
        assert size <= seat.x <= WIDTH - size
        assert seat.y >= size
        assert seat.y <= HEIGHT
        for other in seats[number + 1 :]:
            assert math.dist((seat.x, seat.y), (other.x, other.y)) >= 2 * size - 0.2


def test_the_yes_sit_on_the_left():
    seats = chamber(("yes", 20), ("no", 5))
    assert max(s.x for s in seats if s.side == "yes") < WIDTH * 0.9
    assert min(s.x for s in seats if s.side == "no") > WIDTH / 2
