"""The demo city's list of projects: linked to what was resolved, changed for reasons."""

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.projects import queries
from rostra.projects.models import Project, ProjectState
from rostra_frontend.demo.clock import acting

pytestmark = pytest.mark.long


async def test_six_projects_stand_on_the_list_with_what_was_resolved(city, built):
    async with city.reading(ANYBODY) as work:
        projects = await work.fetch(work.readable(Project))
        ids = [one.id for one in projects]
        resolutions = await queries.resolutions_of(work, ids)
        changes = await queries.changes_of(work, ids)
    assert len(projects) == 6
    assert set(resolutions) == set(ids), "each names what the council resolved"
    today = built.plot.calendar.today
    for one in projects:
        history = changes.get(one.id, [])
        assert one.changed.date() <= today
        assert [change.revision for change in history] == [*range(one.revision, 2, -1)]
        assert one.change_reason == (history[0].reason if history else None)
        assert [change.created for change in history] == sorted(
            (change.created for change in history), reverse=True
        )
        assert all(change.details for change in history)
    assert sum(len(history) for history in changes.values()) == 7


async def test_the_department_has_one_more_in_the_making(city):
    async with city.reading(acting("krause")) as work:
        drafts = await work.fetch(
            work.readable(Project).where(Project.state == ProjectState.DRAFT)
        )  # fmt: skip
    assert [one.title for one in drafts] == ["Trinkbrunnen am Neumarkt"]
    async with city.reading(system) as work:
        assert await work.count(sa.select(Project)) == 7
