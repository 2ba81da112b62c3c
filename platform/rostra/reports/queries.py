"""Readings of defect reports."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.organizations.models import Organization
from rostra.paging import Order, alphabetical
from rostra.people.models import Account
from rostra.reading import Shape
from rostra.reports.models import (
    ApiKey,
    Report,
    ReportCategory,
    ReportContact,
    ReportEntry,
    ReportPhoto,
    ReportState,
)
from rostra.reports.places import Box
from rostra.reports.states import CLOSED, WAITING
from rostra.work import Work

REPORT = Shape(Report, without=("ticket_hash", "key_hash"))
CATEGORY = Shape(ReportCategory)
ENTRY = Shape(ReportEntry)
PHOTO = Shape(ReportPhoto)
CONTACT = Shape(ReportContact)
API_KEY = Shape(ApiKey)

LATEST_FIRST = Order("reports.-received", Report.received, descending=True)
DUE_FIRST = Order("reports.due", Report.due)
LAST_CHANGED_FIRST = Order("reports.-modified", Report.modified, descending=True)
OPEN = frozenset(ReportState) - WAITING - CLOSED
MOST_OVERDUE = 50


@dataclass(frozen=True)
class Wanted:
    """Which reports are wanted; what is left out narrows nothing."""

    body_id: UUID | None = None
    states: Collection[str] = ()
    category_ids: Collection[UUID] = ()
    codes: Collection[str] = ()
    organization_ids: Collection[UUID] = ()
    references: Collection[str] = ()
    received_from: dt.datetime | None = None
    received_until: dt.datetime | None = None
    changed_from: dt.datetime | None = None
    changed_until: dt.datetime | None = None
    overdue_on: dt.date | None = None
    text: str = ""
    box: Box | None = None
    desk: bool = False
    """Only those that the actor deals with."""


async def reports_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, Report]:
    """The reports with these ids that the actor may read."""
    return await REPORT.by_id(work, ids)


async def categories_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, ReportCategory]:
    """The categories with these ids that the actor may read."""
    return await CATEGORY.by_id(work, ids)


async def entries_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, ReportEntry]:
    """The lines of histories with these ids that the actor may read."""
    return await ENTRY.by_id(work, ids)


async def photos_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, ReportPhoto]:
    """The photos with these ids that the actor may read."""
    return await PHOTO.by_id(work, ids)


async def api_keys_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, ApiKey]:
    """The keys of programmes with these ids that the actor may read."""
    return await API_KEY.by_id(work, ids)


async def report_called(work: Work, reference: str) -> Report | None:
    """The report with this number or id."""
    year, number = numbered(reference)
    if number is not None:
        found = REPORT.select(work).where(Report.year == year, Report.number == number)
        rows = await work.rows(found.order_by(Report.id).limit(1))
        return REPORT.one(rows[0]) if rows else None
    try:
        return (await reports_by_id(work, [UUID(reference)])).get(UUID(reference))
    except ValueError:
        return None


def numbered(reference: str) -> tuple[int | None, int | None]:
    """Year and number of what is called like "2026-00017"; nothing for anything else."""
    year, _, number = reference.partition("-")
    if len(reference) <= 12 and year.isdecimal() and number.isdecimal() and len(year) == 4:
        return int(year), int(number)
    return None, None


def reports(work: Work, wanted: Wanted) -> sa.Select[Report]:
    """The reports that the city has received, as they are wanted."""
    found = REPORT.select(work).where(Report.state.not_in(WAITING))
    for column, values in (
        (Report.state, wanted.states),
        (Report.category_id, wanted.category_ids),
        (Report.organization_id, wanted.organization_ids),
    ):
        if values:
            found = found.where(column.in_(list(values)))
    if wanted.codes:
        coded = sa.select(ReportCategory.id).where(
            work.may_read(ReportCategory), ReportCategory.code.in_(list(wanted.codes))
        )
        found = found.where(Report.category_id.in_(coded))
    if wanted.references:
        found = found.where(called(wanted.references))
    if wanted.body_id is not None:
        found = found.where(Report.body_id == wanted.body_id)
    if wanted.overdue_on is not None:
        found = found.where(Report.due < wanted.overdue_on, Report.state.in_(OPEN))
    if wanted.desk:
        found = found.where(on_desk_of(work))
    return in_words(at_place(at_times(found, wanted), wanted.box), wanted.text)


def on_desk_of(work: Work) -> sa.ColumnElement[bool]:
    """The condition for being a report with which the actor deals."""
    held = work.actor.grants.items()
    places = [place for place, grants in held if Permission.REPORT_HANDLE in grants]
    if None in places:
        return sa.true()
    return sa.or_(Report.organization_id.in_(places), Report.body_id.in_(places))


def called(references: Collection[str]) -> sa.ColumnElement[bool]:
    """The condition for having one of these numbers."""
    pairs = [numbered(one) for one in references]
    known = [
        sa.and_(Report.year == year, Report.number == number)
        for year, number in pairs
        if number is not None
    ]
    return sa.or_(sa.false(), *known)


def at_times(found: sa.Select[Report], wanted: Wanted) -> sa.Select[Report]:
    """Those received, and those last changed, between two moments."""
    if wanted.received_from is not None:
        found = found.where(Report.received >= wanted.received_from)
    if wanted.received_until is not None:
        found = found.where(Report.received <= wanted.received_until)
    if wanted.changed_from is not None:
        found = found.where(Report.modified >= wanted.changed_from)
    if wanted.changed_until is not None:
        found = found.where(Report.modified <= wanted.changed_until)
    return found


def at_place(found: sa.Select[Report], box: Box | None) -> sa.Select[Report]:
    """Those within a stretch of latitudes and longitudes."""
    if box is None:
        return found
    return found.where(
        Report.latitude.between(box.south, box.north),
        Report.longitude.between(box.west, box.east),
    )


def in_words(found: sa.Select[Report], text: str) -> sa.Select[Report]:
    """Those with these words in text or address, or with this number."""
    text = text.strip()
    if not text:
        return found
    words = [one.icontains(text, autoescape=True) for one in (Report.text, Report.address)]
    return found.where(sa.or_(called([text]), *words))


def categories(work: Work, all_of_them: bool = False) -> sa.Select[ReportCategory]:
    """What can be reported, by name; with what could be reported once, if all are wanted."""
    found = CATEGORY.select(work)
    if not all_of_them:
        found = found.where(ReportCategory.active.is_(sa.true()))
    return found.order_by(
        ReportCategory.group_name.nulls_first(), alphabetical(ReportCategory.name),
        ReportCategory.id,
    )  # fmt: skip


async def all_categories(work: Work, all_of_them: bool = False) -> list[ReportCategory]:
    """What can be reported, group by group."""
    return [CATEGORY.one(row) for row in await work.rows(categories(work, all_of_them))]


async def entries_of(work: Work, report_ids: Collection[UUID]) -> dict[UUID, list[ReportEntry]]:
    """The history of each report, oldest first."""
    found = (
        ENTRY.select(work, ReportEntry.report_id)
        .join(Report, Report.id == ReportEntry.report_id)
        .where(work.may_read(Report), ReportEntry.report_id.in_(report_ids))
        .order_by(ReportEntry.created, ReportEntry.id)
    )
    return await ENTRY.grouped(work, found)


async def photos_of(work: Work, report_ids: Collection[UUID]) -> dict[UUID, list[ReportPhoto]]:
    """The photos of each report."""
    found = (
        PHOTO.select(work, ReportPhoto.report_id)
        .join(Report, Report.id == ReportPhoto.report_id)
        .where(work.may_read(Report), ReportPhoto.report_id.in_(report_ids))
        .order_by(ReportPhoto.id)
    )
    return await PHOTO.grouped(work, found)


async def contacts_of(work: Work, report_ids: Collection[UUID]) -> dict[UUID, ReportContact]:
    """How whoever made each report can be reached."""
    found = CONTACT.select(work, ReportContact.report_id).where(
        ReportContact.report_id.in_(report_ids)
    )
    return {row[0]: CONTACT.one(row[1:]) for row in await work.rows(found)}


async def api_keys(work: Work) -> list[ApiKey]:
    """The keys of programmes that the actor may read, the newest first."""
    found = API_KEY.select(work).order_by(ApiKey.id.desc())
    return [API_KEY.one(row) for row in await work.rows(found)]


async def reporting_departments(work: Work) -> list[Organization]:
    """The departments that deal with reports, by name."""
    dealing = sa.select(ReportCategory.organization_id).where(work.may_read(ReportCategory))
    return await work.fetch(
        work.readable(Organization)
        .where(Organization.id.in_(dealing))
        .order_by(Organization.name, Organization.id)
    )


async def overdue_reports(work: Work, body_id: UUID) -> list[Report]:
    """What the actor's departments should have closed by now, the oldest first."""
    found = reports(work, Wanted(body_id=body_id, overdue_on=work.today, desk=True))
    rows = await work.rows(found.order_by(Report.due, Report.id).limit(MOST_OVERDUE))
    return [REPORT.one(row) for row in rows]


async def published_by(work: Work, account_id: UUID) -> int:
    """How many reports of an account are public."""
    mine = sa.select(Report.id).where(
        Report.author_id == account_id, Report.received.is_not(None), Report.hidden.is_(None)
    )
    return await work.count(mine)


async def same_report(work: Work, account: Account, key_hash: str | None) -> Report | None:
    """The report that the account has made already with this key."""
    if key_hash is None:
        return None
    mine = work.readable(Report).where(Report.author_id == account.id, Report.key_hash == key_hash)
    found: Report | None = await work.first(mine)
    return found
