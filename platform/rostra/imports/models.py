"""The ledger of imports: what came from where, and in which state it was last seen."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rostra.records import Record, now


class Imported(Record):
    """One object of a source: its id there and here, and the hash of what was received."""

    __tablename__ = "imported"
    source_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(32), index=True)
    local_id: Mapped[UUID] = mapped_column(index=True)
    content_hash: Mapped[str]
    source_modified: Mapped[str | None]
    seen: Mapped[dt.datetime] = mapped_column(default=now)


class MissingTarget(Record):
    """A reference to an object that no source has delivered yet; kept until it arrives."""

    __tablename__ = "missing_targets"
    local_id: Mapped[UUID] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    target_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(32))
    target_url: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


sa.Index("ix_missing_targets_target_id", MissingTarget.target_id)
