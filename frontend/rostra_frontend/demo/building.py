"""Building the demo city: one call, the same city on the same day."""

import datetime as dt
from collections.abc import Callable

import sqlalchemy as sa

from rostra.access import system
from rostra.database import Database
from rostra.events import Event
from rostra.files.storage import Folder
from rostra.imports.events import CouncilDataImported
from rostra.kinds import READABLE
from rostra.organizations.models import Body
from rostra_frontend.demo import (
    accounts,
    hearing,
    inviting,
    keeping,
    moderating,
    planning_ahead,
    polling,
    preparing,
    printing,
    publishing,
    reporting,
    resolving,
)
from rostra_frontend.demo.dates import ZONE
from rostra_frontend.demo.filing import file_papers
from rostra_frontend.demo.founding import (
    Founding,
    body_id,
    found_city,
    found_people,
    id_of,
)
from rostra_frontend.demo.plotting import Plot
from rostra_frontend.demo.recording import record_meetings
from rostra_frontend.demo.today import beginning, sit_today

Say = Callable[[str], None]


async def is_empty(database: Database) -> bool:
    """Whether no city lives in the database yet."""
    async with database.reading(system) as work:
        return await work.first(sa.select(Body.id)) is None


async def is_demo(database: Database) -> bool:
    """Whether the demo city, finished to its last file, lives in the database."""
    async with database.reading(system) as work:
        found = await work.first(sa.select(Body.id).where(Body.id == body_id()))
        return found is not None and await accounts.are_open(work)


async def build(
    database: Database,
    storage: Folder,
    now: dt.datetime | None = None,
    say: Say = lambda _: None,
    limit: int = 100 * 1024 * 1024,
) -> Plot:
    """Build the city: its records, its posts, its files and an account for each role."""
    now = now or dt.datetime.now(ZONE)
    plot = Plot.of(now.astimezone(ZONE).date(), beginning(now))
    say("The council meets ...")
    await write_down(database, plot)
    await settle_dates(database)
    await open_accounts(database, plot)
    say("The departments write and the citizens answer ...")
    await publishing.publish(database, plot.told.posts, plot.papers)
    say("The residents report what is broken ...")
    await reporting.report_defects(database, storage)
    await moderating.moderate(database)
    papers = printing.paper_orders(plot.papers)
    say(f"{len(papers)} papers are printed ...")
    await printing.print_all(database, storage, papers, limit)
    await settle_dates(database)
    say("The council office keeps its books and invites ...")
    await be_busy(database, plot)
    await printing.print_all(database, storage, printing.meeting_orders(plot.sittings), limit)
    await sit_today(database, by_now(now))
    await settle_dates(database)
    await accounts.open_all(database, accounts.GUISES[-1:])
    return plot


async def be_busy(database: Database, plot: Plot) -> None:
    """What the council office does day by day: after the last meetings, and for the next ones."""
    await keeping.keep_books(database, plot)
    await resolving.resolve(database, plot)
    await planning_ahead.plan_ahead(database, plot.calendar.today)
    await polling.ask_everybody(database)
    await hearing.hear(database)
    await inviting.invite_all(database, plot)
    await preparing.prepare(database, plot)
    await hearing.sum_up(database)


def by_now(began: dt.datetime) -> dt.datetime:
    """This moment, since building takes a while; but of the day on which it began."""
    present = dt.datetime.now(ZONE)
    return present if present.date() == began.astimezone(ZONE).date() else began


async def open_accounts(database: Database, plot: Plot) -> None:
    """An account for each role, but for the last, and for everybody who is invited to meetings."""
    await accounts.open_all(database, accounts.GUISES[:-1])
    coming = [one for one in plot.sittings if one.prepared]
    invited = {seat.person for one in coming for seat in one.members}
    await accounts.open_for_members(database, plot.told.people, invited)


async def write_down(database: Database, plot: Plot) -> None:
    """All records of the council, in one transaction."""
    groups = {one.key: one for one in plot.told.city.organization}
    async with database.work(system) as work:
        founding = Founding(work, plot.calendar)
        found_city(founding, plot.told.city)
        found_people(founding, plot.told.people, plot.seats)
        await file_papers(founding, plot.papers, groups)
        await record_meetings(founding, plot.sittings, plot.papers, groups, plot.told.people)
        work.record(founded(plot))


def founded(plot: Plot) -> Event:
    """The fact that the council's data came into the house."""
    return CouncilDataImported(
        body=(body_id(),),
        organization=tuple(id_of("organization", one.key) for one in plot.told.city.organization),
        person=tuple(id_of("person", one.key) for one in plot.told.people.everybody),
        meeting=tuple(id_of("meeting", one.key) for one in plot.sittings),
        paper=tuple(id_of("paper", one.text.key) for one in plot.papers),
    )


async def settle_dates(database: Database) -> None:
    """Let nothing seem to have changed since it was made: the city was not built in a day."""
    async with database.work(system) as work:
        for model in READABLE.values():
            made = sa.update(model).values(modified=model.created)
            await work.change(made.execution_options(synchronize_session=False))
