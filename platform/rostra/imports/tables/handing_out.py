"""Handing a table out: what is there, as lines that can be taken in again and change nothing."""

from uuid import UUID

from rostra.imports.tables.cells import written
from rostra.imports.tables.columns import KEY
from rostra.imports.tables.stocks import register_of
from rostra.imports.tables.tables import TABLES, TableName
from rostra.organizations.models import Body
from rostra.work import Work


async def table_of(work: Work, body_id: UUID, name: TableName) -> str:
    """The things of a body as CSV, as far as the actor reads them, for those who keep them."""
    body = await work.find(Body, body_id)
    table = TABLES[name]
    work.authorize_within(table.permission, body.id)
    register = await register_of(work, body.id)
    stock = await table.stock(work, body.id, register)
    heading = [one.name for one in table.columns]
    cells = ({KEY.name: str(one.id), **one.cells} for one in stock)
    return written(heading, ([line.get(name, "") for name in heading] for line in cells))
