"""Taking a table in: what it would do is shown first, and then it is done as a whole or not."""

from dataclasses import dataclass
from uuid import UUID

from rostra.errors import Conflict, Invalid
from rostra.imports.tables.lines import Desk
from rostra.imports.tables.reports import Report
from rostra.imports.tables.sheets import Sheet, sheet_of
from rostra.imports.tables.tables import TABLES, Table, TableName
from rostra.organizations.models import Body
from rostra.work import Work

REFUSED = "Some lines cannot be taken in. Nothing was changed."
OVERTAKEN = (
    "What is here has changed since the table was looked at. Nothing was changed; please look at"
    " it again."
)


class Rehearsed(Exception):
    """That it is known what a table would do, so that all of it can be undone."""


@dataclass(frozen=True)
class Sent:
    """A table that somebody sends for a body."""

    body_id: UUID
    name: TableName
    text: str


async def check_table(work: Work, sent: Sent) -> Report:
    """What the table would do if it were taken in; nothing is kept of it."""
    table, sheet = await read(work, sent)
    try:
        async with work.attempt():
            report = await Desk(work, table, sent.body_id).take(sheet)
            raise Rehearsed
    except Rehearsed:
        return report


async def import_table(work: Work, sent: Sent, fingerprint: str) -> Report:
    """Take the table in as a whole, if it does what the report with this fingerprint shows."""
    table, sheet = await read(work, sent)
    async with work.attempt():
        report = await Desk(work, table, sent.body_id).take(sheet)
        if not report.fits:
            raise Conflict(REFUSED)
        if report.fingerprint != fingerprint:
            raise Conflict(OVERTAKEN)
        await work.flush()
    return report


async def read(work: Work, sent: Sent) -> tuple[Table, Sheet]:
    """The table in the text, for those who may keep such things in the body."""
    body = await work.find(Body, sent.body_id)
    table = TABLES[sent.name]
    work.authorize_within(table.permission, body.id)
    if not sent.text.strip():
        raise Invalid("text", "Choose a file, or paste the lines.")
    return table, sheet_of(sent.text, table.columns)
