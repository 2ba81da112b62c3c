"""What can be done with defect reports in the API."""

from typing import Annotated
from uuid import UUID

import strawberry

from rostra.reports import handling, models, queries, writing
from rostra.reports.models import ReportState
from rostra_graphql.admission import VisitInput, visit_of
from rostra_graphql.context import Info
from rostra_graphql.report_attributes import ReportAnswerInput, given_in
from rostra_graphql.reports import Report, ReportEntry, StateName
from rostra_graphql.telling import answers, argument, described, described_input, does, told


@described_input
class ReportInput:
    """What somebody reports."""

    category: UUID = told("What it is.")
    text: str = told("What is the matter, as plain text.")
    address: str | None = told("Where it is, in words.", default=None)
    latitude: float | None = told("Where it is: degrees north.", default=None)
    longitude: float | None = told("Where it is: degrees east.", default=None)
    author_name: str | None = told(
        "A name or pseudonym for everybody; the account's name unless given.", default=None
    )
    email: str | None = told(
        "For the letter; never shown. Not needed when logged in.", default=None
    )
    phone: str | None = told("For the department alone.", default=None)
    answers: list[ReportAnswerInput] | None = told(
        "What was answered to the further questions of the category.", default=None
    )
    key: str | None = told("Sent with each try of one form: it is made once.", default=None)
    visit: VisitInput | None = told("What the form brought along.", default=None)


@described
class HandedInReport:
    """A report that was made; it may wait for the letter or for a moderator."""

    @answers(UUID)
    def uuid(self, handed: strawberry.Parent[writing.HandedIn]) -> UUID:
        """The bare id of the report."""
        return handed.report.id

    @answers(StateName)
    def state(self, handed: strawberry.Parent[writing.HandedIn]) -> ReportState:
        """How far it is: UNCONFIRMED waits for the letter, HELD for a moderator."""
        return ReportState(handed.report.state)

    @answers(str | None)
    def reference(self, handed: strawberry.Parent[writing.HandedIn]) -> str | None:
        """Its number, if it was received at once."""
        return handed.report.reference

    @answers(str)
    def photo_ticket(self, handed: strawberry.Parent[writing.HandedIn]) -> str:
        """With this a photo is added within the hour, at /reports/<uuid>/photos."""
        return handed.ticket


@described_input
class MoveReportInput:
    """What becomes of a report."""

    report: UUID = told("The report.")
    state: StateName = told("The state.")  # type: ignore[valid-type]
    reason: str | None = told("Why; needed to reject and to reopen.", default=None)
    responsible: str | None = told(
        "Who is responsible where the city is not; needed to reject and to refer.", default=None
    )


@described_input
class ReportWordsInput:
    """What is said about a report."""

    report: UUID = told("The report.")
    text: str = told("The words, as plain text.")
    visit: VisitInput | None = told("What the form of a citizen brought along.", default=None)


@described_input
class ReassignReportInput:
    """Who deals with a report from now on."""

    report: UUID = told("The report.")
    reason: str = told("Why; everybody reads it.")
    category: UUID | None = told("The category, where it is another.", default=None)
    organization: UUID | None = told(
        "The department; that of the new category unless given.", default=None
    )


@described
class ReportMutations:
    """What can be done with defect reports."""

    @does(HandedInReport)
    async def write_report(
        self, info: Info, input: Annotated[ReportInput, argument("What is reported.")]
    ) -> writing.HandedIn:
        """Report a defect; public at once from those confirmed before, else after a letter."""
        defect = writing.Defect(
            input.text, input.address or "", input.latitude, input.longitude, input.phone or "",
            given_in(input.answers),
        )  # fmt: skip
        sender = writing.Sender(
            input.author_name or "", input.email or "", input.key or "",
            visit=visit_of(info, input.visit),
        )  # fmt: skip
        return await writing.write_report(info.context.work, input.category, defect, sender)

    @does(Report)
    async def move_report(
        self, info: Info, input: Annotated[MoveReportInput, argument("What becomes of it.")]
    ) -> models.Report:
        """Take a report on to another state; whoever made it may reopen it."""
        step = handling.Step(input.state, input.reason or "", input.responsible or "")
        report = await handling.move_report(info.context.work, input.report, step)
        return await info.context.written(queries.reports_by_id, report.id)

    @does(ReportEntry)
    async def answer_report(
        self, info: Info, input: Annotated[ReportWordsInput, argument("What is said.")]
    ) -> models.ReportEntry:
        """Say something to everybody about a report, as its department."""
        entry = await handling.answer_report(info.context.work, input.report, input.text)
        return await info.context.written(queries.entries_by_id, entry.id)

    @does(ReportEntry)
    async def note_report(
        self, info: Info, input: Annotated[ReportWordsInput, argument("What is noted.")]
    ) -> models.ReportEntry:
        """Note something about a report that only its department reads."""
        entry = await handling.note_report(info.context.work, input.report, input.text)
        return await info.context.written(queries.entries_by_id, entry.id)

    @does(ReportEntry)
    async def add_to_report(
        self, info: Info, input: Annotated[ReportWordsInput, argument("What is added.")]
    ) -> models.ReportEntry:
        """Add something to one's own report, for everybody."""
        visit = visit_of(info, input.visit)
        entry = await handling.add_to_report(info.context.work, input.report, input.text, visit)
        return await info.context.written(queries.entries_by_id, entry.id)

    @does(Report)
    async def reassign_report(
        self, info: Info, input: Annotated[ReassignReportInput, argument("To whom.")]
    ) -> models.Report:
        """Give a report another category or hand it to another department, with the reason."""
        report = await handling.reassign_report(
            info.context.work, input.report, input.reason, input.category, input.organization
        )
        return await info.context.written(queries.reports_by_id, report.id)
