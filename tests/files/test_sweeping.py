"""What nothing names does not stay in the store for ever, and nothing else is taken away."""

import asyncio
import os
import time
from dataclasses import replace

import pytest

from rostra.access import system
from rostra.errors import Invalid, NotFound
from rostra.files.models import File, Upload
from rostra.files.partials import Partials
from rostra.files.receiving import take_in
from rostra.files.storage import STALE, Folder, chunks_of
from rostra.files.sweeping import Sweeper
from rostra.files.uploading import attach_upload, finish_upload, forget_upload, own_upload
from support.actors import account_holder
from support.documents import pdf
from support.make.papers import make_paper
from support.make.people import make_account

LIMIT = 1_000_000


@pytest.fixture
def store(tmp_path):
    return Folder(tmp_path / "files")


async def finished(database, store, content, account):
    """An upload all of whose bytes have come."""
    partials, holder = Partials(store.incoming), account_holder(account)
    async with database.work(holder) as work:
        ends = work.now.replace(year=work.now.year + 1)
        upload = Upload(account_id=account.id, file_name="Plan.pdf", size=len(content), ends=ends)
        work.add(upload)
    await partials.begin(upload.id)
    await partials.append(upload.id, 0, len(content), chunks_of(content))
    return await finish_upload(database, holder, upload.id, partials, store)


def grow_old(store):
    """Let everything in the store have come long ago."""
    for path in store.folder.rglob("*"):
        if path.is_file():
            os.utime(path, (time.time() - STALE - 60,) * 2)


async def is_there(store, digest):
    try:
        return bool(await store.size(digest))
    except NotFound:
        return False


async def test_an_upload_that_was_given_up_leaves_nothing(database, store):
    account = await make_account(database)
    digest = (await finished(database, store, pdf("Entwurf", "Haus"), account)).content_hash
    sweeper = Sweeper(database, store)
    grow_old(store)
    assert await sweeper.sweep() == 0  # it may still become a file
    async with database.work(account_holder(account)) as work:
        upload = await work.first(Upload.__table__.select().with_only_columns(Upload.id))
        await forget_upload(work, await own_upload(work, upload))
    assert await sweeper.sweep() == 1
    assert not await is_there(store, digest)


async def test_an_upload_whose_time_is_over_leaves_nothing(database, store):
    account = await make_account(database)
    upload = await finished(database, store, pdf("Entwurf", "Haus"), account)
    async with database.work(system) as work:
        (await work.db.get(Upload, upload.id)).ends = work.now.replace(year=2020)
    grow_old(store)
    assert await Sweeper(database, store).sweep() == 1
    async with database.reading(system) as work:
        assert await work.db.get(Upload, upload.id) is None


async def test_what_a_file_names_stays(database, store):
    account = await make_account(database)
    upload = await finished(database, store, pdf("Lageplan", "Haus"), account)
    picture = await store.receive(chunks_of(b"picture"), LIMIT)
    paper = await make_paper(database)
    async with database.work(system) as work:
        work.actor = replace(work.actor, account_id=account.id)
        file = await attach_upload(work, upload.id, paper)
        file.preview_hash = picture.sha512
    async with database.work(system) as work:
        work.withdraw(await work.find(File, file.id))  # what was withdrawn is kept on record
    grow_old(store)
    assert await Sweeper(database, store).sweep() == 0
    assert await is_there(store, upload.content_hash)
    assert await is_there(store, picture.sha512)


async def test_what_came_lately_stays(sqlite_database, store):
    stored = await store.receive(chunks_of(b"Haushalt"), LIMIT)
    grow_old(store)
    assert await store.receive(chunks_of(b"Haushalt"), LIMIT) == stored
    assert await Sweeper(sqlite_database, store).sweep() == 0
    assert await is_there(store, stored.sha512)


async def test_nothing_is_removed_while_the_same_comes_again(store):
    content = os.urandom(200_000)
    stored = await store.receive(chunks_of(content), LIMIT)
    for _ in range(20):
        grow_old(store)
        before = time.time() - STALE
        again, _gone = await asyncio.gather(
            store.receive(chunks_of(content), LIMIT), store.remove(stored.sha512, before)
        )
        assert await store.size(again.sha512) == len(content)


async def test_what_is_refused_is_not_kept_at_all(store):
    for content in (b"MZ\x90\x00" + os.urandom(5_000), b""):
        with pytest.raises(Invalid):
            await take_in(store, chunks_of(content), "Rechnung.pdf", LIMIT)
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []
