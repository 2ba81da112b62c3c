"""Files as OParl writes them, on their own and inside what uses them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.files.models import File, FileText, FileUse
from rostra.meetings.models import AgendaItem, Meeting
from rostra.papers.models import Paper
from rostra_frontend.oparl.addresses import web_address
from rostra_frontend.oparl.prints import prints
from rostra_frontend.oparl.reading import (
    MayRead,
    Reader,
    Statement,
    among,
    columns,
    grouped,
    prebuilt,
    target,
)

OWNERS: dict[str, tuple[Any, Any]] = {
    "meeting": (Meeting, FileUse.meeting_id),
    "agenda_item": (AgendaItem, FileUse.agenda_item_id),
    "paper": (Paper, FileUse.paper_id),
}
"""The kinds that use files: the records and the column of the use that names them."""

BACK = {"meeting": "meeting", "agendaItem": "agenda_item", "paper": "paper"}
"""The back references of a File, and the kind of what they name."""


def file_columns(may_read: MayRead) -> list[Any]:
    """What is told of a file, whether it stands on its own or inside another object."""
    return [
        *columns(
            File, "name", "file_name", "mime_type", "date", "size", "sha1_checksum",
            "sha512_checksum", "content_hash", "access_url", "download_url",
            "external_service_url", "file_license",
        ),
        target(may_read, File, File.master_file_id),
    ]  # fmt: skip


@prebuilt
def files_by_id(may_read: MayRead) -> Statement:
    """The files with the ids."""
    return sa.select(*file_columns(may_read)).where(among(File.id), may_read(File))


@prebuilt
def texts_of_files(may_read: MayRead, limit: int | None) -> Statement:
    """The texts of the files and their lengths; of those longer than the limit the length only."""
    length = sa.func.length(FileText.text)
    text = FileText.text if limit is None else sa.case((length <= limit, FileText.text))
    return (
        sa.select(FileText.file_id, length, text)
        .join(File, File.id == FileText.file_id)
        .where(among(FileText.file_id), may_read(File))
    )


@prebuilt
def files_of(may_read: MayRead, kind: str) -> Statement:
    """The files that the records of a kind use, and as what."""
    _, owner = OWNERS[kind]
    return (
        sa.select(owner.label("owner_id"), FileUse.use, *file_columns(may_read))
        .join(File, File.id == FileUse.file_id)
        .where(among(owner), may_read(File))
        .order_by(owner, FileUse.position, FileUse.id)
    )


@prebuilt
def owners_of_files(may_read: MayRead, kind: str) -> Statement:
    """The records of a kind that use the files."""
    model, owner = OWNERS[kind]
    return (
        sa.select(FileUse.file_id, owner)
        .join(model, model.id == owner)
        .where(among(FileUse.file_id), may_read(model))
        .distinct()
        .order_by(FileUse.file_id, owner)
    )


@prebuilt
def derivatives_of_files(may_read: MayRead) -> Statement:
    """The files that were made from the files."""
    return (
        sa.select(File.master_file_id, File.id)
        .where(among(File.master_file_id), may_read(File))
        .order_by(File.id)
    )


async def files(reader: Reader, ids: list[UUID]) -> list[dict[str, Any]]:
    """The files with the ids, each with its text and what uses it; then the prints among them."""
    wanted = ids
    rows, ids = await reader.found(files_by_id, ids)
    printed = await prints(reader, [id for id in wanted if id not in set(ids)])
    more: dict[UUID, dict[str, Any]] = {id: {} for id in ids}
    if not reader.brief:
        for id, length, text in await reader.rows(texts_of_files, ids, reader.text_limit):
            more[id] |= {"rostra:textLength": length} if text is None else {"text": text}
    for field, kind in BACK.items():
        used = await reader.targets(owners_of_files, kind, ids, kind)
        for id, addresses in used.items():
            more[id][field] = addresses
    for id, addresses in (await reader.targets(derivatives_of_files, "file", ids)).items():
        more[id]["derivativeFile"] = addresses
    return [*(written_file(reader, row, **more[row.id]) for row in rows), *printed]


def written_file(reader: Reader, row: Any, **more: Any) -> dict[str, Any]:
    """One file; its bytes come from us when the store holds them, else from the source."""
    if row.content_hash:
        access = reader.addresses.view(row.id)
        download: str | None = reader.addresses.download(row.id)
    else:
        download = web_address(row.download_url)
        access = web_address(row.access_url) or download or reader.addresses.view(row.id)
    fields = {
        "name": row.name,
        "fileName": row.file_name,
        "mimeType": row.mime_type,
        "date": row.date,
        "size": row.size,
        "sha1Checksum": row.sha1_checksum,
        "sha512Checksum": row.sha512_checksum or row.content_hash,
        "accessUrl": access,
        "downloadUrl": download,
        "externalServiceUrl": web_address(row.external_service_url),
        "masterFile": reader.addresses.of("file", row.master_file_id),
        "fileLicense": web_address(row.file_license),
        **more,
    }
    return reader.describe("file", row, fields)


async def embedded_files(
    reader: Reader, kind: str, ids: list[UUID], fields: dict[str, str]
) -> dict[UUID, dict[str, Any]]:
    """What the file fields of the records of a kind hold, by record.

    `fields` says which use is which field; whatever fits none of them, and every second file of
    a field that holds one only, is auxiliary.
    """
    rows = await reader.rows(files_of, ids, kind)
    held: dict[UUID, dict[str, Any]] = {}
    for owner_id, used in grouped(rows).items():
        mine: dict[str, Any] = {}
        for row in used:
            field = fields.get(row.use)
            if field and field not in mine:
                mine[field] = written_file(reader, row)
            elif not reader.brief:
                mine.setdefault("auxiliaryFile", []).append(written_file(reader, row))
        held[owner_id] = mine
    return held
