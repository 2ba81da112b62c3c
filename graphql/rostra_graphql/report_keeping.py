"""Categories, programmes with keys and figures of defect reports in the API."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.organizations import queries as organizations
from rostra.organizations.models import Body
from rostra.reports import attributes, categories, figures, models, programmes, queries
from rostra.reports.models import ReportState
from rostra.reports.writing import Defect
from rostra_graphql import names
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.report_attributes import ReportAnswerInput, ReportAttributeInput, given_in
from rostra_graphql.reports import ReportCategory, StateName
from rostra_graphql.telling import answers, argument, described, described_input, does, told


@described
class ApiKey:
    """The key of a programme that reports for others; the key itself is not kept."""

    name: str = told("What the programme is called.")
    created: dt.datetime = told("When the key was issued.")
    ended: dt.datetime | None = told("When it ended.")

    @answers(UUID)
    def uuid(self, key: strawberry.Parent[models.ApiKey]) -> UUID:
        """The bare id."""
        return key.id

    @answers(names.BODY | None)
    async def body(self, info: Info, key: strawberry.Parent[models.ApiKey]) -> Body | None:
        """The body for which it was issued."""
        return await info.context.one(organizations.bodies_by_id, key.body_id)


@dataclass(frozen=True)
class Issued:
    """A key with its secret."""

    key: models.ApiKey
    secret: str


@described
class IssuedApiKey:
    """A key that was just issued."""

    secret: str = told("The key itself, shown now and never again.")

    @answers(ApiKey)
    def key(self, issued: strawberry.Parent[Issued]) -> models.ApiKey:
        """What is kept of it."""
        return issued.key


@described
class ReportMonth:
    """How many reports there were in a month."""

    month: dt.date = told("Its first day.")
    received: int = told("How many were received.")
    closed: int = told("How many of those shown were resolved or rejected in it.")


@described
class ReportCategoryFigures:
    """How many reports there are of a category, and how long they take."""

    received: int = told("How many were received.")
    open: int = told("How many of them are open.")
    overdue: int = told("How many of them should be closed by now.")
    median_days: float | None = told("Half of those resolved took at most so many days.")

    @answers(ReportCategory | None)
    async def category(
        self, info: Info, counted: strawberry.Parent[figures.CategoryFigures]
    ) -> models.ReportCategory | None:
        """The category."""
        return await info.context.one(queries.categories_by_id, counted.category_id)


@described
class ReportStateFigure:
    """How many reports are in a state."""

    @answers(StateName)
    def state(self, pair: strawberry.Parent[tuple[str, int]]) -> ReportState:
        """The state."""
        return ReportState(pair[0])

    @answers(int)
    def count(self, pair: strawberry.Parent[tuple[str, int]]) -> int:
        """How many."""
        return pair[1]


@described
class ReportFigures:
    """The figures of the last months, counted over what the viewer reads."""

    received: int = told("How many reports were received.")
    median_days: float | None = told("Half of those resolved took at most so many days.")
    months: list[ReportMonth] = told("Month by month.")
    categories: list[ReportCategoryFigures] = told("By category, the most reports first.")

    @answers(list[ReportStateFigure])
    def states(self, counted: strawberry.Parent[figures.Figures]) -> list[tuple[str, int]]:
        """By the state in which they are now."""
        return [(one, counted.states[one]) for one in ReportState if counted.states.get(one)]


@described
class ReportKeepingQueries:
    """What can be asked about figures and keys."""

    @answers(ReportFigures)
    async def report_figures(
        self,
        info: Info,
        body: Annotated[UUID | None, argument("Of this body.")] = None,
        months: Annotated[int, argument("How many months, this one among them.")] = 12,
    ) -> figures.Figures:
        """How many reports there are, of what, and how long it takes."""
        return await figures.figures(info.context.work, body, months)

    @answers(list[ApiKey])
    async def api_keys(self, info: Info) -> list[models.ApiKey]:
        """The keys of programmes that report for others; empty for who does not keep them."""
        return await queries.api_keys(info.context.work)


@described_input
class ReportCategoryInput:
    """What is to be known of a category."""

    code: str = told("The code by which programmes know it.")
    name: str = told("What it is called.")
    description: str | None = told("What belongs here.", default=None)
    group_name: str | None = told("The group in which it stands.", default=None)
    keywords: list[str] | None = told("Further words by which it is found.", default=None)
    organization: UUID | None = told("The department that answers for it.", default=None)
    days: int | None = told("Within how many days it is to be closed.", default=None)
    active: bool = told("Whether new reports can be made of it.", default=True)

    def terms(self) -> categories.CategoryTerms:
        """The terms as the platform reads them."""
        return categories.CategoryTerms(
            self.code.strip(), self.name, self.description or "", self.group_name or "",
            tuple(self.keywords or ()), self.organization, self.days, self.active,
        )  # fmt: skip


@described_input
class ProgrammeReportInput:
    """A report that a programme makes for somebody (Open311)."""

    key: str = told("The key of the programme.")
    service_code: str = told("The code of the category.")
    text: str = told("What is the matter.")
    address: str | None = told("Where it is, in words.", default=None)
    latitude: float | None = told("Where it is: degrees north.", default=None)
    longitude: float | None = told("Where it is: degrees east.", default=None)
    name: str | None = told("Who reports; for the department alone.", default=None)
    email: str | None = told("Their e-mail address; for the department alone.", default=None)
    phone: str | None = told("Their telephone number; for the department alone.", default=None)
    answers: list[ReportAnswerInput] | None = told(
        "What was answered to the further questions of the category.", default=None
    )


@described
class ProgrammeReport:
    """A report that a programme made."""

    @answers(UUID)
    def uuid(self, report: strawberry.Parent[models.Report]) -> UUID:
        """The bare id; a token until the report has its number."""
        return report.id

    @answers(str | None)
    def reference(self, report: strawberry.Parent[models.Report]) -> str | None:
        """Its number; null where a rule of the city holds it for a moderator."""
        return report.reference


@described
class ReportKeepingMutations:
    """What can be done with categories and keys."""

    @does(ReportCategory)
    async def create_report_category(
        self,
        info: Info,
        body: Annotated[UUID, argument("The body.")],
        input: Annotated[ReportCategoryInput, argument("What is to be known of it.")],
    ) -> models.ReportCategory:
        """Let something new be reported."""
        made = await categories.create_category(info.context.work, body, input.terms())
        return await info.context.written(queries.categories_by_id, made.id)

    @does(ReportCategory)
    async def change_report_category(
        self,
        info: Info,
        uuid: Wanted,
        input: Annotated[ReportCategoryInput, argument("What is to be known of it.")],
    ) -> models.ReportCategory:
        """Change what is known of a category; its reports keep their department."""
        changed = await categories.change_category(info.context.work, uuid, input.terms())
        return await info.context.written(queries.categories_by_id, changed.id)

    @does(ReportCategory)
    async def keep_report_attribute(
        self,
        info: Info,
        category: Annotated[UUID, argument("The category.")],
        input: Annotated[ReportAttributeInput, argument("The question.")],
    ) -> models.ReportCategory:
        """Let a category ask something further, or change the question with this code."""
        kept = await attributes.keep_attribute(info.context.work, category, input.attribute())
        return await info.context.written(queries.categories_by_id, kept.id)

    @does(ReportCategory)
    async def remove_report_attribute(
        self,
        info: Info,
        category: Annotated[UUID, argument("The category.")],
        code: Annotated[str, argument("The code of the question.")],
    ) -> models.ReportCategory:
        """Let a category ask something no more; what was answered stays with its reports."""
        kept = await attributes.remove_attribute(info.context.work, category, code)
        return await info.context.written(queries.categories_by_id, kept.id)

    @does(IssuedApiKey)
    async def issue_api_key(
        self,
        info: Info,
        body: Annotated[UUID, argument("The body.")],
        name: Annotated[str, argument("What the programme is called.")],
    ) -> Issued:
        """Let a programme report for others; its key is shown now and never again."""
        return Issued(*await programmes.issue_api_key(info.context.work, body, name))

    @does(ApiKey)
    async def end_api_key(self, info: Info, uuid: Wanted) -> models.ApiKey:
        """Let a programme report no more."""
        return await programmes.end_api_key(info.context.work, uuid)

    @does(ProgrammeReport)
    async def report_by_programme(
        self, info: Info, input: Annotated[ProgrammeReportInput, argument("The report.")]
    ) -> models.Report:
        """Make a report for somebody, as a programme that holds a key (Open311)."""
        defect = Defect(
            input.text, input.address or "", input.latitude, input.longitude,
            answers=given_in(input.answers),
        )  # fmt: skip
        caller = programmes.Caller(input.name or "", input.email or "", input.phone or "")
        return await programmes.report_by_programme(
            info.context.work, input.key, input.service_code, defect, caller
        )
