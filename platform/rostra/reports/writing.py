"""Making a report, and letting everybody read it: write first, confirm after."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from rostra.access import Permission
from rostra.admission.banning import refuse_banned
from rostra.admission.entering import Visit, admit
from rostra.admission.models import Deed
from rostra.admission.screening import reasons_to_hold
from rostra.errors import Conflict, Invalid
from rostra.people.confirming import ask_to_confirm, author_of, speaks_at_once
from rostra.people.models import Account
from rostra.reports.attributes import Given, answered, words_in
from rostra.reports.events import ReportHandedIn
from rostra.reports.models import Report, ReportCategory, ReportContact, ReportState
from rostra.reports.places import Point
from rostra.reports.queries import published_by, same_report
from rostra.reports.readers import own_alone, those_it_waits_for
from rostra.reports.receiving import receive
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_TEXT = 5_000
LONGEST_LINE = 300
TICKET_LASTS = dt.timedelta(hours=1)
"""How long whoever has just made a report may add a photo to it."""


@dataclass(frozen=True)
class Defect:
    """What somebody reports: what, where, and how the department may reach them."""

    text: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    answers: Given = field(default_factory=dict)
    """What was answered to the further questions of the category."""


@dataclass(frozen=True)
class Sender:
    """Who reports, as they say: a name for everybody and an address for the letter."""

    name: str = ""
    email: str = ""
    key: str = ""
    """Sent with each try of the same form: sent twice, it is made once."""
    language: str = "de"
    visit: Visit = field(default_factory=lambda: Visit(""))


@dataclass(frozen=True)
class HandedIn:
    """A report that was made, and the ticket with which a photo can be added now."""

    report: Report
    ticket: str


async def write_report(work: Work, category_id: UUID, defect: Defect, sender: Sender) -> HandedIn:
    """Report something; public at once from those confirmed before, else after the letter."""
    category = await work.find(ReportCategory, category_id)
    work.authorize(Permission.REPORT_WRITE, category)
    defect = checked(defect)
    if not category.active:
        raise Conflict("Nothing new can be reported in this category.")
    account = await author_of(work, sender.email, sender.name, sender.language)
    await admit(work, Deed.REPORT, sender.visit, account)
    await refuse_banned(work, account, category.body_id)
    key_hash = hashed(sender.key) if sender.key else None
    if made := await same_report(await work.as_the_system(), account, key_hash):
        return HandedIn(made, "")

    report = await kept(work, category, defect, account, cleaned_name(sender, account))
    report.key_hash = key_hash
    ticket = secrets.token_urlsafe(24)
    report.ticket_hash = hashed(ticket)
    if not speaks_at_once(work, account):
        await ask_to_confirm(work, account, f"/reports/{report.id}", Report.kind, report.id)
        work.record(ReportHandedIn(report.id))
    else:
        await let_in(work, report, account)
    return HandedIn(report, ticket)


async def release_report(work: Work, report_id: UUID, account: Account) -> None:
    """Let a report in whose author has opened the link in the letter."""
    report = await (await work.as_the_system()).find(Report, report_id)
    work.authorize(Permission.REPORT_WRITE, report)
    if report.author_id != account.id:
        raise Conflict("This report was made under another address.")
    if report.state == ReportState.UNCONFIRMED:
        await refuse_banned(work, account, report.body_id)
        await let_in(work, report, account)


async def let_in(work: Work, report: Report, account: Account) -> None:
    """Publish a report, or hold it where a rule of the city says so."""
    words = f"{report.author_name or ''}\n{report.text}\n{words_in(report.attributes)}"
    before = await published_by(await work.as_the_system(), account.id)
    if await reasons_to_hold(work, report.body_id, account, words, before):
        report.state = ReportState.HELD
        report.audience_id = await work.audience(those_it_waits_for(report))
        work.record(ReportHandedIn(report.id))
    else:
        await receive(work, report)


async def kept(
    work: Work, category: ReportCategory, defect: Defect, account: Account, name: str
) -> Report:
    """The report with its contact data, which nobody but its author reads yet."""
    report = Report(
        body_id=category.body_id,
        category_id=category.id,
        organization_id=category.organization_id,
        text=defect.text,
        address=defect.address or None,
        latitude=defect.latitude,
        longitude=defect.longitude,
        attributes=answered(category.attributes, defect.answers),
        author_id=account.id,
        author_name=name,
        state=ReportState.UNCONFIRMED,
    )
    report.audience_id = await work.audience(those_it_waits_for(report))
    work.add(report)
    await work.flush()
    contact = ReportContact(
        report_id=report.id,
        name=account.display_name,
        email=account.email,
        phone=defect.phone or None,
        audience_id=await work.audience(own_alone(account.id)),
    )
    work.add(contact)
    await work.flush()
    return report


def checked(defect: Defect) -> Defect:
    """What is reported in clean words at a place of this earth; Invalid names what is wrong."""
    text = cleaned_text(defect.text)
    if not text:
        raise Invalid("text", "Please say what is the matter.")
    if len(text) > LONGEST_TEXT:
        raise Invalid("text", f"This is {len(text)} characters long; at most {LONGEST_TEXT} fit.")
    address, phone = in_one_line("address", defect.address), in_one_line("phone", defect.phone)
    if (defect.latitude is None) != (defect.longitude is None):
        raise Invalid("latitude", "A place has a latitude and a longitude.")
    if defect.latitude is not None and defect.longitude is not None:
        Point(defect.latitude, defect.longitude)
    elif not address:
        raise Invalid("address", "Please say where it is.")
    return Defect(text, address, defect.latitude, defect.longitude, phone, defect.answers)


def in_one_line(name: str, text: str) -> str:
    """A short text without line breaks; Invalid where it is too long."""
    line = " ".join(cleaned_text(text).split())
    if len(line) > LONGEST_LINE:
        raise Invalid(name, f"This is {len(line)} characters long; at most {LONGEST_LINE} fit.")
    return line


def cleaned_name(sender: Sender, account: Account) -> str:
    """The name under which the report stands."""
    return in_one_line("authorName", sender.name) or account.display_name


def hashed(secret: str) -> str:
    """What is kept of a key or a ticket."""
    return hashlib.sha256(secret.encode()).hexdigest()
