"""Keeping the demo city's books: standing orders that have changed, a paper in the making."""

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, Office, system
from rostra.organizations.models import Membership
from rostra.organizations.rules import rules_of
from rostra.papers.models import Paper
from rostra.papers.services import is_draft
from rostra_frontend.demo.clock import acting
from rostra_frontend.demo.founding import body_id, id_of

pytestmark = pytest.mark.long


async def test_has_changed_its_standing_orders(city, built):
    calendar = built.plot.calendar
    async with city.reading(ANYBODY) as work:
        before = await rules_of(work, body_id(), None, calendar.slots[-10])
        now = await rules_of(work, body_id(), None, calendar.today)
    assert (before.secret_votes, now.secret_votes) == (False, True)
    assert before.speaking_seconds > now.speaking_seconds
    assert now.request_days == before.request_days == 14


async def test_shows_a_draft_to_its_department_and_the_clerks_alone(city):
    for who, sees in (("krause", True), ("rauch", True), ("hollmann", False)):
        async with city.reading(acting(who)) as work:
            drafts = [one for one in await work.fetch(work.readable(Paper)) if is_draft(one)]
            assert bool(drafts) == sees, who


async def test_lets_chairs_preside(city):
    async with city.reading(system) as work:
        chairs = await work.fetch(
            sa.select(Membership.person_id).where(
                Membership.office == Office.CHAIR,
                Membership.organization_id == id_of("organization", "stadt"),
            )
        )
    assert chairs == [id_of("person", "vogelsang")]
