"""Taking in defect reports of another system: each once, and again only where it has changed."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission, system
from rostra.database import Database
from rostra.errors import Invalid
from rostra.imports.events import ReportsImported
from rostra.imports.fetching import fetched
from rostra.imports.models import Imported
from rostra.imports.open311.reading import (
    ServiceRequest,
    at,
    objects_in,
    service_request,
)
from rostra.organizations.models import Body
from rostra.reports.models import EntryKind, Report, ReportCategory, ReportEntry, ReportState
from rostra.work import Work

BATCH = 200
LONGEST_CODE = 64


@dataclass
class Outcome:
    """What became of the requests of a source."""

    counts: Counter[str] = field(default_factory=Counter)
    """new, changed, unchanged and failed."""
    failures: list[str] = field(default_factory=list)


async def import_open311(
    database: Database,
    source: str,
    name: str,
    zone: ZoneInfo,
    body_id: UUID | None = None,
    own_network: bool = False,
) -> Outcome:
    """Bring the reports of a source into the house; what it has taken in already changes nothing.

    `name` says where they come from: the same id under another name is another report.
    """
    outcome = Outcome()
    read: list[ServiceRequest] = []
    for found in objects_in(fetched(at(source, own_network))):
        try:
            read.append(service_request(found, zone))
        except Invalid as refusal:
            outcome.counts["failed"] += 1
            outcome.failures.append(f"{found.get('service_request_id')}: {refusal.sentence}")
    read.sort(key=lambda one: (one.requested, one.key))
    for start in range(0, len(read), BATCH):
        async with database.work(system) as work:
            body = await body_of(work, body_id)
            await take_in(work, body, name, read[start : start + BATCH], outcome)
    return outcome


async def body_of(work: Work, body_id: UUID | None) -> Body:
    """The body that is named, or the only one there is."""
    if body_id is not None:
        return await work.find(Body, body_id)
    bodies = await work.fetch(work.readable(Body).limit(2))
    if len(bodies) != 1:
        raise Invalid("body", "Please name the body to which the reports belong.")
    only: Body = bodies[0]
    return only


async def take_in(
    work: Work, body: Body, name: str, requests: list[ServiceRequest], outcome: Outcome
) -> None:
    """Take in some reports, oldest first, in one transaction."""
    work.authorize(Permission.BODY_IMPORT, body)
    await work.first(sa.select(Body.id).where(Body.id == body.id).with_for_update())
    touched = []
    for request in requests:
        source_id = f"open311:{name}:{body.id}:{request.key}"
        known: Imported | None = await work.first(
            sa.select(Imported).where(Imported.source_id == source_id)
        )
        if known is not None and known.content_hash == request.content_hash:
            outcome.counts["unchanged"] += 1
            continue
        if known is None:
            report = await made(work, body, request)
            work.add(ledger_line(source_id, report, request))
            outcome.counts["new"] += 1
        else:
            report = await changed(work, known.local_id, request)
            known.content_hash, known.source_modified = request.content_hash, request.updated
            known.seen = work.now
            outcome.counts["changed"] += 1
        await work.flush()
        touched.append(report.id)
    if touched:
        work.record(ReportsImported(tuple(touched)))


def ledger_line(source_id: str, report: Report, request: ServiceRequest) -> Imported:
    """What is remembered of a report that came from elsewhere."""
    return Imported(
        source_id=source_id,
        kind=Report.kind,
        local_id=report.id,
        content_hash=request.content_hash,
        source_modified=request.updated,
    )


async def made(work: Work, body: Body, request: ServiceRequest) -> Report:
    """A report as it stands at its source, with a number of the year in which it was made."""
    category = await category_of(work, body, request)
    came = dt.datetime.fromisoformat(request.requested)
    year = came.astimezone(work.zone).year
    last = await work.first(
        sa.select(sa.func.max(Report.number)).where(Report.body_id == body.id, Report.year == year)
    )
    report = Report(
        body_id=body.id, category_id=category.id, organization_id=category.organization_id,
        year=year, number=(last or 0) + 1, text=request.text, state=ReportState.RECEIVED,
        received=came, created=came, modified=dt.datetime.fromisoformat(request.updated),
        audience_id=PUBLIC,
    )  # fmt: skip
    place(report, request)
    work.add(report)
    await work.flush()
    work.add(line_of(report, ReportState.RECEIVED, came))
    await work.flush()
    if request.closed:
        await close(work, report, request)
    return report


async def changed(work: Work, report_id: UUID, request: ServiceRequest) -> Report:
    """A report as its source has it now; what a moderator hid stays out of sight."""
    report = await work.find(Report, report_id)
    if report.hidden is None:
        report.text = request.text
        place(report, request)
    if request.closed and report.closed is None:
        await close(work, report, request)
    elif not request.closed and report.closed is not None:
        report.state, report.closed = ReportState.REOPENED, None
        work.add(line_of(report, ReportState.REOPENED, dt.datetime.fromisoformat(request.updated)))
    return report


def place(report: Report, request: ServiceRequest) -> None:
    """Where it is, and where its source has a picture of it."""
    report.address = request.address or None
    report.latitude, report.longitude = request.latitude, request.longitude
    report.media_url = request.media_url or None


async def close(work: Work, report: Report, request: ServiceRequest) -> None:
    """Note that a report was resolved at its source."""
    moment = dt.datetime.fromisoformat(request.updated)
    report.state, report.closed, report.reason = ReportState.RESOLVED, moment, request.notes or None
    work.add(line_of(report, ReportState.RESOLVED, moment, request.notes))


def line_of(report: Report, state: ReportState, moment: dt.datetime, text: str = "") -> ReportEntry:
    """A line of a report's history."""
    return ReportEntry(
        body_id=report.body_id, report_id=report.id, entry_kind=EntryKind.STATE, state=state,
        text=text or None, audience_id=PUBLIC, created=moment, modified=moment,
    )  # fmt: skip


async def category_of(work: Work, body: Body, request: ServiceRequest) -> ReportCategory:
    """The category with the code, made where there is none: of it nothing new is taken here."""
    code = request.code[:LONGEST_CODE]
    found: ReportCategory | None = await work.first(
        sa.select(ReportCategory).where(
            ReportCategory.body_id == body.id, ReportCategory.code == code
        )
    )
    if found is None:
        found = ReportCategory(
            body_id=body.id, code=code, name=request.category, keywords=[], active=False,
            audience_id=PUBLIC,
        )  # fmt: skip
        work.add(found)
        await work.flush()
    return found
