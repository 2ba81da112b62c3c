"""Photos of what is reported: painted anew, so that nothing their camera added remains."""

import io
import warnings
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from PIL import Image, ImageOps, UnidentifiedImageError

from rostra.access import PUBLIC, Permission
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.files.storage import Storage, chunks_of
from rostra.reports.events import ReportPictured, ReportPicturedUnseen
from rostra.reports.handling import is_author
from rostra.reports.models import Report, ReportPhoto
from rostra.reports.writing import TICKET_LASTS, hashed, in_one_line
from rostra.work import Work

LARGEST_PHOTO = 12 * 1024 * 1024
"""Bytes of a photo as it comes."""
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1_600
QUALITY = 82
MOST_PHOTOS = 4
"""How many photos a report may have."""
FORMATS = ("JPEG", "PNG", "WEBP")
NO_PHOTO = "This is no photo that can be read. Please send a JPEG, PNG or WebP picture."


@dataclass(frozen=True)
class Picture:
    """A photo that was painted anew: a JPEG with its size in pixels, and nothing else in it."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Shot:
    """A photo that lies in the store and waits for its report."""

    content_hash: str
    width: int
    height: int
    description: str = ""


def painted_anew(content: bytes) -> Picture:
    """The photo without place, time and camera; Invalid for what is too large or no photo.

    Its size is looked at before it is unpacked, so that no small file becomes a huge picture.
    """
    if len(content) > LARGEST_PHOTO:
        raise Invalid("photo", f"The photo is larger than {LARGEST_PHOTO:,} bytes.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise Invalid("photo", f"The photo has more than {MOST_PIXELS:,} pixels.")
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                return as_jpeg(opened)
    except Invalid:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError,
            SyntaxError) as error:  # fmt: skip
        raise Invalid("photo", NO_PHOTO) from error


def as_jpeg(opened: Image.Image) -> Picture:
    """The picture the right way up, of a moderate size, with its pixels alone."""
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    flat = Image.new("RGB", upright.size, "white")
    seen = upright.convert("RGBA")
    flat.paste(seen, mask=seen.getchannel("A"))
    written = io.BytesIO()
    flat.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Picture(written.getvalue(), flat.width, flat.height)


async def store_picture(storage: Storage, picture: Picture, description: str = "") -> Shot:
    """Put a picture into the strong-room; it is swept away unless a report takes it."""
    stored = await storage.receive(chunks_of(picture.content), LARGEST_PHOTO)
    return Shot(stored.sha512, picture.width, picture.height, description)


async def add_photo(work: Work, report_id: UUID, shot: Shot, ticket: str = "") -> ReportPhoto:
    """Add a photo to a report, as who has just made it, as its author or as its department."""
    system = await work.as_the_system()
    report = await system.find(Report, report_id)
    work.authorize(Permission.REPORT_WRITE, report)
    if not has_ticket(work, report, ticket) and not is_author(work, report):
        await work.find(Report, report_id)
        if not work.may(Permission.REPORT_HANDLE, report):
            raise NotPermitted
    if report.hidden is not None:
        raise NotFound
    known = await work.count(sa.select(ReportPhoto.id).where(ReportPhoto.report_id == report.id))
    if known >= MOST_PHOTOS:
        raise Conflict(f"A report has at most {MOST_PHOTOS} photos.")

    photo = ReportPhoto(
        body_id=report.body_id,
        report_id=report.id,
        content_hash=shot.content_hash,
        width=shot.width,
        height=shot.height,
        description=in_one_line("photoDescription", shot.description) or None,
        audience_id=report.audience_id,
    )
    work.add(photo)
    await work.flush()
    work.record(
        ReportPictured(report.id, photo.id)
        if report.audience_id == PUBLIC
        else ReportPicturedUnseen(report.id, photo.id)
    )
    return photo


def has_ticket(work: Work, report: Report, ticket: str) -> bool:
    """Whether somebody holds the ticket that was handed out for a report a moment ago."""
    fresh = work.now - report.created <= TICKET_LASTS
    return bool(ticket) and fresh and report.ticket_hash == hashed(ticket)
