"""Each file shows its first page; a broken or hostile one costs its own picture, nothing else."""

import io

import pytest
from PIL import Image

from rostra.access import system
from rostra.files.models import File
from rostra.files.receiving import take_in
from rostra.files.services import PAINT_PREVIEW, add_file, ask_for_preview
from rostra.files.storage import Folder, chunks_of
from rostra.jobs import Workshop
from rostra_documents.previews import PaintsPreviews, painted
from support.documents import endless_pdf, pdf, swelling_pdf
from support.make.papers import make_paper


def picture(size=(900, 1200)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "white").save(written, "PNG")
    return written.getvalue()


async def previewed(database, storage, content, name) -> File:
    received = await take_in(storage, chunks_of(content), name, 50_000_000)
    paper = await make_paper(database)
    async with database.work(system) as work:
        file = await add_file(work, received, paper)
        await ask_for_preview(work, file)
    assert file.preview_state == "pending"
    await Workshop(database, {PAINT_PREVIEW: PaintsPreviews(storage)}).drain()
    async with database.reading(system) as work:
        return await work.find(File, file.id)


@pytest.mark.parametrize(
    ("content", "name"), [(pdf("Hallo"), "a.pdf"), (picture(), "a.png")], ids=["pdf", "png"]
)
async def test_shows_the_first_page(sqlite_database, tmp_path, content, name):
    storage = Folder(tmp_path)
    file = await previewed(sqlite_database, storage, content, name)
    assert file.preview_state == "done"
    shown = b"".join([chunk async for chunk in storage.stream(file.preview_hash)])
    with Image.open(io.BytesIO(shown)) as opened:
        assert opened.format == "WEBP"
        assert opened.width <= 640


async def test_a_broken_file_says_that_there_is_none(sqlite_database, tmp_path):
    file = await previewed(sqlite_database, Folder(tmp_path), b"%PDF-1.4 broken", "a.pdf")
    assert (file.preview_state, file.preview_hash) == ("failed", None)


async def test_a_file_that_swells_stops_nobody(sqlite_database, tmp_path):
    content = swelling_pdf(2_000_000)
    file = await previewed(sqlite_database, Folder(tmp_path), content, "a.pdf")
    assert (file.preview_hash is None) is (file.preview_state == "failed")


async def test_what_is_no_picture_at_all_has_none(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"hello")
    assert await painted(path, "image/png") is None
    assert await painted(path, "application/pdf") is None


@pytest.mark.long
async def test_an_endless_file_is_given_up(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(endless_pdf())
    found = await painted(path, "application/pdf")
    assert found is None or found.startswith(b"RIFF")
