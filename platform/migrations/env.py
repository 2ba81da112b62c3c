"""Alembic's environment: runs on the connection that rostra.migrating hands over."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from rostra.kinds import READABLE
from rostra.records import Moment, Record

assert READABLE


def rendered(type_: str, value: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database."""
    if type_ == "type" and isinstance(value, Moment):
        return "sa.DateTime(timezone=True)"
    if type_ == "type" and isinstance(value, sa.JSON):
        return "JSON"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Record.metadata,
    compare_type=True,
    render_item=rendered,
    render_as_batch=False,
)
with context.begin_transaction():
    context.run_migrations()
