"""What a file really is: told by its bytes, never by its name or by what the sender claims."""

import mmap
import re
import struct
from pathlib import Path

HEAD = 4_096
"""Bytes at the beginning that give most types away."""

DIRECTORY_LIMIT = 1024 * 1024
"""Bytes of a zip's table of contents that are looked at; no office document has more."""

UNKNOWN = "application/octet-stream"
OLE = "application/x-ole-storage"

OPENXML = "application/vnd.openxmlformats-officedocument."
DOCX = OPENXML + "wordprocessingml.document"
XLSX = OPENXML + "spreadsheetml.sheet"
PPTX = OPENXML + "presentationml.presentation"
ODF = "application/vnd.oasis.opendocument."

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
)
OLE_STREAMS = (
    ("EncryptedPackage", OLE),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
PARTS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("ppt/presentation.xml", PPTX),
)

EXTENSIONS = {
    "application/pdf": ("pdf",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    PPTX: ("pptx",),
    ODF + "text": ("odt",),
    ODF + "spreadsheet": ("ods",),
    ODF + "presentation": ("odp",),
    ODF + "graphics": ("odg",),
    "application/msword": ("doc",),
    "application/vnd.ms-excel": ("xls",),
    "application/vnd.ms-powerpoint": ("ppt",),
    "application/rtf": ("rtf",),
    "application/zip": ("zip",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/tiff": ("tif", "tiff"),
    "image/svg+xml": ("svg",),
    "text/html": ("html", "htm"),
    "text/plain": ("txt", "text", "md", "log", "csv", "json", "geojson", "ics"),
}
"""The types that are taken in, each with the endings that its files may bear, the usual first."""

TEXTUAL = frozenset(
    {
        "application/pdf",
        DOCX,
        ODF + "text",
        ODF + "spreadsheet",
        ODF + "presentation",
        "text/html",
        "text/plain",
    }
)

SVG = re.compile(rb"<svg[\s>]|<!doctype\s+svg", re.IGNORECASE)
HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|iframe|table|div|h1|p|a|br|b)[\s>/]",
    re.IGNORECASE,
)
MARKUP = re.compile(rb"\s*(?:<\?xml|<!--|<!doctype|<[a-z])", re.IGNORECASE)
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
FORBIDDEN = re.compile(
    r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]'
)
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
LONGEST_NAME = 150


def type_of(path: Path) -> str:
    """The media type of a file on this disk, or UNKNOWN."""
    with path.open("rb") as opened:
        head = opened.read(HEAD)
        found = type_of_head(head)
        if found == "application/zip":
            size = path.stat().st_size
            opened.seek(max(0, size - HEAD * 17))
            return type_of_zip(head, directory_of(path, opened.read()))
        if found == OLE:
            with mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return type_of_ole(content)
    return found


def type_of_head(head: bytes) -> str:
    """The media type as far as the first bytes tell it."""
    for magic, name in MAGIC:
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "application/zip"
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    return type_of_text(head)


def type_of_text(head: bytes) -> str:
    """Whether the bytes are markup that a browser would run, plain text, or no text at all."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    if BINARY.search(head):
        return UNKNOWN
    if MARKUP.match(head) and (named := type_of_markup(head)):
        return named
    if head.lstrip()[:5].lower() == b"<?xml":
        return "application/xml"
    return "text/plain" if head.strip() else UNKNOWN


def type_of_markup(head: bytes) -> str | None:
    """HTML or SVG, whichever comes first in the document; None for other markup."""
    html, svg = HTML.search(head), SVG.search(head)
    if svg and (not html or svg.start() < html.start()):
        return "image/svg+xml"
    return "text/html" if html else None


def type_of_zip(head: bytes, names: list[str]) -> str:
    """The kind of office document that a zip is, if it is one; with macros it is none."""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return UNKNOWN
    if "[Content_Types].xml" in names:
        for part, name in PARTS:
            if part in names:
                return name
    declared = re.match(rb"PK\x03\x04.{22}\x08\x00..mimetype([a-z0-9./+-]{1,100})", head, re.DOTALL)
    if declared and "content.xml" in names:
        name = declared[1].decode("ascii")
        return name if name in EXTENSIONS else UNKNOWN
    return "application/zip"


def directory_of(path: Path, tail: bytes) -> list[str]:
    """The names in a zip's table of contents, without trusting it: empty when it makes no sense."""
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return []
    length, start = struct.unpack("<II", tail[end + 12 : end + 20])
    if length > DIRECTORY_LIMIT:
        return []
    with path.open("rb") as opened:
        opened.seek(start)
        listing = opened.read(length)
    names: list[str] = []
    at = 0
    while listing[at : at + 4] == b"PK\x01\x02" and len(listing) >= at + 46:
        name, extra, comment = struct.unpack("<HHH", listing[at + 28 : at + 34])
        names.append(listing[at + 46 : at + 46 + name].decode("utf-8", "replace"))
        at += 46 + name + extra + comment
    return names


def type_of_ole(content: mmap.mmap) -> str:
    """The kind of an older office document, told by the names of its streams."""
    if len(content) < 512:
        return UNKNOWN
    (shift,) = struct.unpack("<H", content[30:32])
    (sector,) = struct.unpack("<I", content[48:52])
    directory = (sector + 1) << min(shift, 12)
    for beginning, end in ((directory, directory + HEAD), (0, len(content))):
        for stream, name in OLE_STREAMS:
            if content.find(stream.encode("utf-16-le"), beginning, end) >= 0:
                return name
    return UNKNOWN


def has_text(media_type: str) -> bool:
    """Whether there may be words in files of this type that a program can read."""
    return media_type in TEXTUAL


def is_taken(media_type: str) -> bool:
    """Whether files of this type are taken in."""
    return media_type in EXTENSIONS


def safe_name(name: str, media_type: str) -> str:
    """The file's name without paths, control or reordering characters, ending as its type does."""
    name = FORBIDDEN.sub(" ", name.replace("\\", "/").rsplit("/", 1)[-1])
    name = re.sub(r"\s+", " ", name).strip(" .")
    endings = EXTENSIONS.get(media_type, ("bin",))
    stem, dot, ending = name.rpartition(".")
    if not dot or ending.lower() not in endings:
        stem, ending = name, endings[0]
    stem = stem[:LONGEST_NAME].rstrip(" .") or "file"
    return f"{'_' if RESERVED.match(stem) else ''}{stem}.{ending}"
