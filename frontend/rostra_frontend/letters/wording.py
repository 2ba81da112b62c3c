"""Puts a note into words: a template per kind of letter, from which text and HTML are made.

A template is plain text. Its first line is the subject, paragraphs are parted by blank lines;
a line that begins with "- " is an entry of a list, and `link(words, path)` is a link. Between
template and letter a link stands between signs that no text from outside can hold.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from rostra.notifications.letters import Sheet, Written
from rostra.notifications.topics import TERMS
from rostra.settings import Settings
from rostra_frontend.layout.templates import environment
from rostra_frontend.translations.languages import Language, languages

BEGIN, MIDDLE, END = "\ue000", "\ue001", "\ue002"
SIGNS = str.maketrans("", "", BEGIN + MIDDLE + END)
LINK = re.compile(f"{BEGIN}([^{MIDDLE}]*){MIDDLE}([^{END}]*){END}")


@dataclass(frozen=True)
class Pen:
    """Writes the letters of one installation."""

    settings: Settings

    def __call__(self, sheet: Sheet) -> Written:
        """The letter of a note, in the reader's language."""
        language = self.language(sheet.language)
        template = environment(language, self.settings.time_zone).get_template(
            f"letters/{sheet.note.template}.txt"
        )
        rendered = template.render(
            name=without_signs(sheet.name),
            city=self.settings.city_name,
            path=sheet.note.path,
            official=TERMS[sheet.note.topic].official,
            end=f"/letters/end/{sheet.end_token}" if sheet.end_token else "",
            link=self.linker(language),
            **without_signs(dict(sheet.note.values)),
        )
        subject, _, body = rendered.strip().partition("\n")
        paragraphs = [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]
        return Written(
            subject=html.unescape(subject.strip()),
            text="\n\n".join(as_text(part) for part in paragraphs) + "\n",
            html=as_html(language, subject.strip(), paragraphs),
        )

    def language(self, code: str) -> Language:
        """The language of a letter, or the city's own."""
        known = languages(self.settings.default_language)
        return next((one for one in known if one.code == code), known[0])

    def address(self, language: Language, path: str) -> str:
        """The whole address of a page."""
        return self.settings.base_url + language.url(path)

    def linker(self, language: Language) -> Callable[[str, str], Markup]:
        """Makes links of a template: words and the whole address of a page."""

        def link(words: str, path: str) -> Markup:
            return Markup(BEGIN) + words + MIDDLE + self.address(language, path) + END

        return link


def without_signs(value: Any) -> Any:
    """A value from outside that can hold no link of its own making."""
    if isinstance(value, str):
        return value.translate(SIGNS)
    if isinstance(value, dict):
        return {key: without_signs(one) for key, one in value.items()}
    if isinstance(value, list):
        return [without_signs(one) for one in value]
    return value


def as_text(paragraph: str) -> str:
    """A paragraph of plain text; a link is its words and its address below."""
    return html.unescape(LINK.sub(r"\1:\n\2", paragraph))


def as_html(language: Language, title: str, paragraphs: list[str]) -> str:
    """The letter as HTML, with neither pictures nor anything that could be followed."""
    return (
        f'<!doctype html><html lang="{language.code}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body>"
        + "".join(block(part) for part in paragraphs)
        + "</body></html>"
    )


def block(paragraph: str) -> str:
    """A paragraph or a list as HTML; the template has escaped what came from outside."""
    linked = LINK.sub(r'<a href="\2">\1</a>', paragraph)
    lines = linked.split("\n")
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>"
    return f"<p>{'<br>'.join(lines)}</p>"
