"""From a template and what it shows to a printed document."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rostra_documents.press import PRESS
from rostra_documents.sheet import Sheet
from rostra_documents.stationery import Stationery
from rostra_documents.typography import paragraphs_of, points_of, printable_html, said, tied, typed
from rostra_documents.wording import Wording

FOLDER = Path(__file__).parent

TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=typed,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters.update(
    points=points_of, paragraphs=paragraphs_of, rich=printable_html, said=said,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A printed document: its bytes, a name for its file and its language."""

    content: bytes
    file_name: str
    language: str
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a document says about itself: title, author, and the day its content is from."""

    title: str
    author: str
    dated: dt.datetime
    """When the newest of what it shows was changed; not when it was printed."""
    subject: str = ""

    @property
    def timestamp(self) -> str:
        """The time as it stands in the metadata."""
        return self.dated.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def markup_of(
    template: str, imprint: Imprint, stationery: Stationery, content: dict[str, Any]
) -> str:
    """The markup of a document, set in the language of the stationery."""
    words = Wording(stationery.language, stationery.spoken)
    rendered = TEMPLATES.get_template(template).render(
        imprint=imprint, stationery=stationery, t=words, **content
    )
    return tied(rendered)


async def printed(
    template: str,
    stylesheet: str,
    imprint: Imprint,
    stationery: Stationery,
    **content: Any,
) -> bytes:
    """The PDF of a template with its content."""
    markup = markup_of(template, imprint, stationery, content)
    return await PRESS.print(Sheet(markup, ("page.css", stylesheet)))


def file_name(*parts: object) -> str:
    """A name for a file made of these words: plain letters, digits and hyphens."""
    text = "-".join(str(part) for part in parts if part)
    for sign, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"),
                        ("Ü", "Ue"), ("ß", "ss")):  # fmt: skip
        text = text.replace(sign, plain)
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain_name = re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-")[:120].rstrip("-")
    return (plain_name or "Dokument") + ".pdf"
