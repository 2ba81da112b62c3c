"""Programmes that report for others with a key (Open311)."""

import datetime as dt
import secrets
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Office, Permission, role_token
from rostra.admission.models import ScreeningRule
from rostra.admission.screening import applies
from rostra.admission.spelling import plain
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.organizations.models import Body
from rostra.reports.attributes import answered, words_in
from rostra.reports.events import ApiKeyEnded, ApiKeyIssued, ReportHandedIn
from rostra.reports.models import ApiKey, Report, ReportCategory, ReportContact, ReportState
from rostra.reports.readers import those_it_waits_for, those_who_may_answer
from rostra.reports.receiving import receive
from rostra.reports.writing import Defect, checked, hashed, in_one_line
from rostra.work import Work

MOST_AN_HOUR = 120
"""How many reports a programme may make within an hour."""
KNOWN_AUTHOR = 1_000
"""A programme is no new author: the city has given it a key."""


@dataclass(frozen=True)
class Caller:
    """Whom a programme names as the one who reports; for the department alone."""

    name: str = ""
    email: str = ""
    phone: str = ""


async def issue_api_key(work: Work, body_id: UUID, name: str) -> tuple[ApiKey, str]:
    """Let a programme make reports for others; the key is shown now and never again."""
    body = await work.find(Body, body_id)
    work.authorize(Permission.CATEGORY_KEEP, body)
    called = in_one_line("name", name)
    if not called:
        raise Invalid("name", "Please give a name.")
    secret = secrets.token_urlsafe(32)
    readers = {role_token(one, body.id) for one in (Office.CLERK, Office.ADMINISTRATOR)}
    key = ApiKey(
        body_id=body.id, name=called, key_hash=hashed(secret),
        audience_id=await work.audience(readers),
    )  # fmt: skip
    work.add(key)
    await work.flush()
    work.record(ApiKeyIssued(key.id))
    return key, secret


async def end_api_key(work: Work, key_id: UUID) -> ApiKey:
    """Let a programme make reports no more."""
    key = await work.find(ApiKey, key_id)
    work.authorize(Permission.CATEGORY_KEEP, key)
    if key.ended is not None:
        raise Conflict("This key has ended already.")
    key.ended = work.now
    work.record(ApiKeyEnded(key.id))
    return key


async def report_by_programme(
    work: Work, secret: str, code: str, defect: Defect, caller: Caller
) -> Report:
    """Make a report for somebody else, as a programme that holds a key (Open311)."""
    key = await key_of(work, secret)
    category = await work.first(
        work.readable(ReportCategory).where(
            ReportCategory.body_id == key.body_id, ReportCategory.code == code
        )
    )
    if category is None or not category.active:
        raise Invalid("serviceCode", "There is no such service.")
    work.authorize(Permission.REPORT_WRITE, category)
    defect = checked(defect)
    await refuse_too_many(work, key)

    report = Report(
        body_id=category.body_id, category_id=category.id,
        organization_id=category.organization_id, text=defect.text,
        address=defect.address or None, latitude=defect.latitude, longitude=defect.longitude,
        author_name=None, attributes=answered(category.attributes, defect.answers),
        state=ReportState.HELD, api_key_id=key.id,
    )  # fmt: skip
    report.audience_id = await work.audience(those_it_waits_for(report))
    work.add(report)
    await work.flush()
    await keep_caller(work, report, caller)
    await let_in_by_words(work, report)
    return report


async def let_in_by_words(work: Work, report: Report) -> None:
    """Receive what came by a programme, or hold it where its words match a rule."""
    system = await work.as_the_system()
    rules = await system.fetch(
        system.readable(ScreeningRule).where(
            ScreeningRule.body_id == report.body_id, ScreeningRule.active.is_(sa.true())
        )
    )
    spelled = plain(f"{report.text}\n{words_in(report.attributes)}")
    if any(applies(rule, spelled, 0, KNOWN_AUTHOR) for rule in rules):
        work.record(ReportHandedIn(report.id))
    else:
        await receive(work, report)


async def key_of(work: Work, secret: str) -> ApiKey:
    """The key in force with this secret; NotPermitted for any other."""
    system = await work.as_the_system()
    key: ApiKey | None = await system.first(
        system.readable(ApiKey).where(ApiKey.key_hash == hashed(secret), ApiKey.ended.is_(None))
    )
    if key is None:
        raise NotPermitted("This key is not known, or it has ended.")
    return key


async def refuse_too_many(work: Work, key: ApiKey) -> None:
    """Refuse more reports within an hour than any city has to make."""
    lately = sa.select(Report.id).where(
        Report.api_key_id == key.id, Report.created > work.now - dt.timedelta(hours=1)
    )
    if await work.count(lately) >= MOST_AN_HOUR:
        raise NotPermitted("Too many reports within an hour; please wait.")


async def keep_caller(work: Work, report: Report, caller: Caller) -> None:
    """Keep how the one who reports can be reached, for the department alone."""
    values = {
        name: in_one_line(name, getattr(caller, name)) or None
        for name in ("name", "email", "phone")
    }
    if any(values.values()):
        audience_id = await work.audience(those_who_may_answer(report))
        work.add(ReportContact(report_id=report.id, audience_id=audience_id, **values))
        await work.flush()
