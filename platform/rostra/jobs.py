"""Jobs: work that takes long, enqueued in the transaction that asks for it."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from rostra.records import Record, now


class Job(Record):
    """Something to be done once, kept until it is done or given up."""

    __tablename__ = "jobs"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    name: Mapped[str] = mapped_column(index=True)
    payload: Mapped[dict[str, Any]]
    unique_key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    """waiting, running or dead; a job that is done is gone"""
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None]
    not_before: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    leased_by: Mapped[str | None]
    leased_until: Mapped[dt.datetime | None]
    created: Mapped[dt.datetime] = mapped_column(default=now)
