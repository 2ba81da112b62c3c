"""The demo city asks its people: one poll is over and counted, one runs."""

import pytest

from rostra.access import ANYBODY
from rostra.polls.models import Poll, PollState
from rostra.polls.queries import results_of

pytestmark = pytest.mark.long


async def test_one_poll_is_counted_and_one_runs(city):
    async with city.reading(ANYBODY) as work:
        polls = {one.state: one for one in await work.fetch(work.readable(Poll))}
        assert set(polls) == {PollState.ENDED, PollState.PUBLISHED}
        results = await results_of(work, polls[PollState.ENDED])
    assert results.participants >= 10
    assert polls[PollState.ENDED].closes < polls[PollState.PUBLISHED].closes
