"""The reader of one file, run as `python -I` in a process of its own that trusts nothing it reads.

It takes the file as standard input and answers with one JSON list: state, text, reason.
"""

import io
import json
import lzma
import re
import resource
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

OPENXML = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODF = "application/vnd.oasis.opendocument."
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

UNPACKED = 200 * 1024 * 1024
"""Bytes that one part of an office document may have when unpacked."""

ENCRYPTED = "The file is protected by a password."
DAMAGED = "The file is damaged."
NO_TEXT = "There is no text in the file; it may be a scan."
TOO_LARGE = "The file is too large to be read."
CUT = "Only the beginning was read; the text goes on."

PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "pre"))
INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|s|samp"
    "|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
CELLS = frozenset(("td", "th"))
UNSEEN = frozenset(("script", "style", "template", "noscript", "head", "svg", "iframe", "object"))

DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE
)
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
SOFT_BREAK = re.compile(r"[\u2010\u00ad\ufffe][ \t]*(?:\r\n|\r|\n)?[ \t]*(?=(\w+)?)")
HARD_BREAK = re.compile(r"(?<=[^\W\d_])-[ \t]*(?:\r\n|\r|\n)[ \t]*(?=([a-zäöüß]\w*))")
SUSPENDED = frozenset(("und", "oder", "bzw", "sowie", "bis", "als", "noch", "statt"))
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
SPACES = re.compile(r"[^\S\n]+")
SPACES_AND_LINES = re.compile(r"\s+")
EMPTY_LINES = re.compile(r"\n{3,}")


class Unreadable(Exception):
    """The file has no text to give, for a reason that can be told."""


class Enough(Exception):
    """As much text as was asked for has been read."""


class Gathered:
    """The text so far, which ends when there is enough of it."""

    def __init__(self, most: int) -> None:
        self.parts: list[str] = []
        self.left = most

    def add(self, part: str) -> None:
        """Take a piece of text; Enough when there is no room for more."""
        if part:
            self.parts.append(part[: self.left])
        self.left -= len(part)
        if self.left < 0:
            raise Enough

    def begin_line(self) -> None:
        """Go to a new line unless this one is empty still."""
        if self.parts and not self.parts[-1].endswith("\n"):
            self.add("\n")

    def __str__(self) -> str:
        return "".join(self.parts)


def read_pdf(content: bytes, gathered: Gathered) -> None:
    """The pages of a PDF, one after the other; a page that cannot be read is left out."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        protected = "password" in str(error).lower() or "security" in str(error).lower()
        raise Unreadable(ENCRYPTED if protected else DAMAGED) from error
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
            gathered.add(text.get_text_range() + "\n\n")
            text.close()
            page.close()
        except pypdfium2.PdfiumError:
            continue


def read_docx(content: bytes, gathered: Gathered) -> None:
    """The paragraphs, notes and tables of a Word document, without what was struck out."""
    parts = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
    for root in trees_of(content, parts):
        for element, leaving in walked(root, frozenset((FALLBACK,))):
            if leaving:
                if element.tag == WORD + "p":
                    gathered.add("\n")
            elif element.tag == WORD + "t":
                gathered.add(element.text or "")
            elif element.tag in (WORD + "tab", WORD + "tc"):
                gathered.add(" ")
            elif element.tag in (WORD + "br", WORD + "cr"):
                gathered.add("\n")
            elif element.tag == WORD + "noBreakHyphen":
                gathered.add("-")


def read_odf(content: bytes, gathered: Gathered) -> None:
    """The paragraphs and headings of an OpenDocument, without what was struck out."""
    unseen = frozenset((OFFICE_TEXT + "tracked-changes",))
    for root in trees_of(content, ("content.xml",)):
        inside = 0
        for element, leaving in walked(root, unseen):
            name = element.tag.removeprefix(OFFICE_TEXT) if isinstance(element.tag, str) else ""
            if leaving:
                inside -= name in ("p", "h")
                gathered.add("\n" if name in ("p", "h") else "")
                gathered.add((element.tail or "") if inside else "")
                continue
            inside += name in ("p", "h")
            gathered.add({"tab": " ", "s": " ", "line-break": "\n"}.get(name, ""))
            gathered.add((element.text or "") if inside else "")


def read_html(content: bytes, gathered: Gathered) -> None:
    """What a browser would show of a page, a line for each block."""
    from lxml import html

    text = decoded(content, declared_charset(content))
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True))
    except (ValueError, html.etree.ParserError) as error:
        raise Unreadable(NO_TEXT) from error
    kept = 0
    for element, leaving in walked(root, UNSEEN):
        if element.tag == "pre":
            kept += -1 if leaving else 1
        break_html(element.tag, leaving, gathered)
        part = (element.tail if leaving else seen_text(element)) or ""
        gathered.add(part if kept else SPACES_AND_LINES.sub(" ", part))


def break_html(tag: Any, leaving: bool, gathered: Gathered) -> None:
    """The lines and blanks with which a browser sets an element off from its surroundings."""
    if tag in CELLS:
        gathered.add(" ")
    elif tag == "br":
        gathered.add("" if leaving else "\n")
    elif isinstance(tag, str) and not INLINE.fullmatch(tag):
        gathered.begin_line()
        gathered.add("\n" if leaving and tag in PARAGRAPHS else "")


def read_plain(content: bytes, gathered: Gathered) -> None:
    """A text, in whatever way its letters were written."""
    gathered.add(decoded(content, None))


READERS = {
    "application/pdf": read_pdf,
    OPENXML: read_docx,
    ODF + "text": read_odf,
    ODF + "presentation": read_odf,
    ODF + "spreadsheet": read_odf,
    "text/html": read_html,
    "text/plain": read_plain,
}


def seen_text(element: Any) -> str | None:
    """The text directly in an element; a comment has none that is seen."""
    return element.text if isinstance(element.tag, str) else None


def walked(root: Any, unseen: frozenset[str]) -> Iterator[tuple[Any, bool]]:
    """Every element twice, entering and leaving, however deep they stand; the unseen left once."""
    from lxml import etree

    skipping = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        leaving = event != "start"
        if skipping is None and not leaving and element.tag in unseen:
            skipping = element
        if skipping is None or (leaving and element is skipping):
            yield element, leaving
        if leaving and element is skipping:
            skipping = None


def trees_of(content: bytes, names: tuple[str, ...]) -> Iterator[Any]:
    """The named XML parts of an office document, as far as it has them."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            held = set(archive.namelist())
            refuse_protected(archive, held)
            for name in names:
                if name in held:
                    yield etree.fromstring(unpacked(archive, name), parser)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, OSError) as error:
        raise Unreadable(DAMAGED) from error


