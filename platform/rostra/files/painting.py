"""Pictures painted anew, so that nothing their camera added remains."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from rostra.errors import Invalid

LARGEST_PHOTO = 12 * 1024 * 1024
"""Bytes of a photo as it comes."""
MOST_PIXELS = 60_000_000
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
