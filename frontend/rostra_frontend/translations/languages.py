"""Which languages there are, and how an address says which one it speaks.

The default language has the plain address, every other one a prefix (`/en/calendar`): a page
is one address, so that it can be cached, linked and found without a cookie.
"""

import io
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
SOURCE_LANGUAGE = "en"


@dataclass(frozen=True)
class Language:
    """A language that the website speaks."""

    code: str
    prefix: str

    @property
    def locale(self) -> Locale:
        """The locale whose dates, numbers and sorting the language uses; English is British."""
        return Locale.parse("en_GB" if self.code == "en" else self.code)

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return str(Locale.parse(self.code).get_display_name()).capitalize()

    @property
    def texts(self) -> NullTranslations:
        """The translated texts."""
        return texts_of(self.code)

    def url(self, path: str) -> str:
        """The address of a page in this language."""
        if not self.prefix:
            return path
        return self.prefix if path == "/" else self.prefix + path


def languages(default: str) -> tuple[Language, ...]:
    """All languages, the default one first and without a prefix."""
    codes = sorted(
        {SOURCE_LANGUAGE, *(path.parts[-3] for path in FOLDER.glob("*/LC_MESSAGES/*.po"))}
    )
    others = [Language(code, f"/{code}") for code in codes if code != default]
    return (Language(default, ""), *others)


@cache
def texts_of(code: str) -> NullTranslations:
    """The texts of a language, compiled from its .po file; English stands in the sources."""
    path = FOLDER / code / "LC_MESSAGES" / "rostra.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as source:
        catalog = read_po(source, locale=code, domain="rostra")
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
