"""Preparing in the demo city: half an agenda, a paper that is due, a request that waits."""

import pytest

from rostra.access import ANYBODY
from rostra.agendas.models import Fate
from rostra.agendas.preflight import preflight
from rostra.agendas.queries import agenda_in_making, item_requests
from rostra.meetings.models import AgendaItem
from rostra.papers.models import Paper
from rostra_frontend.demo.clock import acting
from rostra_frontend.demo.dates import TODAY, ZONE
from rostra_frontend.demo.founding import id_of

pytestmark = pytest.mark.long


@pytest.fixture
def in_the_making(built):
    (found,) = [one for one in built.plot.sittings if (one.group, one.slot) == (TODAY, 2)]
    return id_of("meeting", found.key)


async def test_leaves_the_other_half_to_the_clerk(city, in_the_making):
    async with city.reading(acting("rauch")) as work:
        agenda = await agenda_in_making(work, in_the_making)
        due = [await work.find(Paper, one.paper_id) for one in agenda.due]
    assert agenda.open
    assert agenda.undoable == "add_item"
    names = [one.item.name for one in agenda.items]
    assert "Leerstandskataster für die Altstadt aufbauen" in names
    assert "Überdachte Fahrradabstellanlagen an Bahnhof und Freibad" in {one.name for one in due}
    assert not {one.name for one in due} & {*names}
    assert agenda.items[-1].neutral_title == "Grundstücksangelegenheit"


async def test_says_before_the_invitation_what_everybody_would_read(city, in_the_making):
    async with city.reading(acting("rauch")) as work:
        found = await preflight(work, in_the_making, ZONE)
    shown = {one.name: one.shown_as for one in found.prospects if one.thing == "item"}
    assert shown["Vorkaufsrecht am Grundstück Gerberstraße 9"] == "Grundstücksangelegenheit"
    assert not found.blocked


async def test_keeps_the_half_from_everybody(city, in_the_making):
    async with city.reading(ANYBODY) as work:
        items = work.readable(AgendaItem).where(AgendaItem.meeting_id == in_the_making)
        assert await work.fetch(items) == []


async def test_waits_with_a_request_for_an_item(city, in_the_making):
    for who, sees in (("rauch", 1), ("hollmann", 1), ("thiele", 0)):
        async with city.reading(acting(who)) as work:
            asked = await work.fetch(item_requests(work))
        assert len(asked) == sees, who
        assert [one for one in asked if one.fate != Fate.OPEN] == []
        assert [one for one in asked if one.meeting_id != in_the_making] == []