def refuse_protected(archive: zipfile.ZipFile, held: set[str]) -> None:
    """Unreadable when the document's parts are encrypted."""
    manifest = "META-INF/manifest.xml"
    if any(entry.flag_bits & 1 for entry in archive.infolist()) or (
        manifest in held and b"encryption-data" in unpacked(archive, manifest)
    ):
        raise Unreadable(ENCRYPTED)


def unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of the archive; Unreadable when it swells beyond all measure."""
    try:
        with archive.open(name) as part:
            content = part.read(UNPACKED + 1)
    except (EOFError, RuntimeError, zlib.error, lzma.LZMAError) as error:
        raise Unreadable(DAMAGED) from error
    if len(content) > UNPACKED:
        raise Unreadable(TOO_LARGE)
    return content


def declared_charset(content: bytes) -> str | None:
    """The charset that a page claims for itself near its beginning."""
    found = DECLARED.search(content[:4096])
    return found[1].decode("ascii", "replace") if found else None


def decoded(content: bytes, declared: str | None) -> str:
    """Bytes as text: by their mark, as UTF-8 if they are, as declared, or as Windows wrote them."""
    for mark, marked in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(marked, "replace")
    western = (declared or "").lower() in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii")
    for charset in ("utf-8", None if western else declared, "windows-1252"):
        try:
            if charset:
                return content.decode(charset)
        except (UnicodeError, LookupError):
            continue
    return content.decode("windows-1252", "replace")


def tidied(text: str) -> str:
    """Text with its broken words joined, its letters normalised and its blanks counted once."""
    text = SOFT_BREAK.sub(lambda found: joint(found[1]), text)
    text = HARD_BREAK.sub(lambda found: joint(found[1]), text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    text = unicodedata.normalize("NFKC", CONTROL.sub("", text))
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def joint(following: str | None) -> str:
    """What stands where a line was broken: nothing in a word, a hyphen between two."""
    if not following:
        return "-"
    if following.lower() in SUSPENDED:
        return "- "
    return "" if following[0].islower() else "-"


def limit_myself(cpu_seconds: int, memory_bytes: int) -> None:
    """Give up, for good, all that reading one file does not need."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def read(media_type: str, content: bytes, characters: int) -> tuple[str, str, str | None]:
    """State, text and reason for the bytes of a file."""
    gathered = Gathered(characters)
    reason = None
    try:
        READERS[media_type](content, gathered)
    except Enough:
        reason = CUT
    except Unreadable as error:
        return "none" if str(error) == NO_TEXT else "failed", "", str(error)
    except (MemoryError, RecursionError):
        return "failed", "", TOO_LARGE
    text = tidied(str(gathered))
    return ("done", text, reason) if text else ("none", "", NO_TEXT)


def main() -> None:
    """Read standard input as the type that the first argument names, within the limits given."""
    media_type, cpu_seconds, memory_bytes, characters = sys.argv[1:5]
    limit_myself(int(cpu_seconds), int(memory_bytes))
    answer = read(media_type, sys.stdin.buffer.read(), int(characters))
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
