"""How tests look at a PDF: is it valid, what does it say, what is hidden anywhere in it."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import page
import pikepdf
import pypdfium2

PROFILES = ("ua1", "3a")
KNOWN_MISTAKES = ("-STREAM-LENGTH-001",)
"""Of the validator: it counts a line break before `endstream` where the data end in one."""


def faults(content: bytes) -> list[str]:
    """What an archive or a screen reader would object to (PDF/UA-1 and PDF/A-3a)."""
    return [
        f"{profile}: {fault.rule_id} {fault.message}"
        for profile in PROFILES
        for fault in page.validate_pdf_bytes(content, profile=profile).failures
        if not fault.rule_id.endswith(KNOWN_MISTAKES)
    ]


def pages_of(content: bytes) -> list[str]:
    """The text of each page, as a reader's programme extracts it."""
    document = pypdfium2.PdfDocument(content)
    return [one.get_textpage().get_text_range() for one in document]


def text_of(content: bytes) -> str:
    """The whole text in one line, hyphens at the ends of lines undone."""
    text = "\n".join(pages_of(content))
    joined = re.sub(r"[\u00ad\u2010\ufffe\x02]\r?\n?", "", text)
    return " ".join(joined.replace("\u00a0", " ").replace("\u202f", " ").split())


def strings_in(thing: pikepdf.Object, depth: int = 0) -> Iterator[str]:
    """All strings in an object of a PDF and in what it holds itself."""
    if depth and getattr(thing, "is_indirect", False):
        return
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Stream):
        yield thing.read_bytes().decode("latin-1")
        yield thing.read_bytes().decode("utf-8", "ignore")
        yield from (s for key in thing.stream_dict for s in strings_in(thing[key], depth + 1))
    elif isinstance(thing, pikepdf.Dictionary):
        yield from (text for key in thing for text in strings_in(thing[key], depth + 1))
    elif isinstance(thing, pikepdf.Array):
        yield from (text for one in thing for text in strings_in(one, depth + 1))


def everything_in(content: bytes) -> str:
    """All that is in the file: texts, bookmarks, metadata, names of places, tags, comments."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        hidden = [text for thing in opened.objects for text in strings_in(thing)]
        hidden.extend(strings_in(opened.trailer.get("/Info", pikepdf.Dictionary())))
    return "\n".join([text_of(content), *hidden, content.decode("latin-1")])


def bookmarks_of(content: bytes) -> list[tuple[int, str]]:
    """The bookmarks with their depth."""
    return [(one.level, one.get_title()) for one in pypdfium2.PdfDocument(content).get_toc()]


@dataclass(frozen=True)
class Tag:
    """An element of the tree of tags: its kind, its language, the scope of a heading, its id."""

    kind: str
    language: str | None
    scope: str | None
    id: str | None


def tags_of(content: bytes) -> list[Tag]:
    """All elements of the tree of tags."""

    def said(one: pikepdf.Object, key: str) -> str | None:
        return str(one[key]) if key in one else None

    with pikepdf.open(io.BytesIO(content)) as opened:
        return [
            Tag(
                str(one["/S"]),
                said(one, "/Lang"),
                said(one.get("/A", {}), "/Scope"),
                said(one, "/ID"),
            )
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/StructElem"
        ]
