"""After the meetings of the demo city: minutes signed, resolutions entered and carried out."""

import datetime as dt
from collections.abc import Mapping

import sqlalchemy as sa

from rostra.database import Database
from rostra.minutes.models import Signer
from rostra.minutes.signing import sign_minutes
from rostra.resolutions.models import Progress, ProgressReport, Resolution
from rostra.resolutions.services import assign_resolution, enter_resolutions, report_progress
from rostra_frontend.demo.agendas import Point, Sitting
from rostra_frontend.demo.clock import Earlier, acting
from rostra_frontend.demo.dates import DAY, ZONE
from rostra_frontend.demo.filing import Filed
from rostra_frontend.demo.founding import id_of, morning
from rostra_frontend.demo.plotting import Plot
from rostra_frontend.demo.recording import CLERK, item_id
from rostra_frontend.demo.seating import chair_of
from rostra_frontend.demo.stories import Group

SIGNED = 4
"""So many days ago the last minutes were signed; members may still object."""
BY_COMMITTEE = {
    "stadt": "tiefbau", "sozial": "bildung", "kultur": "kulturamt", "finanzen": "kaemmerei",
}  # fmt: skip
"""Who carries out what a faction moved, by the committee that dealt with it first."""
CLERKS_OFFICE = "ratsbuero"
LONG_AGO, LATELY = -8, -4
"""The meetings up to which everything is done, and up to which it is under way."""
OVERDUE = "spielplatz"
"""The paper whose resolution should have been carried out by now."""
REPORTS = {
    Progress.DONE: "Der Beschluss ist ausgeführt.",
    Progress.UNDER_WAY: "Die Ausschreibung ist vorbereitet, die Mittel sind gebunden.",
}
DELAYED = "Die Geräte werden später geliefert; aufgebaut wird im kommenden Quartal."
MONTHS = 150
"""Days after which a resolution is to be carried out."""


async def resolve(database: Database, plot: Plot) -> None:
    """What the council office does once a meeting is over."""
    for sitting in plot.sittings:
        if sitting.to_be_signed:
            await sign(database, sitting, plot.calendar.today)
    groups = {one.key: one for one in plot.told.city.organization}
    papers = {one.text.key: one for one in plot.papers}
    for sitting in plot.sittings:
        if sitting.held and any(point.decided for point in sitting.points):
            await enter(database, sitting)
            for point in sitting.points:
                if point.paper and point.decided:
                    paper = papers[point.paper.key]
                    office = office_for(papers.get(paper.text.amends or "", paper), groups)
                    await follow(database, plot, sitting, point, office)


async def sign(database: Database, sitting: Sitting, today: dt.date) -> None:
    """Sign the minutes: as chair, and as secretary (MIN-3)."""
    chair = chair_of(sitting.members)
    assert chair is not None
    minutes_id = id_of("minutes", sitting.key)
    moment = morning(max(sitting.day + DAY, today - SIGNED * DAY), 8)
    for who, part in ((chair.person, Signer.CHAIR), (CLERK, Signer.SECRETARY)):
        async with database.work(acting(who)) as work:
            then = Earlier(work, min(moment, work.now))
            await sign_minutes(then, minutes_id, part, ZONE)


async def enter(database: Database, sitting: Sitting) -> None:
    """Enter the resolutions of a meeting into the register, on the morning after."""
    async with database.work(acting(CLERK)) as work:
        meeting_id, moment = id_of("meeting", sitting.key), morning(sitting.day + DAY)
        await enter_resolutions(Earlier(work, moment), meeting_id, ZONE)
        dated = sa.update(Resolution).where(Resolution.meeting_id == meeting_id)
        dated = dated.values(created=min(moment, work.now))
        await work.change(dated.execution_options(synchronize_session=False))


async def follow(
    database: Database, plot: Plot, sitting: Sitting, point: Point, office: str
) -> None:
    """Say who carries a resolution out and until when, and report how far it is."""
    today, slot = plot.calendar.today, sitting.slot
    late = point.paper is not None and point.paper.key == OVERDUE
    due = today - 12 * DAY if late else sitting.day + MONTHS * DAY
    if not late and slot > LONG_AGO:
        due = max(due, today + 30 * DAY)
    done = Progress.DONE if slot <= LONG_AGO else Progress.UNDER_WAY
    async with database.work(acting(CLERK)) as work:
        resolution: Resolution | None = await work.first(
            work.readable(Resolution).where(
                Resolution.agenda_item_id == id_of("item", item_id(sitting, point))
            )
        )
        if resolution is None:  # nothing was worded, as where somebody was elected
            return
        await assign_resolution(work, resolution.id, id_of("organization", office), due)
        if slot > LATELY and not late:
            return
        text = DELAYED if late else REPORTS[done]
        report = await report_progress(work, resolution.id, done, text)
        await work.flush()
        said = morning(min(sitting.day + MONTHS // 2 * DAY, today - DAY), 14)
        dated = sa.update(ProgressReport).where(ProgressReport.id == report.id)
        await work.change(dated.values(created=said).execution_options(synchronize_session=False))


def office_for(paper: Filed, groups: Mapping[str, Group]) -> str:
    """Which department carries out what a paper proposed: its own, or the one it concerns."""
    by = paper.text.by
    if by and groups[by].type == "Verwaltungsbereich":
        return by
    return BY_COMMITTEE.get(paper.text.route[0], CLERKS_OFFICE)
