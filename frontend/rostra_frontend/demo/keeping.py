"""Keeping the books of the demo city: standing orders with their history, a paper in the making."""

from rostra.database import Database
from rostra.organizations.numbers import set_standing_orders
from rostra.papers.services import Station, add_station, draft_paper
from rostra_frontend.demo.clock import acting
from rostra_frontend.demo.dates import DAY
from rostra_frontend.demo.founding import body_id, id_of
from rostra_frontend.demo.plotting import Plot
from rostra_frontend.demo.recording import CLERK

HEAD_OF_DEPARTMENT = "krause"
FIRST_ORDERS = {
    "non_public_items": "neutral",
    "speakers_order": "plain",
    "question_time_minutes": "30",
    "request_days": "14",
    "minutes_days": "30",
}
CHANGED_ORDERS = {
    "secret_votes": "yes",
    "speakers_order": "balanced",
    "speaking_seconds": "240",
    "speaking_again_seconds": "120",
    "allowance_cents": "2500",
}
CHANGED_IN = -9
"""The meeting of the council that changed the standing orders."""
DRAFT = "Trinkbrunnen auf dem Neumarkt: Standort und Bauweise"
DRAFTED = (
    "1. Auf dem Neumarkt wird ein öffentlicher Trinkbrunnen errichtet.\n"
    "2. Der Brunnen wird barrierefrei ausgeführt und von April bis Oktober betrieben."
)


async def keep_books(database: Database, plot: Plot) -> None:
    """What the council office and a department have entered with their own accounts."""
    await set_orders(database, plot)
    await begin_paper(database)


async def set_orders(database: Database, plot: Plot) -> None:
    """The numbers of the standing orders: those of the term's start, and what changed later."""
    calendar = plot.calendar
    began, changed = calendar.term_start, calendar.slots[CHANGED_IN] + DAY
    async with database.work(acting(CLERK)) as work:
        await set_standing_orders(
            work, body_id(), FIRST_ORDERS, began, began,
            note="Geschäftsordnung zu Beginn der Wahlperiode",
        )  # fmt: skip
        await set_standing_orders(
            work, body_id(), CHANGED_ORDERS, changed, changed,
            note=f"Erste Änderung der Geschäftsordnung, {calendar.number(CHANGED_IN)}. Sitzung des "
            "Stadtrates: kürzere Redezeiten, geheime Abstimmung auf Geräten",
        )  # fmt: skip


async def begin_paper(database: Database) -> None:
    """A paper that a department still works on; it and the clerks alone read it."""
    async with database.work(acting(HEAD_OF_DEPARTMENT)) as work:
        office = id_of("organization", "tiefbau")
        paper = await draft_paper(work, office, DRAFT, "Beschlussvorlage", DRAFTED)
        for group, role, decides in (
            ("stadt", "Vorberatung", False),
            ("stadtrat", "Entscheidung", True),
        ):
            await add_station(work, paper.id, Station(id_of("organization", group), role, decides))
