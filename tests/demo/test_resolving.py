"""After the meetings of the demo city: minutes wait for approval, resolutions are carried out."""

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.minutes.models import Minutes, MinutesState
from rostra.minutes.signing import whole_signatures
from rostra.papers.models import Paper
from rostra.resolutions.models import Progress, ProgressReport, Resolution
from rostra_frontend.demo.clock import acting
from rostra_frontend.demo.founding import id_of

pytestmark = pytest.mark.long


async def test_signs_what_the_next_meeting_approves(city, built):
    waiting = [one for one in built.plot.sittings if one.to_be_signed]
    assert {"stadtrat", "stadt"} <= {one.group for one in waiting}
    for sitting in waiting:
        async with city.reading(system) as work:
            minutes = await work.find(Minutes, id_of("minutes", sitting.key))
            assert minutes.state == MinutesState.SIGNED
            assert await whole_signatures(work, minutes), sitting.key
    for who, reads in ((acting("hollmann"), True), (ANYBODY, False)):
        async with city.reading(who) as work:
            found = work.readable(Minutes).where(Minutes.id == id_of("minutes", waiting[-1].key))
            assert bool(await work.fetch(found)) == (reads and waiting[-1].group == "stadtrat")


async def test_enters_everything_that_was_resolved(city, built):
    decided = {
        (id_of("meeting", sitting.key), id_of("paper", point.paper.key))
        for sitting in built.plot.sittings
        for point in sitting.points
        if point.decided and point.paper and point.public
    }
    async with city.reading(ANYBODY) as work:
        register = await work.fetch(work.readable(Resolution))
    assert {(one.meeting_id, one.paper_id) for one in register} == decided
    assert len({one.number for one in register}) == len(register)
    assert all(one.organization_id and one.due for one in register)
    assert {one.progress for one in register} == {
        Progress.OPEN, Progress.UNDER_WAY, Progress.DONE,
    }  # fmt: skip


async def test_tells_nobody_what_was_resolved_behind_closed_doors(city):
    async with city.reading(ANYBODY) as work:
        shown = await work.fetch(work.readable(Resolution))
    async with city.reading(acting("rauch")) as work:
        known = await work.fetch(work.readable(Resolution))
    secret = [one for one in known if one.id not in {one.id for one in shown}]
    assert secret
    assert all(one.number.startswith("N-") for one in secret if one.paper_id is None)


async def test_is_late_with_one(city, built):
    today = built.plot.calendar.today
    async with city.reading(ANYBODY) as work:
        (late,) = await work.fetch(
            work.readable(Resolution)
            .where(Resolution.due < today)
            .where(Resolution.progress.in_([Progress.OPEN, Progress.UNDER_WAY]))
        )
        paper = await work.find(Paper, late.paper_id)
        reports = await work.fetch(
            sa.select(ProgressReport).where(ProgressReport.resolution_id == late.id)
        )
    assert paper.name == "Neugestaltung des Spielplatzes im Stadtpark"
    assert [one.progress for one in reports] == [Progress.UNDER_WAY]
