"""The painter of one first page, run as `python -I` in a process that trusts nothing it reads.

It takes a PDF or a picture as standard input and answers with a WebP picture.
"""

import io
import resource
import sys

WIDTH = 640
"""Pixels; the height follows."""
MOST_PIXELS = 60_000_000


def main() -> None:
    """Paint the first page, within limits of time and memory."""
    media_type, seconds, memory = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    content = sys.stdin.buffer.read()
    picture = first_page(content) if media_type == "application/pdf" else opened(content)
    picture.thumbnail((WIDTH, WIDTH * 2))
    written = io.BytesIO()
    picture.convert("RGB").save(written, "WEBP", quality=75)
    sys.stdout.buffer.write(written.getvalue())


def first_page(content: bytes):  # type: ignore[no-untyped-def]
    """The first page of a PDF as a picture."""
    import pypdfium2

    page = pypdfium2.PdfDocument(content)[0]
    width = max(page.get_width(), 1)
    scale = min(WIDTH / width, (MOST_PIXELS / (width * max(page.get_height(), 1))) ** 0.5)
    return page.render(scale=scale).to_pil()


def opened(content: bytes):  # type: ignore[no-untyped-def]
    """A picture, turned as its camera was held, without what else the camera wrote into it."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    picture = Image.open(io.BytesIO(content))
    picture.draft("RGB", (WIDTH, WIDTH * 2))
    return ImageOps.exif_transpose(picture)


if __name__ == "__main__":
    main()
