"""Pictures painted anew, so that nothing their camera added remains."""

import asyncio
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from rostra.errors import Invalid

LARGEST_PHOTO = 12 * 1024 * 1024
"""Bytes of a photo as it comes."""
MOST_PIXELS = 60_000_000
"""Of a photo as cameras write it, which is unpacked at a fraction of its size."""
MOST_UNPACKED = 16_000_000
"""Of what must be unpacked as it is: 300 megabytes of memory at most, one picture at a time."""
LONGEST_SIDE = 1_600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
NO_PHOTO = "This is no photo that can be read. Please send a JPEG, PNG or WebP picture."


@dataclass(frozen=True)
class Picture:
    """A photo that was painted anew: a JPEG with its size in pixels, and nothing else in it."""

    content: bytes
    width: int
    height: int


one_at_a_time = asyncio.Semaphore(1)


async def painted(content: bytes) -> Picture:
    """The photo painted anew beside the other work of the house, one after the other."""
    async with one_at_a_time:
        return await asyncio.to_thread(painted_anew, content)


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
                check_pixels(opened, MOST_PIXELS)
                if not opened.info.get("progressive"):
                    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                check_pixels(opened, MOST_UNPACKED)
                return as_jpeg(opened)
    except Invalid:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError,
            SyntaxError) as error:  # fmt: skip
        raise Invalid("photo", NO_PHOTO) from error


def check_pixels(opened: Image.Image, most: int) -> None:
    """Refuse a picture of more pixels than may be unpacked."""
    if opened.width * opened.height > most:
        raise Invalid("photo", f"The photo has more than {most:,} pixels.")


def as_jpeg(opened: Image.Image) -> Picture:
    """The picture of a moderate size, the right way up, with its pixels alone."""
    opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(opened)
    flat = Image.new("RGB", upright.size, "white")
    seen = upright.convert("RGBA")
    flat.paste(seen, mask=seen.getchannel("A"))
    written = io.BytesIO()
    flat.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Picture(written.getvalue(), flat.width, flat.height)
