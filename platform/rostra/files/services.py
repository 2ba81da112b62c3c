"""Adding files to the things of the council, keeping their texts, and withdrawing them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission
from rostra.errors import Conflict, Invalid
from rostra.files.events import FileAdded, FileBytesKept, FileRead, FileWithdrawn
from rostra.files.models import File, FileText, FileUse
from rostra.files.receiving import Received
from rostra.files.sniffing import has_text
from rostra.jobs import enqueue
from rostra.records import now
from rostra.work import Work

READ_TEXT = "files.read_text"
"""The name of the job that reads the text of a file."""

PAINT_PREVIEW = "files.paint_preview"
"""The name of the job that paints the first page of a file."""

PAINTABLE = frozenset(
    {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff"}
)
"""Types of files of which there can be a picture."""

PLACES = frozenset({"meeting", "agenda_item", "paper"})
USES = frozenset(
    {"main", "auxiliary", "invitation", "results_protocol", "verbatim_protocol", "resolution"}
)
TEXT_STATES = frozenset({"done", "failed", "none"})


async def add_file(
    work: Work,
    received: Received,
    thing: Any,
    use: str = "auxiliary",
    name: str | None = None,
    places: Collection[UUID] = (),
    **described: Any,
) -> File:
    """Add received bytes as a file of a meeting, an agenda item or a paper.

    `places` are further organizations whose offices permit it, as a paper's originators. The
    file is read by those who may read the thing; its text is read in the background.
    """
    work.authorize_within(Permission.FILE_ADD, *thing.governed_by, *places)
    if thing.kind not in PLACES:
        raise Invalid("thing", "Files belong to meetings, agenda items and papers.")
    if use not in USES:
        raise Invalid("use", f"A file serves as one of: {', '.join(sorted(USES))}.")

    file = File(
        body_id=thing.body_id,
        name=name or received.file_name.rpartition(".")[0],
        date=work.today,
        audience_id=thing.audience_id,
        **described,
    )
    work.add(file)
    await work.flush()
    await describe_bytes(work, file, received)
    place = {f"{thing.kind}_id": thing.id}
    position = await next_position(work, place)
    work.add(FileUse(file_id=file.id, use=use, position=position, **place))
    await date_things_with(work, file, openly=file.audience_id == PUBLIC)
    work.record(FileAdded(file.id, **{thing.kind: thing.id}))
    return file


async def keep_bytes(work: Work, file_id: UUID, received: Received) -> File:
    """Give a file its bytes that was known by its description alone, as after an import."""
    file = await work.find(File, file_id)
    work.authorize(Permission.FILE_ADD, file)
    if file.content_hash is not None:
        raise Conflict("The bytes of this file are here already.")

    await describe_bytes(work, file, received)
    await date_things_with(work, file, openly=file.audience_id == PUBLIC)
    work.record(FileBytesKept(file.id))
    return file


async def keep_text(
    work: Work, file_id: UUID, state: str, text: str = "", failure: str | None = None
) -> File:
    """Keep the text that was read in a file, or the reason why there is none."""
    file = await work.find(File, file_id)
    work.authorize(Permission.FILE_ADD, file)
    if state not in TEXT_STATES:
        raise Invalid("state", f"A text is one of: {', '.join(sorted(TEXT_STATES))}.")

    await work.change(sa.delete(FileText).where(FileText.file_id == file.id))
    if state == "done":
        await work.change(sa.insert(FileText).values(file_id=file.id, text=text))
    file.text_state, file.text_failure = state, failure
    await date_things_with(work, file, openly=file.audience_id == PUBLIC)
    work.record(FileRead(file.id))
    return file


async def ask_for_preview(work: Work, file: File) -> None:
    """Have the first page of a file painted in the background, if there can be a picture of it."""
    if file.mime_type in PAINTABLE:
        file.preview_state = "pending"
        await enqueue(work, PAINT_PREVIEW, {"file": str(file.id)}, f"{PAINT_PREVIEW}:{file.id}")


async def keep_preview(work: Work, file_id: UUID, preview_hash: str | None) -> File:
    """Keep the picture of a file's first page, or that there can be none."""
    file = await work.find(File, file_id)
    work.authorize(Permission.FILE_ADD, file)
    file.preview_hash = preview_hash
    file.preview_state = "done" if preview_hash else "failed"
    work.record(FileRead(file.id))
    return file


async def withdraw_file(work: Work, file_id: UUID, places: Collection[UUID] = ()) -> File:
    """Take a file out of everybody's sight; what was public leaves a tombstone."""
    file = await work.find(File, file_id)
    work.authorize_within(Permission.FILE_ADD, *file.governed_by, *places)

    was_public = file.audience_id == PUBLIC
    work.withdraw(file)
    await date_things_with(work, file, openly=was_public)
    work.record(FileWithdrawn(file.id))
    return file


async def describe_bytes(work: Work, file: File, received: Received) -> None:
    """Write down what the bytes are, and ask for their text unless it is known already."""
    file.content_hash = received.sha512
    file.sha512_checksum, file.sha1_checksum = received.sha512, received.sha1
    file.size, file.mime_type = received.size, received.media_type
    file.file_name = file.file_name or received.file_name
    if file.text_state != "done" and has_text(received.media_type):
        file.text_state, file.text_failure = "pending", None
        await enqueue(work, READ_TEXT, {"file": str(file.id)}, f"{READ_TEXT}:{file.id}")


async def date_things_with(work: Work, file: File, openly: bool) -> None:
    """Date the things that have the file, and the meetings of such items: they changed with it.

    What is public keeps its date when the file is not: else the date would tell of it.
    """
    await work.flush()
    uses, tables = FileUse.__table__, FileUse.metadata.tables
    items = tables["agenda_items"]
    for kind in sorted(PLACES):
        column = uses.c[f"{kind}_id"]
        (key,) = column.foreign_keys
        holders = sa.select(column).where(uses.c.file_id == file.id, column.is_not(None))
        await work.change(date(key.column.table, holders, openly))
        if kind == "agenda_item":
            meetings = sa.select(items.c.meeting_id).where(items.c.id.in_(holders))
            await work.change(date(tables["meetings"], meetings, openly))


def date(table: Any, ids: sa.Select[Any], openly: bool) -> sa.Update:
    """The statement that dates these records of a table with this moment."""
    statement = table.update().where(table.c.id.in_(ids)).values(modified=now())
    return statement if openly else statement.where(table.c.audience_id != PUBLIC)


async def next_position(work: Work, place: dict[str, UUID]) -> int:
    """The place behind the files that a thing has already."""
    last = sa.select(sa.func.max(FileUse.position)).filter_by(**place)
    found = await work.first(last)
    return 0 if found is None else found + 1
