"""What every record of the house has in common: its id, its audience, its times."""

import datetime as dt
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from uuid_utils.compat import uuid7

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


class Moment(sa.types.TypeDecorator[dt.datetime]):
    """A point in time, stored in UTC on every database and always read back as UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[dt.datetime]:
        """What it is on this side, for those who read a moment from text."""
        return dt.datetime

    def process_bind_param(
        self, value: dt.datetime | None, dialect: sa.Dialect
    ) -> dt.datetime | None:
        """Refuse a time without zone; hand the others over in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return value.astimezone(dt.UTC)

    def process_result_value(
        self, value: dt.datetime | None, dialect: sa.Dialect
    ) -> dt.datetime | None:
        """Give SQLite's naive times their zone back."""
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=dt.UTC)
        return value


def now() -> dt.datetime:
    """This moment, in UTC, to the second as OParl writes it."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


class Record(DeclarativeBase):
    """Anything that is kept in the database."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {
        dt.datetime: Moment(),
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[Any]: JSON,
        str: sa.Text(),
    }


def reference(target: str, **options: Any) -> Mapped[Any]:
    """A column that points to another record, checked when the transaction ends."""
    cascade = options.pop("ondelete", None)
    options.setdefault("index", True)
    return mapped_column(
        sa.ForeignKey(target, deferrable=True, initially="DEFERRED", ondelete=cascade), **options
    )


class Readable:
    """A record with an id, an audience and the times that OParl asks for."""

    kind: ClassVar[str]
    parents: ClassVar[tuple[str, ...]] = ()
    """Names of the columns of records in which this one is embedded: they change with it."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    audience_id: Mapped[int] = reference("audiences.id", index=False)
    created: Mapped[dt.datetime] = mapped_column(default=now)
    modified: Mapped[dt.datetime] = mapped_column(default=now, index=True)

    @property
    def governed_by(self) -> tuple[UUID, ...]:
        """The bodies and organizations whose roles decide what may be done with the record."""
        return tuple(
            value
            for name in ("organization_id", "body_id")
            if (value := getattr(self, name, None)) is not None
        )


class Described(Readable):
    """A readable record with the fields that OParl gives to every object."""

    keyword: Mapped[list[str] | None]
    web: Mapped[str | None]
    license: Mapped[str | None]
    vendor: Mapped[dict[str, Any] | None]
    """Fields beyond the standard, kept as they were received."""


def list_by_body(*models: Any) -> None:
    """Index records by body and id, the order in which OParl's lists are read.

    There is no index on the audience alone: nearly all records share one, and a planner
    that trusted it would read the whole table. It comes last here, so that counting a list
    and finding a page of it never touch the table.
    """
    for model in models:
        name = f"ix_{model.__tablename__}_body_id_id"
        sa.Index(name, model.body_id, model.id, model.audience_id)
