"""Preparing in the demo city: a meeting in the making, and a request for an item (AGD-1)."""

import datetime as dt

from rostra.agendas.building import (
    Wording,
    add_item,
    add_standing_items,
    attach_paper,
    change_item,
)
from rostra.agendas.requests import request_item
from rostra.database import Database
from rostra.meetings.models import ItemType
from rostra.papers.models import Consultation
from rostra_frontend.demo.clock import Earlier, acting
from rostra_frontend.demo.dates import TODAY, ZONE, spelled
from rostra_frontend.demo.founding import id_of
from rostra_frontend.demo.plotting import Plot
from rostra_frontend.demo.recording import CLERK

ATTACHED = "wohnraum-leerstand"
"""The paper that stands on the agenda already; another one is due."""
REPORT = "Informationen aus den Fachdiensten"
SECRET, NEUTRAL = "Vorkaufsrecht am Grundstück Gerberstraße 9", "Grundstücksangelegenheit"
ASKING, FACTION = "hollmann", "rathaus"
WANTED = "Schattenplätze und Trinkwasser in der Altstadt: Bericht der Verwaltung"
REASONS = (
    "Im vergangenen Sommer wurden auf dem Neumarkt an elf Tagen mehr als 35 Grad gemessen. Die "
    "Fraktion bittet um einen Bericht, wo bis zum nächsten Sommer Bäume, Sonnensegel und "
    "Trinkbrunnen möglich sind."
)


async def prepare(database: Database, plot: Plot) -> None:
    """Build half an agenda for the committee's next meeting; a faction asks for one item more."""
    await build_half(database, plot)
    async with database.work(acting(ASKING)) as work:
        yesterday = Earlier(work, work.now - dt.timedelta(hours=20))
        await request_item(
            yesterday, id_of("organization", TODAY), WANTED, ZONE, REASONS,
            id_of("organization", FACTION),
        )  # fmt: skip


async def build_half(database: Database, plot: Plot) -> None:
    """The agenda as the council office has it so far."""
    (sitting,) = [one for one in plot.sittings if (one.group, one.slot) == (TODAY, 2)]
    meeting_id = id_of("meeting", sitting.key)
    async with database.work(acting(CLERK)) as work:
        agenda = await add_standing_items(work, meeting_id, None)
        (approval,) = [one for one in agenda.items if one.item_type == ItemType.MINUTES]
        before = f"Genehmigung der Niederschrift der Sitzung vom {spelled(plot.calendar.today)}"
        await change_item(work, approval.id, None, Wording(name=before))
        report = Wording(name=REPORT, item_type=ItemType.INFORMATION)
        await add_item(work, meeting_id, None, report)
        held: Consultation = await work.find(
            Consultation, id_of("consultation", f"{ATTACHED}:{TODAY}")
        )
        await attach_paper(work, held.id, meeting_id, None)
        secret = Wording(name=SECRET, neutral_title=NEUTRAL)
        await add_item(work, meeting_id, None, secret, public=False)
