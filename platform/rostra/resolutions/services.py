"""Entering resolutions into the register, carrying them out, and publishing them."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.access import (
    NOBODY,
    PUBLIC,
    Permission,
    organization_token,
)
from rostra.agendas.deadlines import day_in
from rostra.agendas.opening import tokens_of
from rostra.agendas.seats import organization_ids_of, rules_for
from rostra.errors import Conflict, Invalid
from rostra.meetings.models import AgendaItem, Meeting
from rostra.meetings.queries import places_of
from rostra.minutes.approving import is_decided, is_later
from rostra.organizations.models import Body, Organization
from rostra.papers.models import Consultation, Paper
from rostra.resolutions.deciding import Decision, decision_under
from rostra.resolutions.events import (
    InnerProgressReported,
    InnerResolutionAssigned,
    InnerResolutionEntered,
    ProgressReported,
    ResolutionAssigned,
    ResolutionEntered,
    ResolutionPublished,
)
from rostra.resolutions.models import Progress, ProgressReport, Resolution
from rostra.resolutions.numbering import next_number
from rostra.rich_text import cleaned_text
from rostra.voting.models import Ballot, Outcome
from rostra.work import Work

LONGEST_TEXT = 100_000
LONGEST_REPORT = 5_000


async def enter_resolutions(work: Work, meeting_id: UUID, zone: ZoneInfo) -> list[Resolution]:
    """Enter everything that was resolved in a meeting and is not in the register yet."""
    meeting = await work.find(Meeting, meeting_id)
    work.authorize_within(Permission.RESOLUTION_KEEP, *await places_of(work, meeting))
    await hold_register(work, meeting.body_id)
    known = set(
        await work.fetch(
            sa.select(Resolution.agenda_item_id).where(Resolution.meeting_id == meeting.id)
        )
    )
    agenda = await work.fetch(
        work.readable(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.audience_id != NOBODY)
        .order_by(AgendaItem.order, AgendaItem.id)
    )
    entered = []
    for item in agenda:
        decision = None if item.id in known else await decision_under(work, item)
        if decision is not None:
            entered.append(await entered_for(work, meeting, item, decision, zone))
    for one in entered:
        openly = one.audience_id == PUBLIC
        work.record((ResolutionEntered if openly else InnerResolutionEntered)(one.id))
    return entered


async def hold_register(work: Work, body_id: UUID) -> None:
    """Let one work after the other give numbers in the register of a body."""
    await work.first(sa.select(Body).where(Body.id == body_id).with_for_update())


async def entered_for(
    work: Work, meeting: Meeting, item: AgendaItem, decision: Decision, zone: ZoneInfo
) -> Resolution:
    """The resolution that was taken under an item, in the register."""
    day = day_in(meeting.start or work.now, zone)
    paper, ballot = await paper_of(work, item), decision.ballot
    resolution = Resolution(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        agenda_item_id=item.id,
        paper_id=paper.id if paper else None,
        ballot_id=ballot.id if ballot else None,
        number="",
        date=day,
        title=item.name or "",
        text=decision.text,
        result=result_said(item, ballot),
        audience_id=item.audience_id,
    )
    openly = item.audience_id == PUBLIC
    rules = await rules_for(work, meeting, day)
    work.add(resolution)
    await work.flush()
    resolution.number, resolution.counter = await next_number(
        work, resolution, paper, rules, openly
    )
    await work.flush()
    return resolution


async def paper_of(work: Work, item: AgendaItem) -> Paper | None:
    """The paper that was decided under an item, if those who read the item may read it."""
    paper: Paper | None = await work.first(
        work.readable(Paper)
        .join(Consultation, Consultation.paper_id == Paper.id)
        .where(
            Consultation.agenda_item_id == item.id,
            Consultation.audience_id != NOBODY,
            Paper.audience_id.in_({PUBLIC, item.audience_id}),
        )
        .order_by(Consultation.authoritative.desc().nulls_last(), Consultation.position, Paper.id)
    )
    return paper


def result_said(item: AgendaItem, ballot: Ballot | None) -> str:
    """The result in words, as councils say it."""
    if item.result:
        return item.result
    if ballot is None or ballot.yes is None or ballot.no is None:
        return "gewählt" if ballot and ballot.outcome == Outcome.ELECTED else "angenommen"
    how = "Enthaltung" if ballot.abstention == 1 else "Enthaltungen"
    abstained = f", {ballot.abstention} {how}" if ballot.abstention else ""
    if not ballot.no:
        return f"einstimmig angenommen ({ballot.yes} Ja{abstained})"
    return f"mehrheitlich angenommen ({ballot.yes} Ja, {ballot.no} Nein{abstained})"


async def assign_resolution(
    work: Work, resolution_id: UUID, organization_id: UUID, due: dt.date | None
) -> Resolution:
    """Say which department carries a resolution out and until when; it reads it from then on."""
    resolution = await work.find(Resolution, resolution_id)
    meeting = await work.find(Meeting, resolution.meeting_id)
    work.authorize_within(Permission.RESOLUTION_KEEP, *await places_of(work, meeting))
    organization = await work.find(Organization, organization_id)
    if organization.body_id != resolution.body_id:
        raise Invalid("organization", "This organization belongs to another body.")
    if due is not None and due < resolution.date:
        raise Invalid("due", "It cannot be due before it was resolved.")

    before, resolution.organization_id, resolution.due = (
        resolution.organization_id, organization.id, due,
    )  # fmt: skip
    openly = resolution.audience_id == PUBLIC
    if not openly and before != organization.id:
        item = await work.find(AgendaItem, resolution.agenda_item_id)
        tokens = await tokens_of(work, item.audience_id)
        resolution.audience_id = await work.audience({*tokens, organization_token(organization.id)})
        for report in await reports_on(work, resolution):
            report.audience_id = resolution.audience_id
    await work.flush()
    assigned = ResolutionAssigned if openly else InnerResolutionAssigned
    work.record(assigned(resolution.id, organization.id))
    return resolution


async def reports_on(work: Work, resolution: Resolution) -> list[ProgressReport]:
    """The reports on a resolution that everybody sees who sees it."""
    return await work.fetch(
        sa.select(ProgressReport).where(
            ProgressReport.resolution_id == resolution.id,
            ProgressReport.audience_id.not_in((PUBLIC, NOBODY)),
        )
    )


async def report_progress(
    work: Work, resolution_id: UUID, progress: Progress, text: str
) -> ProgressReport:
    """Report how far a resolution is carried out, as the department whose task it is."""
    resolution = await work.find(Resolution, resolution_id)
    work.authorize(Permission.RESOLUTION_REPORT, resolution)
    text = cleaned_text(text)
    if not text:
        raise Invalid("text", "Please write something.")
    if len(text) > LONGEST_REPORT:
        raise Invalid("text", f"This is {len(text)} characters long; at most {LONGEST_REPORT} fit.")

    report = ProgressReport(
        body_id=resolution.body_id,
        resolution_id=resolution.id,
        account_id=work.actor.account_id,
        progress=progress,
        text=text,
        audience_id=resolution.audience_id,
    )
    resolution.progress = progress
    work.add(report)
    await work.flush()
    openly = resolution.audience_id == PUBLIC
    work.record((ProgressReported if openly else InnerProgressReported)(report.id, resolution.id))
    return report


@dataclass(frozen=True)
class Wording:
    """The words in which a resolution of the non-public part is published."""

    title: str | None = None
    text: str | None = None


async def publish_resolution(
    work: Work, resolution_id: UUID, item_id: UUID, zone: ZoneInfo, wording: Wording = Wording()
) -> Resolution:
    """Show everybody what was resolved behind closed doors, once the council found under an item
    of a meeting that the reason for secrecy has gone (PUB-3).

    The resolution alone becomes public: not its item, its paper, its votes or earlier reports.
    """
    resolution = await work.find(Resolution, resolution_id)
    meeting = await work.find(Meeting, resolution.meeting_id)
    work.authorize_within(Permission.RESOLUTION_KEEP, *await places_of(work, meeting))
    await hold_register(work, resolution.body_id)
    await work.db.refresh(resolution)
    if resolution.audience_id == PUBLIC:
        raise Conflict("PUB-3: This resolution is public already.")
    item = await work.find(AgendaItem, item_id)
    await refuse_without_decision(work, meeting, resolution, item)

    resolution.title = worded(wording.title, "title") or resolution.title
    resolution.text = worded(wording.text, "text") or resolution.text
    rules = await rules_for(work, meeting, resolution.date)
    if resolution.counter is not None:
        resolution.number, resolution.counter = await next_number(
            work, resolution, None, rules, openly=True
        )
    resolution.audience_id, resolution.published = PUBLIC, work.now
    resolution.published_by_item_id = item.id
    await work.flush()
    work.record(ResolutionPublished(resolution.id))
    return resolution


async def refuse_without_decision(
    work: Work, meeting: Meeting, resolution: Resolution, item: AgendaItem
) -> None:
    """Refuse where no later meeting of the same organization has decided to publish it."""
    if item.id == resolution.agenda_item_id or item.meeting_id is None:
        raise Invalid("item", "PUB-3: Another item must have decided that it is published.")
    deciding = await work.find(Meeting, item.meeting_id)
    if deciding.id != meeting.id and not is_later(deciding, meeting):
        raise Invalid("item", "PUB-3: An earlier meeting cannot have decided this.")
    own, theirs = (
        await organization_ids_of(work, meeting),
        await organization_ids_of(work, deciding),
    )
    if own[:1] != theirs[:1]:
        raise Invalid("item", "PUB-3: The organization that resolved it decides to publish it.")
    if not await is_decided(work, item):
        raise Conflict("PUB-3: The meeting has not decided so under this item.")


def worded(text: str | None, field: str) -> str | None:
    """Words without blank ends; None where there are none."""
    cleaned = cleaned_text(text or "")
    if len(cleaned) > LONGEST_TEXT:
        raise Invalid(field, f"This is {len(cleaned)} characters long; at most {LONGEST_TEXT} fit.")
    return cleaned or None
