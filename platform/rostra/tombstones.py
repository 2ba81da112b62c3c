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
    parents: set[tuple[sa.Table, UUID, bool]] = set()
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
    for table, parent_id, openly in parents:
        date_with_parents(db, table, parent_id, openly, moment)


def parents_of(record: Readable) -> Iterable[tuple[sa.Table, UUID, bool]]:
    """The records in which this one is embedded, as table and id, and whether it is public."""
    columns = sa.inspect(type(record)).columns
    audience = sa.inspect(record).attrs.audience_id.history
    openly = record.audience_id == PUBLIC or PUBLIC in (audience.deleted or ())
    for name in record.parents:
        parent_id = getattr(record, name)
        if parent_id is not None:
            (key,) = columns[name].foreign_keys
            yield key.column.table, parent_id, openly


def date_with_parents(
    db: Session, table: sa.Table, id: UUID, openly: bool, moment: dt.datetime
) -> None:
    """Date a record, and those in which it is embedded itself.

    A change that the public may not see leaves no date on what the public sees.
    """
    statement = table.update().where(table.c.id == id).values(modified=moment)
    if not openly:
        statement = statement.where(table.c.audience_id != PUBLIC)
    db.execute(statement)
    for name in EMBEDDED.get(table.name, ()):
        (key,) = table.c[name].foreign_keys
        found = sa.select(table.c[name], table.c.audience_id).where(table.c.id == id)
        parent_id, audience_id = db.execute(found).first() or (None, None)
        if parent_id is not None:
            seen = openly and audience_id == PUBLIC
            date_with_parents(db, key.column.table, parent_id, seen, moment)


EMBEDDED = {"agenda_items": ("meeting_id",), "minutes": ("meeting_id",)}
"""The parents that are embedded in others themselves, and the columns that name those."""


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
