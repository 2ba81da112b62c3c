"""Photos are painted anew: nothing of the camera remains, and no bomb goes off."""

import io
import struct
import zlib

import pytest
from PIL import Image

from rostra.access import ANYBODY, PUBLIC, system
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.files.painting import LARGEST_PHOTO, LONGEST_SIDE, painted_anew
from rostra.files.storage import Folder
from rostra.people.models import Account
from rostra.reports.hiding import hide
from rostra.reports.models import ReportPhoto
from rostra.reports.photos import (
    MOST_PHOTOS,
    Shot,
    add_photo,
    store_picture,
)
from rostra.reports.writing import Defect, Sender, release_report, write_report
from support.make.reports import make_depot, make_report, visit_to

GPS, MAKER, TURNED = 0x8825, 0x010F, 0x0112
SHOT = Shot("a" * 128, 4, 3, "Eine Laterne")


def picture(form="JPEG", size=(400, 300), turned=1, mode="RGB"):
    noted = Image.Exif()
    noted[MAKER], noted[TURNED] = "Spionkamera", turned
    noted.get_ifd(GPS).update({1: "N", 2: (50.0, 58.0, 12.5)})
    written = io.BytesIO()
    Image.new(mode, size, 0).save(written, form, exif=noted)
    return written.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_the_camera_remains(form):
    came = picture(form)
    assert b"Spionkamera" in came
    made = painted_anew(came)
    assert b"Spionkamera" not in made.content
    with Image.open(io.BytesIO(made.content)) as seen:
        assert seen.format == "JPEG"
        assert len(seen.getexif()) == 0
        assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_it_stands_upright_and_has_a_moderate_size():
    made = painted_anew(picture(size=(4_000, 2_000), turned=6))
    assert (made.width, made.height) == (LONGEST_SIDE // 2, LONGEST_SIDE)


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "LA"])
def test_pictures_of_every_kind_are_painted(mode):
    assert painted_anew(picture("PNG", mode=mode)).width == 400


def bomb():
    """A PNG of a few bytes that says it has ten thousand million pixels."""
    facts = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", facts)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1_000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg/>",
        picture()[:300],
        bomb(),
        b"x" * (LARGEST_PHOTO + 1),
        b"%PDF-1.7",
        b"\xff\xd8\xff",
        picture("PNG", (5_000, 4_000)),
        picture("JPEG", (9_000, 8_000)),
    ],
    ids=["none", "gif", "svg", "cut", "bomb", "huge", "pdf", "head", "unpacked", "pixels"],
)
def test_what_is_no_photo_or_too_large_is_refused(content):
    with pytest.raises(Invalid) as refused:
        painted_anew(content)
    assert refused.value.field == "photo"


async def test_the_same_bytes_lie_in_the_strong_room(tmp_path):
    made = painted_anew(picture())
    storage = Folder(tmp_path)
    shot = await store_picture(storage, made, "Laterne")
    assert await storage.size(shot.content_hash) == len(made.content)


async def test_who_has_just_reported_adds_a_photo_and_nobody_else(database):
    depot = await make_depot(database)
    async with database.work(ANYBODY) as work:
        sender = Sender("Resi", "resi@example.org", visit=await visit_to(work))
        handed = await write_report(work, depot.lamps.id, Defect("Dunkel", "Anger"), sender)
        await add_photo(work, handed.report.id, SHOT, handed.ticket)
    for who, ticket in ((ANYBODY, ""), (ANYBODY, "wrong"), (depot.editor, "")):
        with pytest.raises(NotFound):
            async with database.work(who) as work:
                await add_photo(work, handed.report.id, SHOT, ticket)
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(ReportPhoto)) == []
    async with database.work(ANYBODY) as work:
        account = await work.db.get(Account, handed.report.author_id)
        await release_report(work, handed.report.id, account)
    async with database.reading(ANYBODY) as work:
        (photo,) = await work.fetch(work.readable(ReportPhoto))
    assert (photo.audience_id, photo.description) == (PUBLIC, "Eine Laterne")


async def test_the_department_shows_what_it_mended(database):
    depot = await make_depot(database)
    report = await make_report(database, depot)
    with pytest.raises(NotPermitted):
        async with database.work(ANYBODY) as work:
            await add_photo(work, report.id, SHOT)
    for _ in range(MOST_PHOTOS):
        async with database.work(depot.editor) as work:
            await add_photo(work, report.id, SHOT)
    with pytest.raises(Conflict):
        async with database.work(depot.editor) as work:
            await add_photo(work, report.id, SHOT)


async def test_a_hidden_report_hides_its_photos(database):
    depot = await make_depot(database)
    report = await make_report(database, depot)
    async with database.work(depot.citizen) as work:
        await add_photo(work, report.id, SHOT)
    async with database.work(system) as work:
        await hide(work, report.id)
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(ReportPhoto)) == []
