"""That somebody asked to be forgotten: ids alone, so that a restored backup forgets them again."""

import datetime as dt
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from rostra.records import Record, now


class Manner(StrEnum):
    """What becomes of what somebody said in public, as they choose (DP-3)."""

    DELETE = "delete"
    """The words go; where there are answers an empty place stays."""
    PSEUDONYMISE = "pseudonymise"
    """The words stay under a pseudonym that leads nowhere."""


class Erasure(Record):
    """That the account with this id was erased, when and how; nothing of the person is in it."""

    __tablename__ = "erasures"
    kind = "erasure"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    former_id: Mapped[UUID] = mapped_column(index=True)
    """The id that the account had."""
    manner: Mapped[str] = mapped_column(sa.String(16))
    """A Manner."""
    at: Mapped[dt.datetime] = mapped_column(default=now)
