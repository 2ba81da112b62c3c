"""Tombstones: the public trace of what was public once and is no more (OParl 1.1, deletion)."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from rostra.access import PUBLIC
from rostra.records import Readable, Record, now


class Tombstone(Record, Readable):
    """What remains to be seen of a withdrawn thing: its id, its kind and its times."""

    __tablename__ = "tombstones"
    kind = "tombstone"
    of_kind: Mapped[str] = mapped_column(sa.String(32), index=True)
    body_id: Mapped[UUID | None] = mapped_column(index=True)


def mark_changes(db: Session, *_: object) -> None:
    """Before a flush: date what changed, date its parents, and set or lift tombstones."""
    moment = now()
    parents: set[tuple[sa.Table, UUID]] = set()
    for record in [*db.new, *db.dirty]:
        if not isinstance(record, Readable) or isinstance(record, Tombstone):
            continue
        fresh = record in db.new
        if not fresh and not db.is_modified(record):
            continue
        if not fresh and not sa.inspect(record).attrs.modified.history.added:
            record.modified = moment
        parents |= set(parents_of(record))
        if not fresh:
            follow_publicity(db, record, moment)
    if any(isinstance(record, Readable) for record in db.deleted):
        raise RuntimeError("Readable records are withdrawn (Work.withdraw), never deleted.")
    for table, parent_id in parents:
        db.execute(table.update().where(table.c.id == parent_id).values(modified=moment))


def parents_of(record: Readable) -> Iterable[tuple[sa.Table, UUID]]:
    """The records in which this one is embedded, as table and id."""
    columns = sa.inspect(type(record)).columns
    for name in record.parents:
        parent_id = getattr(record, name)
        if parent_id is not None:
            (key,) = columns[name].foreign_keys
            yield key.column.table, parent_id


def follow_publicity(db: Session, record: Readable, moment: dt.datetime) -> None:
    """Set a tombstone when the record ceases to be public, lift it when it is public again."""
    history = sa.inspect(record).attrs.audience_id.history
    if not history.has_changes():
        return
    was_public = PUBLIC in (history.deleted or ())
    is_public = record.audience_id == PUBLIC
    stones = sa.delete(Tombstone).where(Tombstone.id == record.id)
    if was_public and not is_public:
        db.execute(stones)
        db.execute(sa.insert(Tombstone).values(tombstone_of(record, moment)))
    elif is_public and not was_public:
        db.execute(stones)


def tombstone_of(record: Readable, moment: dt.datetime) -> dict[str, object]:
    """The row that marks the grave of the record."""
    return {
        "id": record.id,
        "of_kind": record.kind,
        "body_id": getattr(record, "body_id", None),
        "audience_id": PUBLIC,
        "created": record.created,
        "modified": moment,
    }
