"""The council as tables in the API: looking at one, taking it in, handing it out."""

from typing import Annotated
from uuid import UUID

import strawberry

from rostra.imports.tables import columns, reports
from rostra.imports.tables.handing_out import table_of
from rostra.imports.tables.tables import TABLES, TableName
from rostra.imports.tables.taking_in import Sent, check_table, import_table
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, argument, described, described_input, does, told

CouncilTable = strawberry.enum(
    TableName, name="CouncilTable", description="What there are tables of."
)
ColumnForm = strawberry.enum(
    columns.Form, name="ColumnForm", description="What the cells of a column hold."
)
LineFate = strawberry.enum(
    reports.Fate, name="LineFate", description="What becomes of a line of a table."
)

TableArgument = Annotated[CouncilTable, argument("Which table.")]


@described_input
class TableInput:
    """A table that is sent for a body."""

    body: UUID = told("Whose persons, organizations or memberships.")
    table: CouncilTable = told("Of what it is a table.")
    text: str = told("The table as CSV, with a first line of headings.")

    def sent(self) -> Sent:
        """As the house takes it."""
        return Sent(self.body, self.table, self.text)


@described
class TableColumn:
    """A column that a table can have."""

    name: str = told("Its heading, as it is written.")
    headings: list[str] = told("Other headings that are understood.")
    form: ColumnForm = told("What its cells hold.")
    needed: bool = told("Whether a new thing needs it.")


@described
class TableChange:
    """One field of a thing that changes."""

    column: str = told("The column.")
    before: str = told("What stands there now.")
    after: str = told("What will stand there.")


@described
class TableRemark:
    """What is to be said about a line or a column."""

    column: str = told("The column, or empty for the whole line.")
    sentence: str = told("What is to be said.")


@described
class TableLine:
    """What becomes of one line."""

    number: int = told("Where it begins in the text; the headings are the first.")
    fate: LineFate = told("What becomes of it.")
    name: str = told("Of what it speaks.")
    changes: list[TableChange] = told("What is new, field by field.")
    remarks: list[TableRemark] = told("Why it is refused, or what somebody should look at.")
    endings: str = told("Whose memberships end with it, by name.")


@described
class TableReport:
    """What becomes of a table."""

    fingerprint: str = told("What this report is recognised by, when the table is taken in.")
    fits: bool = told("Whether no line is refused, so that the table can be taken in.")
    remarks: list[TableRemark] = told("What is to be said about its headings.")

    @answers(int)
    def created(self, report: strawberry.Parent[reports.Report]) -> int:
        """How many things are new."""
        return report.count(reports.Fate.CREATED)

    @answers(int)
    def changed(self, report: strawberry.Parent[reports.Report]) -> int:
        """How many things change."""
        return report.count(reports.Fate.CHANGED)

    @answers(int)
    def left(self, report: strawberry.Parent[reports.Report]) -> int:
        """How many lines bring nothing new."""
        return report.count(reports.Fate.LEFT)

    @answers(int)
    def refused(self, report: strawberry.Parent[reports.Report]) -> int:
        """How many lines cannot be taken in."""
        return report.count(reports.Fate.REFUSED)

    @answers(list[TableLine])
    def lines(
        self,
        report: strawberry.Parent[reports.Report],
        telling: Annotated[
            bool, argument("Only those that change something or of which something is said.")
        ] = False,
    ) -> list[reports.Line]:
        """The lines in their order."""
        silent = reports.Fate.LEFT
        return [one for one in report.lines if not telling or one.fate is not silent or one.remarks]


@described
class TableQueries:
    """The council as tables, for those who keep it."""

    @answers(str)
    async def council_table(
        self,
        info: Info,
        body: Annotated[UUID, argument("The body.")],
        table: TableArgument,
    ) -> str:
        """What is there as CSV; taken in again as it is, it changes nothing."""
        return await table_of(info.context.work, body, table)

    @answers(list[TableColumn])
    def table_columns(self, table: TableArgument) -> list[columns.Column]:
        """The columns that a table can have."""
        return list(TABLES[table].columns)


@described
class TableMutations:
    """Taking tables in."""

    @does(TableReport)
    async def check_table(
        self, info: Info, input: Annotated[TableInput, argument("The table.")]
    ) -> reports.Report:
        """Say line by line what taking a table in would do; nothing of it is kept."""
        return await check_table(info.context.work, input.sent())

    @does(TableReport)
    async def import_table(
        self,
        info: Info,
        input: Annotated[TableInput, argument("The table.")],
        fingerprint: Annotated[str, argument("That of the report which somebody has looked at.")],
    ) -> reports.Report:
        """Take a table in as a whole, if it still does what the report showed."""
        return await import_table(info.context.work, input.sent(), fingerprint)
