"""What residents of the demo city report, and what the departments do about it."""

import datetime as dt
import io
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from PIL import Image, ImageDraw

from rostra.access import system
from rostra.database import Database
from rostra.files.painting import Picture, painted_anew
from rostra.files.storage import Folder
from rostra.people.models import Account
from rostra.people.services import create_account
from rostra.reports.categories import CategoryTerms, create_category
from rostra.reports.handling import Step, answer_report, move_report, note_report
from rostra.reports.models import (
    Report,
    ReportCategory,
    ReportContact,
    ReportEntry,
    ReportPhoto,
    ReportState,
)
from rostra.reports.photos import add_photo, store_picture
from rostra.reports.receiving import receive
from rostra.reports.writing import Defect, kept
from rostra.work import Work
from rostra_frontend.demo.dates import ZONE
from rostra_frontend.demo.founding import body_id, id_of
from rostra_frontend.demo.publishing import writer_of
from rostra_frontend.demo.stories import Story

TEXTS = Path(__file__).parent / "texts" / "reports.toml"
DOMAIN = "lerchenroda.example"
PICTURED = {"lamp": "Eine dunkle Laterne am Abend", "swing": "Eine Schaukel mit schiefer Kette"}


class CategoryText(Story, frozen=True):
    """What can be reported."""

    code: str
    name: str
    description: str
    group: str
    keywords: list[str]
    by: str
    days: int


class StepText(Story, frozen=True):
    """What became of a report, so many hours after it came."""

    after: float
    state: str | None = None
    answer: str | None = None
    note: str | None = None
    text: str = ""
    responsible: str = ""
    by_author: bool = False


class DefectText(Story, frozen=True):
    """What somebody reported, so many days ago."""

    category: str
    name: str
    text: str
    address: str
    days: int
    latitude: float | None = None
    longitude: float | None = None
    photo: str | None = None
    waits: str | None = None
    steps: list[StepText] = []


class Defects(Story, frozen=True):
    """All that is reported in the city."""

    categories: list[CategoryText]
    reports: list[DefectText]


async def report_defects(database: Database, storage: Folder) -> None:
    """Open the categories, make the reports, oldest first, and deal with them."""
    told = msgspec.toml.decode(TEXTS.read_bytes(), type=Defects)
    async with database.work(system) as work:
        known = {one.code: await opened(work, one) for one in told.categories}
    for number, text in enumerate(sorted(told.reports, key=lambda one: -one.days), 1):
        async with database.work(system) as work:
            account = await create_account(
                work, f"meldung-{number}@{DOMAIN}", text.name, body_id=body_id()
            )
        await tell(database, storage, known[text.category], text, account)


async def opened(work: Work, text: CategoryText) -> ReportCategory:
    """A category with its department."""
    terms = CategoryTerms(
        text.code, text.name, text.description, text.group, tuple(text.keywords),
        id_of("organization", text.by), text.days,
    )  # fmt: skip
    return await create_category(work, body_id(), terms)


async def tell(
    database: Database, storage: Folder, category: ReportCategory, text: DefectText,
    account: Account,
) -> None:  # fmt: skip
    """One report and its course, dated as if everything had come when its story says."""
    came = moment_of(text)
    async with database.work(system) as work:
        defect = Defect(text.text, text.address, text.latitude, text.longitude)
        report = await kept(work, category, defect, account, text.name)
        if text.waits is None:
            await receive(work, report)
        else:
            report.state = ReportState(text.waits)
    if text.photo is not None:
        shot = await store_picture(storage, drawn(text.photo), PICTURED[text.photo])
        writer = await writer_of(database, account)
        async with database.work(writer) as work:
            await add_photo(work, report.id, shot)
    moments = [came]
    for step in text.steps:
        who = await writer_of(database, account) if step.by_author else system
        async with database.work(who) as work:
            await go_on(work, report, step)
        moments.append(came + dt.timedelta(hours=step.after))
    async with database.work(system) as work:
        await backdate(work, report, category, moments)


async def go_on(work: Work, report: Report, step: StepText) -> None:
    """Take one step with a report."""
    if step.state is not None:
        taken = Step(ReportState(step.state), step.text, step.responsible)
        await move_report(work, report.id, taken)
    elif step.answer is not None:
        await answer_report(work, report.id, step.answer)
    elif step.note is not None:
        await note_report(work, report.id, step.note)


def moment_of(text: DefectText) -> dt.datetime:
    """When a report came: in the afternoon so many days ago, or a moment ago."""
    now = dt.datetime.now(ZONE).replace(microsecond=0)
    came = dt.datetime.combine(now.date() - dt.timedelta(days=text.days), dt.time(16, 40), ZONE)
    return min(came, now - dt.timedelta(minutes=20))


async def backdate(
    work: Work, report: Report, category: ReportCategory, moments: list[dt.datetime]
) -> None:
    """Let a report and the lines of its history be as old as their story says."""
    latest = work.now - dt.timedelta(minutes=10)
    entries = await work.fetch(
        sa.select(ReportEntry).where(ReportEntry.report_id == report.id).order_by(ReportEntry.id)
    )
    for entry, moment in zip(entries, moments, strict=False):
        await dated(work, ReportEntry, entry.id, created=min(moment, latest))
    kept_now = await work.find(Report, report.id)
    values: dict[str, Any] = {"created": moments[0]}
    if kept_now.received is not None:
        values["received"] = moments[0]
        values["due"] = moments[0].date() + dt.timedelta(days=category.days or 0)
    if kept_now.closed is not None:
        values["closed"] = min(moments[-1], latest)
    await dated(work, Report, report.id, **values)
    for model in (ReportPhoto, ReportContact):
        made = sa.update(model).where(model.report_id == report.id)
        await work.change(
            made.values(created=moments[0]).execution_options(synchronize_session=False)
        )


async def dated(work: Work, model: type[Report | ReportEntry], id: UUID, **values: Any) -> None:
    """Write the times of one record as they are."""
    statement = sa.update(model).where(model.id == id).values(**values)
    await work.change(statement.execution_options(synchronize_session=False))


def drawn(name: str) -> Picture:
    """A picture for a report: the city has no camera."""
    sheet = Image.new("RGB", (960, 640), "#1d2a44" if name == "lamp" else "#b9d3e6")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 520, 960, 640), fill="#3c4a3e" if name == "lamp" else "#7d9a5b")
    if name == "lamp":
        pen.rectangle((470, 160, 486, 540), fill="#0c1220")
        pen.polygon([(430, 150), (526, 150), (506, 100), (450, 100)], fill="#0c1220")
    else:
        pen.line((180, 80, 780, 80), fill="#5b4630", width=18)
        pen.line((360, 84, 330, 420), fill="#333333", width=6)
        pen.line((600, 84, 640, 360), fill="#333333", width=4)
        pen.ellipse((310, 360, 660, 480), outline="#2f5f8a", width=22)
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return painted_anew(written.getvalue())
