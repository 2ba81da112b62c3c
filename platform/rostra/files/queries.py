"""Readings of files, their texts and their uses; a text is never read with its file."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from rostra.files.models import File, FileText, FileUse
from rostra.reading import TIMES, Shape
from rostra.records import Readable
from rostra.work import Work

Thing = TypeVar("Thing", bound=Readable)

UNREAD = (*TIMES, "keyword", "license", "sha1_checksum")
FILE = Shape(File, without=UNREAD)


@dataclass(frozen=True, slots=True)
class UsedFile:
    """A file and as what it is used: main, auxiliary, invitation and so on."""

    use: str
    file: File


async def files_by_id(work: Work, ids: Collection[UUID]) -> dict[UUID, File]:
    """The files with these ids that the actor may read."""
    return await FILE.by_id(work, ids)


async def files_used_by(
    work: Work, owner_ids: Collection[UUID], owner: type[Readable], link: Any
) -> dict[UUID, list[UsedFile]]:
    """The files of each meeting, agenda item or paper; `link` is the column that names it."""
    used = (
        FILE.select(work, link, FileUse.use)
        .join(FileUse, FileUse.file_id == File.id)
        .join(owner, owner.id == link)
        .where(work.may_read(owner), link.in_(owner_ids))
        .order_by(FileUse.position, File.id)
    )
    found: dict[UUID, list[UsedFile]] = defaultdict(list)
    for row in await work.rows(used):
        found[row[0]].append(UsedFile(row[1], FILE.one(row[2:])))
    return found


async def owners_of(
    work: Work, file_ids: Collection[UUID], shape: Shape[Thing], link: Any
) -> dict[UUID, list[Thing]]:
    """The meetings, agenda items or papers that have each file; `link` names them."""
    owners = (
        shape.select(work, FileUse.file_id)
        .join(FileUse, link == shape.model.id)
        .join(File, File.id == FileUse.file_id)
        .where(work.may_read(File), FileUse.file_id.in_(file_ids))
        .order_by(shape.model.id)
    )
    return await shape.grouped(work, owners)


async def derivatives_of(work: Work, file_ids: Collection[UUID]) -> dict[UUID, list[File]]:
    """The files that were made from each file."""
    master = aliased(File)
    made = (
        FILE.select(work, File.master_file_id)
        .join(master, master.id == File.master_file_id)
        .where(work.may_read(master), File.master_file_id.in_(file_ids))
        .order_by(File.name, File.id)
    )
    return await FILE.grouped(work, made)


async def texts_of(work: Work, file_ids: Collection[UUID], length: int) -> dict[UUID, str]:
    """The beginning of each file's text, at most so many characters."""
    texts = (
        sa.select(FileText.file_id, sa.func.substr(FileText.text, 1, length))
        .join(File, File.id == FileText.file_id)
        .where(work.may_read(File), FileText.file_id.in_(file_ids))
    )
    return {row[0]: row[1] for row in await work.rows(texts)}


async def text_lengths_of(work: Work, file_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many characters each file's text has."""
    lengths = (
        sa.select(FileText.file_id, sa.func.length(FileText.text))
        .join(File, File.id == FileText.file_id)
        .where(work.may_read(File), FileText.file_id.in_(file_ids))
    )
    return {row[0]: row[1] for row in await work.rows(lengths)}
