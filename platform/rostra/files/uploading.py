"""Uploads: bytes that come piece by piece, are looked at, and become a file of something."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Permission
from rostra.database import Database, Who
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted, Refusal
from rostra.files.models import File, Upload
from rostra.files.partials import Partials
from rostra.files.receiving import Received, take_in
from rostra.files.services import add_file, ask_for_preview
from rostra.files.storage import Storage
from rostra.people.models import Account
from rostra.work import Work

LASTS = dt.timedelta(hours=24)
"""How long an upload may take; what is not finished or not used by then is forgotten."""
MOST_OPEN = 20
"""How many uploads an account may have under way."""
LONGEST_NAME = 300
UPLOADING = frozenset({Permission.FILE_ADD, Permission.PAPER_DRAFT})
"""What somebody must hold somewhere to whom files are of any use."""


async def begin_upload(work: Work, file_name: str, size: int, limit: int) -> Upload:
    """Announce a file of so many bytes; the limit is that of the installation."""
    account_id = own_account_id(work)
    if not any(held & UPLOADING for held in work.actor.grants.values()):
        raise NotPermitted
    await work.first(sa.select(Account.id).where(Account.id == account_id).with_for_update())
    if not 0 < size <= limit:
        raise Invalid("file", f"A file has 1 to {limit:,} bytes.")
    under_way = await work.count(sa.select(Upload.id).where(Upload.account_id == account_id))
    if under_way >= MOST_OPEN:
        raise Conflict(f"{MOST_OPEN} uploads are under way already; please finish one first.")

    upload = Upload(
        account_id=account_id,
        file_name=file_name[:LONGEST_NAME] or "file",
        size=size,
        ends=work.now + LASTS,
    )
    work.add(upload)
    await work.flush()
    return upload


async def own_upload(work: Work, upload_id: UUID) -> Upload:
    """An upload of the actor's; NotFound for those of others and those that ended."""
    upload = await work.db.get(Upload, upload_id)
    if upload is None or upload.account_id != work.actor.account_id or upload.ends < work.now:
        raise NotFound
    return upload


async def finish_upload(
    database: Database, who: Who, upload_id: UUID, partials: Partials, storage: Storage
) -> Upload:
    """Look at the bytes of an upload that has all of them, and keep them or the reason why not."""
    async with database.reading(who) as work:
        upload = await own_upload(work, upload_id)
    if upload.content_hash or upload.failure:
        return upload
    received, failure = None, None
    try:
        chunks = partials.stream(upload_id)
        received = await take_in(storage, chunks, upload.file_name, upload.size)
    except Refusal as refusal:
        failure = refusal.sentence
    async with database.work(who) as work:
        upload = await own_upload(work, upload_id)
        upload.received, upload.failure = upload.size, failure
        if received:
            upload.content_hash, upload.sha1 = received.sha512, received.sha1
            upload.media_type, upload.file_name = received.media_type, received.file_name
    await partials.discard(upload_id)
    return upload


async def attach_upload(
    work: Work,
    upload_id: UUID,
    thing: Any,
    use: str = "auxiliary",
    name: str | None = None,
    places: Collection[UUID] = (),
) -> File:
    """Make a finished upload a file of a meeting, an agenda item or a paper."""
    upload = await own_upload(work, upload_id)
    if upload.failure:
        raise Invalid("upload", upload.failure)
    if not upload.content_hash:
        raise Conflict("This file has not come whole yet.")
    received = Received(
        upload.content_hash,
        upload.sha1 or "",
        upload.size,
        upload.media_type or "",
        upload.file_name,
    )
    file = await add_file(work, received, thing, use, name, places)
    await ask_for_preview(work, file)
    await forget_upload(work, upload)
    return file


async def forget_upload(work: Work, upload: Upload) -> None:
    """Forget an upload that was used or given up."""
    await work.change(sa.delete(Upload).where(Upload.id == upload.id))


async def forget_ended(work: Work) -> list[UUID]:
    """Forget the uploads whose time is over; their ids, whose bytes are to be removed."""
    ended = await work.fetch(sa.select(Upload.id).where(Upload.ends < work.now))
    if ended:
        await work.change(sa.delete(Upload).where(Upload.id.in_(ended)))
    return ended


def own_account_id(work: Work) -> UUID:
    """The account of the actor, who must be logged in."""
    if work.actor.account_id is None:
        raise NotPermitted("Please log in.")
    return work.actor.account_id
